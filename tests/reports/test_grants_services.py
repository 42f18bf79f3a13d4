"""The life of a grant: who moves it, what each move needs, and what another year takes over."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from reports import services as reports
from reports.dates import PartialDate
from reports.exceptions import MoveNotPossible
from reports.grants import services
from reports.grants.choices import GrantState
from reports.grants.log import decision_log
from reports.grants.queries import agenda
from reports.grants.workflow import MOVES, moves_open_to
from reports.models import Grant
from tests.factories import grants as make
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db

DAY = PartialDate(2026, 5, 1)
OPEN = {
    "coordinator": {"draft": ["apply"], "applied": ["grant", "refuse"], "granted": ["report"]},
    "head": {"reported": ["close"]},
    "board": {},
    "social_worker": {},
    "leader": {},
    "admin": {},
}


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def head():
    return UserFactory(head=True)


@pytest.mark.parametrize("role", OPEN)
def test_moves_of_each_role_in_each_state(role):
    user = UserFactory(**{role: True})

    for state in GrantState:
        grant = Grant(state=state, origin="kept")
        assert moves_open_to(user, grant) == OPEN[role].get(state, [])
        assert moves_open_to(user, Grant(state=state, origin="stated")) == []


def test_a_grant_from_application_to_closing(coordinator, head):
    grant = services.write_grant(
        grant=Grant(), by=coordinator, project="Nya grupper", applicant="Nämnden", funder="Lst"
    )
    row = services.write_part(
        part=make.BudgetLineFactory.build(grant=grant), by=coordinator, text="Samordnare"
    )
    goal = services.write_part(part=make.GoalFactory.build(grant=grant), by=coordinator)

    def move(name, by=coordinator, **details):
        return services.move(grant=grant, name=name, by=by, **details)

    assert move("apply", applied_on=DAY).applied_sek == 500_000
    move("grant", decided_on=DAY, granted_sek=300_000, registry_number="701-1")
    services.write_part(part=row, by=coordinator, revised_sek=300_000)
    services.write_part(part=make.LedgerLineFactory.build(grant=grant, sek=250_000), by=coordinator)
    with pytest.raises(ValidationError, match="alla mål"):
        move("report", reported_on=DAY)
    services.write_part(part=goal, by=coordinator, result="partly", cause="Kort tid")
    move("report", reported_on=DAY)
    with pytest.raises(ValidationError, match=r"50\\xa0000 kronor"):
        move("close", by=head, closed_on=DAY)
    services.write_part(
        part=make.LedgerLineFactory.build(grant=grant, kind="refund", post="", sek=50_000),
        by=coordinator,
    )
    assert move("close", by=head, closed_on=DAY).state == GrantState.CLOSED

    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert [one for one in actions if one.startswith("grant.")] == [
        "grant.add", "grant.apply", "grant.grant", "grant.report", "grant.close",
    ]  # fmt: skip
    (decided,) = grant.decisions.all()
    assert (decided.board, decided.text, decided.sek, decided.registry_number) == (
        "Lst", "Bifaller ansökan", 300_000, "701-1",
    )  # fmt: skip
    assert {notice.recipient for notice in Notice.objects.all()} == {head}
    assert Notice.objects.count() == 3


def test_a_move_made_by_somebody_else_first_or_by_the_wrong_person_changes_nothing(
    coordinator, head
):
    grant = make.GrantFactory(granted=True)

    with pytest.raises(MoveNotPossible):
        services.move(grant=grant, name="apply", by=coordinator, applied_on=DAY)
    with pytest.raises(PermissionDenied):
        services.move(grant=grant, name="report", by=head, reported_on=DAY)
    grant.refresh_from_db()
    assert grant.state == GrantState.GRANTED


def test_nothing_is_applied_for_without_a_row_of_the_budget(coordinator):
    own = make.BudgetLineFactory(funding="own")

    with pytest.raises(ValidationError, match="ingen rad att söka för"):
        services.move(grant=own.grant, name="apply", by=coordinator, applied_on=DAY)


def test_the_budget_is_locked_once_applied_for_and_then_only_revised(coordinator):
    row = make.BudgetLineFactory(grant__applied=True)
    with pytest.raises(MoveNotPossible):
        services.write_part(part=row, by=coordinator, sek=1)
    Grant.objects.update(state="granted", decided_on="2026", granted_sek=1)

    services.write_part(part=row, by=coordinator, revised_sek=1)
    with pytest.raises(MoveNotPossible):
        services.write_part(part=row, by=coordinator, sek=1)
    with pytest.raises(MoveNotPossible):
        services.remove_part(part=row, by=coordinator)


def test_what_a_source_states_is_not_written_by_hand(coordinator):
    grant = make.GrantFactory(stated=True)

    for write in (
        lambda: services.write_grant(grant=grant, by=coordinator, project="Annat"),
        lambda: services.write_part(part=make.GoalFactory.build(grant=grant), by=coordinator),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_year_two_starts_from_year_one(coordinator):
    year = {"period_from": PartialDate(2026, 9, 18), "period_to": PartialDate(2027, 6, 30)}
    first = make.GrantFactory(granted=True, purpose="Fler grupper", **year)
    make.BudgetLineFactory(grant=first, year=2026, text="Samordnare", revised_sek=400_000)
    make.GoalFactory(grant=first, text="Nått", result="attained")
    make.GoalFactory(grant=first, text="Delvis", result="partly", cause="Tid", outcome="3 av 6")
    make.ActivityFactory(grant=first, text="Klar", progress="done")
    make.ActivityFactory(grant=first, text="Kvar")

    second = services.begin_next_year(grant=first, by=coordinator)

    assert (second.state, second.year_number, second.continues) == ("draft", 2, first)
    assert (second.project, second.purpose) == (first.project, "Fler grupper")
    assert (second.period_from.iso, second.period_to.iso) == ("2027-07-01", "2028-06-30")
    assert second.code != first.code
    assert list(second.budget.values_list("year", "text", "sek", "revised_sek")) == [
        (2027, "Samordnare", 500_000, None)
    ]
    assert list(second.goals.values_list("text", "baseline", "result", "cause")) == [
        ("Delvis", "3 av 6", "", "")
    ]
    assert list(second.activities.values_list("text", flat=True)) == ["Kvar"]
    with pytest.raises(ValidationError, match="redan påbörjat"):
        services.begin_next_year(grant=first, by=coordinator)


def test_days_to_keep_and_letters_wait_on_the_start_page(coordinator, head):
    today = timezone.localdate()
    near = make.DeadlineFactory(grant__granted=True, due_on=today, text="Till Länsstyrelsen")
    make.DeadlineFactory(grant=near.grant, due_on=today, done_on=today)
    make.DeadlineFactory(grant=near.grant, due_on=date(2099, 1, 1))
    make.DeadlineFactory(grant__refused=True, due_on=today)
    letter = make.LetterFactory(answer_due_on=today)
    reported = make.GrantFactory(reported=True)

    assert [(item.title, item.due_on, item.urgency) for item in agenda(coordinator)] == [
        (near.grant.project, today, "now"),
        (letter.title, today, "now"),
    ]
    assert [item.title for item in agenda(head)] == [reported.project]
    assert agenda(UserFactory(leader=True)) == []


def test_a_move_keeps_its_day_and_no_other(coordinator):
    row = make.BudgetLineFactory()
    due = make.DeadlineFactory(grant=row.grant, kind="application")
    later = make.DeadlineFactory(grant=row.grant, kind="final")

    services.move(grant=row.grant, name="apply", by=coordinator, applied_on=DAY)

    assert list(row.grant.deadlines.values_list("pk", "done_on")) == [
        (due.pk, timezone.localdate()),
        (later.pk, None),
    ]


def test_decision_of_the_funder_that_is_written_already_is_not_written_again(coordinator):
    grant = make.GrantFactory(applied=True)
    written = make.DecisionFactory(grant=grant, conditions="Redovisas i mars")

    services.move(
        grant=grant, name="grant", by=coordinator, decided_on=DAY, granted_sek=1,
        registry_number="", conditions="Annat",
    )  # fmt: skip

    assert [one.conditions for one in grant.decisions.all()] == [written.conditions]


def test_conditions_of_the_decision_stand_in_the_log(coordinator):
    grant = make.GrantFactory(applied=True)

    services.move(
        grant=grant, name="grant", by=coordinator, decided_on=DAY, granted_sek=1,
        registry_number="", conditions="Delrapport i mars",
    )  # fmt: skip

    (line,) = decision_log(coordinator)
    assert (line.about, line.on, line.conditions) == (grant.project, DAY, "Delrapport i mars")


def test_log_tells_what_the_board_decided_on_a_report_once(coordinator):
    decided = ReportFactory(decided=True, addressee="Socialnämnden")
    written = ReportFactory(sent=True)
    make.DecisionFactory(grant=written.grant, on=PartialDate(2027, 3, 1), paragraph="§ 12")

    assert [(line.board, line.about) for line in decision_log(coordinator)] == [
        ("Länsstyrelsen", written.grant.project),
        ("Socialnämnden", decided.title),
    ]


def test_letter_is_answered_by_the_decision_on_its_answer(coordinator):
    letter = make.LetterFactory(received_on=PartialDate(2026, 11, 21))
    report = ReportFactory(on_agenda=True, type="letter_answer", grant=None, letter=letter)

    reports.move(
        report=report, name="decide", by=coordinator, decided_on=date(2027, 3, 1),
        paragraph="§ 4", immediately_approved=False,
    )  # fmt: skip

    letter.refresh_from_db()
    assert (letter.answered_by, letter.answered_on) == (report, PartialDate(2027, 3, 1))


def test_every_state_is_reached_and_every_move_says_what_it_does():
    assert {move.target for move in MOVES.values()} == set(GrantState) - {GrantState.DRAFT}
    assert all(str(move.label) and str(move.explained).endswith(".") for move in MOVES.values())
