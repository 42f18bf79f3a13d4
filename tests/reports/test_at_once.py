"""Several people and several workers at the same report, each with a connection of its own."""

import threading

import psycopg
import pytest
from django.db import connection

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import acting_as
from reports import building, services
from reports.building import BUILDER, build
from reports.choices import IN_WORK, State, Step
from reports.loading import load_facts
from reports.models import Report, ReportFile
from tests.factories.reports import ReportFactory
from tests.reports.connections import dsn, in_threads
from tests.reports.test_building import moves, ordered


@pytest.fixture
def committed(transactional_db):
    """An order that other connections see."""
    with acting_as("system:test"):
        load_facts()
        return ordered()


@pytest.mark.django_db(transaction=True)
def test_four_builders_at_once_build_one_file(committed):
    results = in_threads(*[lambda: build(committed.pk)] * 4)

    with acting_as("system:test"):
        assert sorted(results) == [False, False, False, True]
        assert ReportFile.objects.count() == 1
        assert moves(committed) == [(BUILDER, "report.start"), (BUILDER, "report.finish")]


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_it_is_built(committed):
    seen = []

    def watch():
        while True:
            with acting_as("system:test"):
                row = Report.objects.values_list("state", "step", "steps_done").get()
            if row not in seen:
                seen.append(row)
            if row[0] not in IN_WORK:
                return

    in_threads(lambda: build(committed.pk), watch)

    assert (State.BUILDING, Step.PDF, 3) in seen
    assert seen[-1] == (State.BUILT, Step.READY, 5)
    assert [done for _, _, done in seen] == sorted(done for _, _, done in seen)


@pytest.mark.django_db(transaction=True)
def test_a_build_whose_database_goes_away_is_built_by_the_next(committed):
    def cut():
        """End the builder's connection while it sets the pages."""
        while True:
            with acting_as("system:test"):
                report = Report.objects.get()
            if report.step == Step.PDF or not report.is_in_work:
                break
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
                [building.LOCK_CLASS, committed.pk],
            )

    died, _ = in_threads(lambda: build(committed.pk), cut)
    assert type(died).__name__ == "OperationalError"
    with acting_as("system:test"):
        assert Report.objects.get().state == State.BUILDING

    assert build(committed.pk) is True

    with acting_as("system:test"):
        assert ReportFile.objects.count() == 1
        assert moves(committed) == [
            (BUILDER, "report.start"),
            (BUILDER, "report.start"),
            (BUILDER, "report.finish"),
        ]


@pytest.mark.django_db(transaction=True)
def test_four_orders_at_once_are_one_order():
    """All four stand before the row, then it is let go: those who come later see it moved."""
    with acting_as("system:test"):
        report = ReportFactory()

    def let_go():
        with psycopg.connect(dsn(), autocommit=True) as watch, psycopg.connect(dsn()) as holder:
            holder.execute("SELECT 1 FROM reports_report FOR UPDATE")
            everybody.wait()
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            while watch.execute(waiting).fetchone()[0] < 4:
                pass

    def order():
        everybody.wait()
        with acting_as(report.writer):
            return services.order(report=report, by=report.writer)

    everybody = threading.Barrier(5)
    results = in_threads(let_go, *[order] * 4)[1:]

    assert sorted(type(result).__name__ for result in results) == [
        "MoveNotPossible",
        "MoveNotPossible",
        "MoveNotPossible",
        "Report",
    ]
    with acting_as("system:test"):
        assert [event.action for event in AuditEvent.objects.all()] == ["report.order"]
