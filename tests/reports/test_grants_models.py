"""Invariants of grants and their parts, broken one by one; and what a closed grant refuses."""

import pytest
from django.db import IntegrityError, transaction

from reports.dates import PartialDate
from reports.models import Activity, BudgetLine, Deadline, Decision, Goal, Grant, LedgerLine
from tests.factories import grants as make
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory, SourceFactory

pytestmark = pytest.mark.django_db

DAY = PartialDate(2026, 5, 1)


@pytest.mark.parametrize(
    ("name", "factory", "broken"),
    [
        ("grant_later_dates_are_dates", "Grant", {"taken_over_from": "soon"}),
        ("grant_state_and_origin_are_known", "Grant", {"state": "typo", "applied": True}),
        ("grant_draft_has_not_been_applied_for", "Grant", {"applied_on": DAY}),
        ("grant_applied_for_with_day_and_sum", "Grant", {"applied": True, "applied_on": None}),
        ("grant_applied_for_with_day_and_sum", "Grant", {"applied": True, "applied_sek": 0}),
        ("grant_applied_for_with_day_and_sum", "Grant", {"applied": True, "applied_sek": None}),
        ("grant_granted_with_day_and_sum", "Grant", {"granted": True, "granted_sek": None}),
        ("grant_granted_with_day_and_sum", "Grant", {"refused": True, "granted_sek": 1}),
        ("grant_no_more_than_applied_for", "Grant", {"granted": True, "granted_sek": 500_001}),
        ("grant_reported_and_closed_on_a_day", "Grant", {"reported": True, "reported_on": None}),
        ("grant_reported_and_closed_on_a_day", "Grant", {"reported": True, "closed_on": DAY}),
        ("grant_of_a_later_year_continues_one", "Grant", {"year_number": 2}),
        ("budget_line_is_of_known_kinds", "BudgetLine", {"post": "gold"}),
        ("budget_line_is_of_known_kinds", "BudgetLine", {"year": 1999}),
        ("budget_line_costs_something", "BudgetLine", {"sek": 0}),
        ("ledger_cost_has_a_post", "LedgerLine", {"post": ""}),
        ("ledger_cost_has_a_post", "LedgerLine", {"kind": "payout"}),
        ("ledger_only_a_cost_is_taken_back", "LedgerLine", {"sek": 0}),
        (
            "ledger_only_a_cost_is_taken_back",
            "LedgerLine",
            {"kind": "refund", "post": "", "sek": -1},
        ),
        ("goal_is_of_known_kinds", "Goal", {"kind": "dream"}),
        ("goal_missed_with_a_cause", "Goal", {"result": "partly"}),
        ("goal_missed_with_a_cause", "Goal", {"result": "attained", "cause": "Tur"}),
        ("activity_dates_are_dates", "Activity", {"begins": "soon"}),
        ("activity_ends_after_it_begins", "Activity", {"begins": DAY, "ends": "2025"}),
        ("activity_dropped_with_a_cause", "Activity", {"progress": "dropped"}),
        ("deadline_kind_is_known", "Deadline", {"kind": "party"}),
        ("decision_kind_is_known", "Decision", {"kind": "party"}),
        ("decision_date_is_a_date", "Decision", {"on": "soon"}),
        ("decision_has_a_day_once_decided", "Decision", {"on": None}),
        ("decision_has_a_day_once_decided", "Decision", {"is_decided": False}),
        ("letter_dates_are_dates", "Letter", {"dated_on": "soon"}),
        ("letter_received_on_a_day", "Letter", {"received_on": None}),
        ("letter_answered_by_one_paper", "Letter", {"answered_on": "2027"}),
    ],
)
def test_database_refuses(name, factory, broken):
    with pytest.raises(IntegrityError, match=name):
        getattr(make, f"{factory}Factory")(**broken)


def test_a_letter_is_answered_by_one_paper_after_it_came():
    with pytest.raises(IntegrityError, match="letter_answered_after_it_came"), transaction.atomic():
        make.LetterFactory(answered_on="2026", answered_by=ReportFactory())
    with pytest.raises(IntegrityError, match="letter_answered_by_one_paper"):
        make.LetterFactory(
            answered_on="2027", answered_by=ReportFactory(), answer_source=SourceFactory()
        )


@pytest.mark.parametrize(
    ("name", "row", "again"),
    [
        ("budget_line_once", make.BudgetLineFactory, ("year", "post", "text")),
        ("goal_once", make.GoalFactory, ("text",)),
        ("activity_once", make.ActivityFactory, ("text",)),
        ("deadline_once", make.DeadlineFactory, ("kind", "due_on")),
    ],
)
def test_a_row_stands_once(name, row, again):
    first = row()

    with pytest.raises(IntegrityError, match=name):
        row(grant=first.grant, **{field: getattr(first, field) for field in again})


def test_a_voucher_is_entered_once_and_rows_without_one_as_often_as_one_likes():
    first = make.LedgerLineFactory(voucher="4711")
    make.LedgerLineFactory(grant=first.grant)
    make.LedgerLineFactory(grant=first.grant)

    with pytest.raises(IntegrityError, match="ledger_voucher_once"):
        make.LedgerLineFactory(grant=first.grant, voucher="4711")


def test_a_grant_is_continued_once_and_a_letter_stated_once():
    first = make.GrantFactory()
    make.GrantFactory(continues=first, year_number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.GrantFactory(continues=first, year_number=3)
    letter = make.LetterFactory(source=SourceFactory())
    with pytest.raises(IntegrityError, match="letter_stated_once"):
        make.LetterFactory(source=letter.source)


PARTS = {
    BudgetLine: make.BudgetLineFactory,
    LedgerLine: make.LedgerLineFactory,
    Goal: make.GoalFactory,
    Activity: make.ActivityFactory,
    Deadline: make.DeadlineFactory,
    Decision: make.DecisionFactory,
}


@pytest.mark.parametrize("model", PARTS)
def test_closed_grant_refuses_every_change_of_its_parts(model):
    row = PARTS[model](grant__reported=True)
    other = PARTS[model]()
    Grant.objects.filter(pk=row.grant_id).update(state="closed", closed_on="2027-12-01")
    rows = model.objects.filter(pk=row.pk)

    for write in (
        lambda: PARTS[model](grant=row.grant),
        lambda: rows.update(source=None),
        rows.delete,
        lambda: model.objects.filter(pk=other.pk).update(grant=row.grant),
    ):
        with (
            pytest.raises(IntegrityError, match="a closed grant never changes"),
            transaction.atomic(),
        ):
            write()


def test_closed_grant_refuses_every_change_of_itself():
    rows = Grant.objects.filter(pk=make.GrantFactory(closed=True).pk)

    for write in (lambda: rows.update(state="reported", closed_on=None), rows.delete):
        with (
            pytest.raises(IntegrityError, match="a closed grant never changes"),
            transaction.atomic(),
        ):
            write()


def test_board_reads_what_has_been_granted_and_decided_and_others_nothing():
    draft, granted = make.GrantFactory(applied=True), make.GrantFactory(granted=True)
    make.DecisionFactory(grant=draft)
    decided = make.DecisionFactory(grant=granted)
    make.DecisionFactory(grant=granted, is_decided=False, on=None)
    board, head, leader = (UserFactory(**{role: True}) for role in ("board", "head", "leader"))

    assert list(Grant.objects.visible_to(board)) == [granted]
    assert list(Decision.objects.visible_to(board)) == [decided]
    assert Grant.objects.visible_to(head).count() == 2
    assert Decision.objects.visible_to(head).count() == 3
    assert not Grant.objects.visible_to(leader).exists()
    assert not Decision.objects.visible_to(leader).exists()
