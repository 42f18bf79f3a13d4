"""Invariants of facts and reports, broken one by one; and which reports exist for whom."""

import hashlib
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from reports.choices import Channel, Fault, State
from reports.models import Report, ReportFile
from tests.factories.accounts import UserFactory
from tests.factories.reports import (
    GrantFactory,
    ReportFactory,
    ReportFileFactory,
    SourceFactory,
    StatedFigureFactory,
    StatedOfferFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TRAITS = {
    State.DRAFT: {},
    State.QUEUED: {"queued": True},
    State.BUILDING: {"building": True},
    State.FAILED: {"failed": True},
    State.BUILT: {"built": True},
    State.APPROVED: {"approved": True},
    State.ON_AGENDA: {"on_agenda": True},
    State.DECIDED: {"decided": True},
    State.SENT: {"sent": True},
}


@pytest.mark.parametrize(
    ("factory", "broken"),
    [
        (SourceFactory, {"dated_on": "2006-13"}),
        (StatedFigureFactory, {"on": "april"}),
        (StatedFigureFactory, {"topic": "weather"}),
        (StatedFigureFactory, {"unit": "stones"}),
        (StatedFigureFactory, {"value": 19, "of": 18}),
        (StatedFigureFactory, {"unit": "districts", "of": 18}),
        (StatedOfferFactory, {"need": "money"}),
        (StatedOfferFactory, {"audience": "dogs"}),
        (GrantFactory, {"decided_on": "2006-6-1"}),
        (GrantFactory, {"period_from": "2006-09", "period_to": "2005"}),
    ],
)
def test_database_refuses_a_fact(factory, broken):
    with pytest.raises(IntegrityError):
        factory(**broken)


def test_an_offer_is_stated_once():
    offer = StatedOfferFactory()

    with pytest.raises(IntegrityError):
        StatedOfferFactory(organisation=offer.organisation)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "poem"},
        {"grant": None},
        {"type": "letter_answer"},
        {"state": "typo"},
        {"period_from": date(2007, 7, 1)},
        {"steps_done": 2, "steps_total": 1},
        {"step": "dance"},
        {"state": State.BUILDING},
        {"build": uuid.UUID(int=1)},
        {"state": State.FAILED},
        {"fault": Fault.PAGE},
        {"state": State.BUILT},
        {"writers": [0]},
        {"approved_at": NOW},
        {"agenda_on": date(2027, 1, 1)},
        {"decided_on": date(2027, 1, 1)},
        {"paragraph": "§ 1"},
        {"immediately_approved": True},
        {"sent_on": date(2027, 1, 1)},
        {"channel": Channel.LETTER},
        {"channel": "pigeon"},
        {"recipient_number": "1"},
        {"sha256": "0" * 64},
    ],
    ids="-".join,
)
def test_database_refuses_a_draft_with(broken):
    report = ReportFactory()

    with pytest.raises(IntegrityError):
        Report.objects.filter(pk=report.pk).update(**broken)


def test_database_refuses_a_built_report_approved_by_nobody():
    report = ReportFactory(built=True)

    with pytest.raises(IntegrityError, match="report_approved_by_somebody"):
        Report.objects.filter(pk=report.pk).update(state=State.APPROVED)


@pytest.mark.parametrize("second", [False, True], ids=["first writer", "later writer"])
def test_database_refuses_approval_by_a_writer(second):
    report = ReportFactory(built=True)
    writer = UserFactory(head=True) if second else report.writer
    Report.objects.filter(pk=report.pk).update(writers=[report.writer.pk, writer.pk])

    with pytest.raises(IntegrityError, match="report_never_approved_by_a_writer"):
        Report.objects.filter(pk=report.pk).update(
            state=State.APPROVED, approved_by=writer, approved_at=NOW
        )


@pytest.mark.parametrize(
    ("trait", "broken", "name"),
    [
        ("approved", {"state": State.ON_AGENDA}, "report_on_the_agenda_of_a_meeting"),
        (
            "on_agenda",
            {"state": State.DECIDED, "decided_on": date(2027, 3, 1)},
            "report_decided_with_day_and_paragraph",
        ),
        (
            "decided",
            {"state": State.SENT, "sent_on": date(2027, 3, 8)},
            "report_sent_with_day_and_channel",
        ),
    ],
)
def test_database_refuses_a_next_state_without_its_details(trait, broken, name):
    report = ReportFactory(**{trait: True})

    with pytest.raises(IntegrityError, match=name):
        Report.objects.filter(pk=report.pk).update(**broken)


@pytest.mark.parametrize("state", [State.APPROVED, State.ON_AGENDA, State.DECIDED, State.SENT])
@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"texts": {}},
        {"period_to": date(2007, 12, 31)},
        {"registry_number": "1/2027"},
        {"dated_on": date(2027, 1, 1)},
        {"addressee": "Somebody else"},
        {"approved_at": NOW},
        {"sha256": "0" * 64},
        {"state": State.BUILT, "sha256": None, "approved_by": None, "approved_at": None},
        {"state": State.DRAFT, "sha256": None, "approved_by": None, "approved_at": None},
    ],
    ids="-".join,
)
def test_an_approved_report_never_changes(state, changed):
    report = ReportFactory(**TRAITS[state])

    with pytest.raises(IntegrityError, match="approved report"):
        Report.objects.filter(pk=report.pk).update(**changed)


@pytest.mark.parametrize(
    ("trait", "changed"),
    [
        ("on_agenda", {"agenda_on": date(2027, 4, 1)}),
        ("decided", {"paragraph": "§ 13"}),
        ("sent", {"channel": Channel.LETTER}),
        ("sent", {"state": State.DECIDED, "sent_on": None, "channel": ""}),
        ("approved", {"changed_at": NOW}),
    ],
)
def test_an_approved_report_goes_on_one_way(trait, changed):
    report = ReportFactory(**{trait: True})

    with pytest.raises(IntegrityError, match="goes on to its next state only"):
        Report.objects.filter(pk=report.pk).update(**changed)


def test_an_approved_report_is_never_deleted():
    report = ReportFactory(approved=True)

    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_report WHERE id = %s", [report.pk])


def test_an_approved_report_goes_on_from_state_to_state():
    report = ReportFactory(approved=True)
    rows = Report.objects.filter(pk=report.pk)

    rows.update(state=State.ON_AGENDA, agenda_on=date(2027, 3, 1))
    rows.update(state=State.DECIDED, decided_on=date(2027, 3, 1), paragraph="§ 12")
    rows.update(state=State.SENT, sent_on=date(2027, 3, 8), channel=Channel.LETTER)

    assert rows.get().state == State.SENT


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_reportfile SET pdf = 'x'",
        "UPDATE reports_reportfile SET figures = '[]'",
        "UPDATE reports_reportfile SET template_version = 'x'",
        "DELETE FROM reports_reportfile",
        "TRUNCATE reports_reportfile CASCADE",
    ],
)
@pytest.mark.parametrize("trait", ["built", "approved", "sent"])
def test_the_file_of_a_report_stands(statement, trait):
    report = ReportFactory(**{trait: True})

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert ReportFile.objects.get().sha256 == report.sha256


def test_the_sum_is_that_of_the_bytes():
    with pytest.raises(IntegrityError, match="report_file_sum_is_of_its_bytes"):
        ReportFileFactory(sha256=hashlib.sha256(b"other").hexdigest())


def test_a_report_has_one_file():
    file = ReportFileFactory()

    with pytest.raises(IntegrityError):
        ReportFileFactory(report=file.report, pdf=b"two", sha256=hashlib.sha256(b"two").hexdigest())


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (["coordinator"], set(State)),
        (["head"], {State.BUILT, State.APPROVED, State.ON_AGENDA, State.DECIDED, State.SENT}),
        (["board"], {State.ON_AGENDA, State.DECIDED, State.SENT}),
        (["social_worker"], {State.SENT}),
        (["board", "social_worker"], {State.ON_AGENDA, State.DECIDED, State.SENT}),
        (["leader"], set()),
        (["admin"], set()),
        ([], set()),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_visible_to(roles, seen):
    for traits in TRAITS.values():
        ReportFactory(**traits)
    user = UserFactory(**dict.fromkeys(roles, True))

    assert set(Report.objects.visible_to(user).values_list("state", flat=True)) == seen
