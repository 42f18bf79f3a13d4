"""The term report drafts itself once when a term is over, and waits for a person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from barnstod.audit.models import AuditEvent
from barnstod.celery import NIGHTLY
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.choices import Season
from reports import services
from reports.choices import ReportType, State
from reports.models import Report
from reports.queries import agenda
from reports.term_drafts import DRAFTER, draft_term_report
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.reports import ReportFactory
from tests.reports.connections import in_threads

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def autumn(db):
    """The portal knows a group of the autumn of 2026."""
    GroupFactory(completed=True, year=2026, season=Season.AUTUMN)


@pytest.mark.usefixtures("autumn")
def test_report_of_the_term_that_is_over_is_drafted_and_told():
    coordinator = UserFactory(coordinator=True)

    report = draft_term_report(NEW_YEAR)

    assert (report.type, report.state, report.writer, report.writers) == (
        ReportType.TERM_REPORT, State.DRAFT, None, [],
    )  # fmt: skip
    assert (report.period_from, report.period_to) == (date(2026, 7, 1), date(2026, 12, 31))
    assert report.texts["summary"]
    assert [(event.actor, event.action) for event in AuditEvent.objects.all()] == [
        (DRAFTER, "report.draft")
    ]
    assert [notice.recipient for notice in Notice.objects.all()] == [coordinator]


@pytest.mark.usefixtures("autumn")
@pytest.mark.parametrize("day", [NEW_YEAR, date(2027, 6, 30)], ids=["same day", "half a year on"])
def test_report_is_drafted_once(day):
    draft_term_report(NEW_YEAR)

    assert draft_term_report(day) is None
    assert Report.objects.count() == 1


@pytest.mark.usefixtures("autumn")
def test_a_report_that_a_person_began_is_left_to_that_person():
    begun = ReportFactory(
        type=ReportType.TERM_REPORT, period_from=date(2026, 7, 1), period_to=date(2026, 12, 31)
    )

    assert draft_term_report(NEW_YEAR) is None
    assert Report.objects.get() == begun


@pytest.mark.usefixtures("autumn")
@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 7, 1)], ids=["last", "first"])
def test_nothing_is_drafted_while_the_first_known_term_lasts(day):
    assert draft_term_report(day) is None


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_draft_one_report():
    with acting_as("system:test"):
        GroupFactory(completed=True, year=2026, season=Season.AUTUMN)

    results = in_threads(*[lambda: draft_term_report(NEW_YEAR)] * 4)

    assert [type(result) for result in results].count(Report) == 1
    with acting_as("system:test"):
        assert Report.objects.count() == 1


@pytest.mark.usefixtures("autumn")
def test_draft_waits_on_the_start_page_until_somebody_goes_on_with_it():
    report, coordinator = draft_term_report(NEW_YEAR), UserFactory(coordinator=True)
    assert [item.url for item in agenda(coordinator)] == [report.get_absolute_url()]
    assert agenda(UserFactory(head=True)) == []

    services.write(report=report, by=coordinator, title="Hösten 2026")

    report.refresh_from_db()
    assert (report.writer, report.writers) == (coordinator, [coordinator.pk])
    assert agenda(coordinator) == []


@pytest.mark.usefixtures("autumn")
def test_whoever_orders_the_draft_as_it_is_becomes_its_writer():
    report, coordinator = draft_term_report(NEW_YEAR), UserFactory(coordinator=True)
    with pytest.raises(PermissionDenied):
        services.order(report=report, by=UserFactory(head=True))

    ordered = services.order(report=report, by=coordinator)

    assert (ordered.state, ordered.writer) == (State.QUEUED, coordinator)


@pytest.mark.usefixtures("autumn")
def test_page_of_a_draft_without_writer_opens(client):
    report = draft_term_report(NEW_YEAR)
    client.force_login(UserFactory(coordinator=True))

    page = client.get(report.get_absolute_url())

    assert "Portalen gjorde ett utkast när terminen var slut" in page.text


def test_beat_asks_for_the_draft_every_night():
    assert "reports.draft_term_report" in NIGHTLY
