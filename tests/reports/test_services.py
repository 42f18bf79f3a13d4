"""What people do to a report: written, audited, told to those concerned, or refused whole."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from reports import services
from reports.choices import Channel, State, Step
from reports.exceptions import MoveNotPossible
from reports.models import Grant, Report, ReportFile
from tests.factories.accounts import UserFactory
from tests.factories.reports import GrantFactory, ReportFactory

pytestmark = pytest.mark.django_db

PERIOD = {"period_from": date(2006, 9, 18), "period_to": date(2007, 6, 30)}


def told():
    return {
        (notice.recipient.pk, notice.kind, notice.path)
        for notice in Notice.objects.select_related("recipient")
    }


def audited():
    return [(event.action, event.detail) for event in AuditEvent.objects.order_by("pk")]


def test_create_begins_a_draft_with_the_texts_of_the_grant(facts):
    coordinator = UserFactory(coordinator=True)

    report = services.create(
        by=coordinator,
        grant=Grant.objects.get(code="central-samordning-ar-1"),
        title="Delrapport",
        **PERIOD,
    )

    report = Report.objects.get(pk=report.pk)
    assert (report.state, report.writer, report.writers) == (
        State.DRAFT,
        coordinator,
        [coordinator.pk],
    )
    assert report.texts["decisions"].splitlines()[-1] == "Paragrafen justeras omedelbart."
    empty = {code for code, text in report.texts.items() if not text}
    assert empty == {"results", "economy"}  # for whoever has something to say there
    assert audited() == [
        ("report.create", {"type": "interim_report", "grant": "central-samordning-ar-1"})
    ]


def test_create_for_another_grant_begins_as_its_type_does():
    report = services.create(
        by=UserFactory(coordinator=True), grant=GrantFactory(), title="Delrapport", **PERIOD
    )

    assert {code: text for code, text in report.texts.items() if text} == {
        "decisions": "{nämnden} godkänner att tjänsteutlåtandet avges som delrapport till "
        "{bidragsgivare}.\nParagrafen justeras omedelbart.",
        "attachments": "Förslag till ansökan om fortsatt utvecklingsbidrag",
    }


def test_create_needs_the_grant_or_the_letter_that_the_type_is_about():
    office = UserFactory(coordinator=True)

    for type in ("interim_report", "suburb_application", "letter_answer"):
        with pytest.raises(ValidationError):
            services.create(by=office, type=type, title="X", **PERIOD)
    assert services.create(by=office, type="term_report", title="X", **PERIOD).grant is None


@pytest.mark.parametrize("role", ["head", "board", "social_worker", "leader", "admin"])
def test_create_is_the_coordinators(role):
    with pytest.raises(PermissionDenied):
        services.create(by=UserFactory(**{role: True}), grant=GrantFactory(), title="X", **PERIOD)

    assert not Report.objects.exists()


def test_create_refuses_a_period_that_ends_before_it_begins():
    with pytest.raises(ValidationError, match=r"ends before|slutar"):
        services.create(
            by=UserFactory(coordinator=True),
            grant=GrantFactory(),
            title="X",
            period_from=date(2007, 1, 1),
            period_to=date(2006, 1, 1),
        )


@pytest.mark.parametrize("trait", ["failed", "built"])
def test_write_makes_a_draft_of_it_and_lets_the_file_go(trait):
    report = ReportFactory(**{trait: True})
    other = UserFactory(coordinator=True)

    report = services.write(report=report, by=other, texts={"summary": "Nytt."}, title="Ny titel")

    report = Report.objects.get(pk=report.pk)
    assert (report.state, report.title, report.sha256, report.fault) == (
        State.DRAFT,
        "Ny titel",
        None,
        "",
    )
    assert (report.texts["summary"], report.texts["outlook"]) == (
        "Nytt.",
        "Utblick i några andra kommuner: text.",
    )
    assert report.writers == [report.writer.pk, other.pk]
    assert not ReportFile.objects.exists()
    assert audited() == [("report.rewrite", {"before": trait, "after": "draft"})]


@pytest.mark.parametrize("trait", ["queued", "building", "approved", "on_agenda", "sent"])
def test_write_is_refused_while_it_is_built_and_after_approval(trait):
    report = ReportFactory(**{trait: True})

    with pytest.raises(MoveNotPossible):
        services.write(report=report, by=UserFactory(coordinator=True), texts={"summary": "Nytt."})


def test_write_keeps_the_writer_once():
    report = ReportFactory()

    services.write(report=report, by=report.writer, title="Ny titel")
    services.write(report=report, by=report.writer, title="Nyare titel")

    assert Report.objects.get().writers == [report.writer.pk]


def test_order_puts_the_report_in_line_and_tells_nobody_yet():
    report = ReportFactory()

    services.order(report=report, by=report.writer)

    report.refresh_from_db()
    assert (report.state, report.step, report.steps_done, report.attempts) == (
        State.QUEUED,
        Step.WAITING,
        0,
        0,
    )
    assert report.rung_at is not None
    assert audited() == [("report.order", {"before": "draft", "after": "queued"})]
    assert told() == set()


def test_order_names_the_sections_that_are_empty():
    report = ReportFactory()
    report.texts |= {"summary": " ", "outlook": ""}
    report.save()

    with pytest.raises(ValidationError, match="Sammanfattning, Utblick i några andra kommuner"):
        services.order(report=report, by=report.writer)

    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_order_again_lets_the_old_file_go():
    report = ReportFactory(built=True)

    services.order(report=report, by=report.writer)

    assert (Report.objects.get().state, Report.objects.get().sha256) == (State.QUEUED, None)
    assert not ReportFile.objects.exists()


def test_the_same_order_twice_is_one_order():
    report = ReportFactory()
    services.order(report=report, by=report.writer)

    with pytest.raises(MoveNotPossible):
        services.order(report=report, by=report.writer)

    assert [action for action, _ in audited()] == ["report.order"]


def test_approve_signs_audits_and_tells_the_writer():
    report, head = ReportFactory(built=True), UserFactory(head=True)

    services.move(report=report, name="approve", by=head, read_sha256=report.sha256)

    report.refresh_from_db()
    assert (report.state, report.approved_by) == (State.APPROVED, head)
    assert report.approved_at is not None
    assert audited() == [("report.approve", {"before": "built", "after": "approved"})]
    assert told() == {(report.writer.pk, "something_to_read", report.get_absolute_url())}


def test_approve_by_its_writer_is_refused_though_the_writer_is_head_too():
    writer = UserFactory(coordinator=True, head=True)
    report = ReportFactory(built=True, writer=writer)

    with pytest.raises(PermissionDenied):
        services.move(report=report, name="approve", by=writer, read_sha256=report.sha256)

    report.refresh_from_db()
    assert report.state == State.BUILT


def test_approve_of_another_file_than_was_read_is_refused():
    report = ReportFactory(built=True)

    with pytest.raises(MoveNotPossible, match="built again"):
        services.move(
            report=report, name="approve", by=UserFactory(head=True), read_sha256="0" * 64
        )


def test_send_back_makes_a_draft_of_it_and_tells_the_writer():
    report, head = ReportFactory(built=True), UserFactory(head=True)

    services.move(report=report, name="send_back", by=head)

    report.refresh_from_db()
    assert (report.state, report.sha256) == (State.DRAFT, None)
    assert [person for person, *_ in told()] == [report.writer.pk]


def test_the_board_is_told_when_a_report_is_on_its_agenda():
    report = ReportFactory(approved=True)
    member, _closed = UserFactory(board=True), UserFactory(board=True, closed=True)

    services.move(report=report, name="put_on_agenda", by=report.writer, agenda_on=date(2027, 3, 1))

    report.refresh_from_db()
    assert (report.state, report.agenda_on) == (State.ON_AGENDA, date(2027, 3, 1))
    assert [person for person, *_ in told()] == [member.pk]


def test_decide_and_send_note_what_the_board_and_the_office_did():
    report = ReportFactory(on_agenda=True)
    coordinator = UserFactory(coordinator=True)

    services.move(
        report=report,
        name="decide",
        by=coordinator,
        decided_on=date(2027, 3, 1),
        paragraph="§ 12",
        immediately_approved=True,
    )
    services.move(
        report=report,
        name="send",
        by=coordinator,
        sent_on=date(2027, 3, 8),
        channel=Channel.E_SERVICE,
        recipient_number="851-1/2027",
    )

    report.refresh_from_db()
    assert (report.state, report.paragraph, report.immediately_approved) == (
        State.SENT,
        "§ 12",
        True,
    )
    assert (report.channel, report.recipient_number) == (Channel.E_SERVICE, "851-1/2027")
    assert [action for action, _ in audited()] == ["report.decide", "report.send"]
    assert {person for person, *_ in told()} == {report.writer.pk, report.approved_by.pk}


@pytest.mark.parametrize(
    ("trait", "name", "details"),
    [
        ("approved", "put_on_agenda", {"agenda_on": None}),
        (
            "on_agenda",
            "decide",
            {"decided_on": date(2027, 3, 1), "paragraph": "", "immediately_approved": False},
        ),
        (
            "decided",
            "send",
            {"sent_on": date(2027, 3, 8), "channel": "", "recipient_number": ""},
        ),
    ],
)
def test_a_move_without_its_details_is_refused_in_words(trait, name, details):
    report = ReportFactory(**{trait: True})

    with pytest.raises(ValidationError):
        services.move(report=report, name=name, by=report.writer, **details)

    report.refresh_from_db()
    assert report.state == trait


def test_nobody_can_finish_a_build_by_hand():
    report = ReportFactory(building=True)

    with pytest.raises(PermissionDenied):
        services.move(report=report, name="finish", by=UserFactory(coordinator=True, head=True))
