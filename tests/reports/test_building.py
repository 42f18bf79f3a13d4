"""A report is built once, whoever begins, however often, wherever it dies; or says why not."""

import hashlib
import resource
import sys
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from reports import building, services, tasks
from reports.building import BUILDER, MOST_ATTEMPTS, STEPS, build, fault_of, sweep
from reports.choices import Fault, State, Step
from reports.documents import template_version
from reports.models import Grant, Report, ReportFile
from tests import pdfa
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory
from tests.reports.connections import dsn


def ordered(**traits):
    grant = Grant.objects.get(code="central-samordning-ar-1")
    return ReportFactory(queued=True, grant=grant, **traits)


def moves(report):
    events = AuditEvent.objects.filter(subject=report.reference).order_by("pk")
    return [(event.actor, event.action) for event in events]


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_build_makes_the_file_and_tells_writer_and_heads():
    report, head = ordered(), UserFactory(head=True)

    assert build(report.pk) is True

    report.refresh_from_db()
    file = ReportFile.objects.get()
    assert (report.state, report.step, report.steps_done, report.build) == (
        State.BUILT,
        Step.READY,
        len(STEPS),
        None,
    )
    assert bytes(file.pdf).startswith(b"%PDF-")
    assert report.sha256 == file.sha256 == hashlib.sha256(file.pdf).hexdigest()
    assert file.template_version == template_version(report.type)
    assert {table["kind"] for table in file.figures} == {"stated", "computed"}
    assert pdfa.faults(bytes(file.pdf)) == []
    assert moves(report) == [(BUILDER, "report.start"), (BUILDER, "report.finish")]
    assert {notice.recipient for notice in Notice.objects.all()} == {report.writer, head}


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_build_again_changes_nothing():
    report = ordered()
    build(report.pk)
    before = ReportFile.objects.values().get()

    assert build(report.pk) is False
    assert ReportFile.objects.values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "traits",
    [{}, {"failed": True}, {"built": True}, {"approved": True}, {"sent": True}],
    ids=["draft", "failed", "built", "approved", "sent"],
)
def test_build_of_what_nobody_ordered_does_nothing(traits):
    report = ReportFactory(**traits)
    before = Report.objects.values().get()

    assert build(report.pk) is False
    assert Report.objects.values().get() == before


@pytest.mark.django_db
def test_build_of_a_report_that_is_gone_does_nothing():
    assert build(0) is False


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_build_that_died_is_built_again():
    """A killed worker leaves the row as it is here; its advisory lock went with its connection."""
    grant = Grant.objects.get(code="central-samordning-ar-1")
    report = ReportFactory(building=True, grant=grant, step=Step.PDF, steps_done=3)

    assert build(report.pk) is True

    report.refresh_from_db()
    assert (report.state, report.attempts) == (State.BUILT, 2)


@pytest.mark.django_db
def test_a_build_is_left_to_whoever_holds_it():
    report = ReportFactory(queued=True)
    key = (building.LOCK_CLASS, report.pk)

    with psycopg.connect(dsn()) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", key)
        assert build(report.pk) is False

    report.refresh_from_db()
    assert (report.state, report.attempts) == (State.QUEUED, 0)


@pytest.mark.django_db
def test_a_build_gives_the_right_to_build_back():
    report = ReportFactory(queued=True)
    build(report.pk)

    with psycopg.connect(dsn()) as other:
        free = other.execute(
            "SELECT pg_try_advisory_lock(%s, %s)", (building.LOCK_CLASS, report.pk)
        )
        assert free.fetchone() == (True,)


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_build_that_lost_its_token_saves_nothing():
    report = building.claim(ordered().pk)
    work = building.Work(report)
    Report.objects.update(build="00000000-0000-0000-0000-000000000000")

    with pytest.raises(building.Superseded):
        work.begin(Step.PDF)
    with pytest.raises(building.Superseded):
        work.save(ReportFile(report=report, pdf=b"%PDF", figures=[], template_version="x"))

    assert not ReportFile.objects.exists()
    assert Report.objects.get().state == State.BUILDING


@pytest.mark.django_db
def test_a_report_that_kills_its_builder_each_time_is_given_up():
    report = ReportFactory(building=True, attempts=MOST_ATTEMPTS)

    assert build(report.pk) is False

    report.refresh_from_db()
    assert (report.state, report.fault) == (State.FAILED, Fault.GAVE_UP)
    assert moves(report) == [(BUILDER, "report.fail")]


@pytest.mark.django_db
def test_without_facts_the_report_says_so_and_tells_the_writer():
    report = ReportFactory(queued=True)

    assert build(report.pk) is False

    report.refresh_from_db()
    assert (report.state, report.fault, report.build) == (State.FAILED, Fault.FACTS, None)
    assert moves(report) == [(BUILDER, "report.start"), (BUILDER, "report.fail")]
    assert {notice.recipient for notice in Notice.objects.all()} == {report.writer}


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_fault_in_the_template_is_told_and_the_report_can_be_ordered_again(settings, tmp_path):
    report = ordered()
    broken = tmp_path / "reports/pdf/report.html"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% nonsense %}")
    whole = settings.TEMPLATES
    settings.TEMPLATES = [whole[0] | {"DIRS": [tmp_path, *whole[0]["DIRS"]]}]

    build(report.pk)

    report.refresh_from_db()
    assert (report.state, report.fault, report.step) == (State.FAILED, Fault.PAGE, Step.PAGE)

    settings.TEMPLATES = whole
    services.order(report=report, by=report.writer)
    assert build(report.pk) is True
    report.refresh_from_db()
    assert (report.state, report.fault) == (State.BUILT, "")


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_font_that_is_missing_is_a_fault_not_another_font(settings):
    report = ordered()
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]

    build(report.pk)

    report.refresh_from_db()
    assert (report.state, report.fault) == (State.FAILED, Fault.PDF)


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_server_without_pango_says_what_it_lacks(monkeypatch, tmp_path):
    report = ordered()
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)

    build(report.pk)

    report.refresh_from_db()
    assert (report.state, report.fault) == (State.FAILED, Fault.PDF_TOOL_MISSING)


@pytest.fixture
def files_of_at_most():
    """Let this process write no file larger than so many bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_a_full_disk_is_told_and_leaves_no_half_file(files_of_at_most):
    report = ordered()
    files_of_at_most(20_000)  # the fonts of the page are larger

    build(report.pk)

    report.refresh_from_db()
    assert (report.state, report.fault, report.sha256) == (State.FAILED, Fault.NO_ROOM, None)
    assert "Serverns disk är full" in report.get_fault_display()
    assert not ReportFile.objects.exists()


def test_a_full_disk_of_the_database_is_told_from_a_database_that_is_away():
    full, away = OperationalError("no space"), OperationalError("terminating connection")
    full.__cause__, away.__cause__ = psycopg.errors.DiskFull(), psycopg.errors.AdminShutdown()

    assert [building.lacks_room(error) for error in (full, away)] == [True, False]
    assert fault_of(full, Step.SAVING) == Fault.NO_ROOM


@pytest.mark.django_db
def test_a_build_that_was_taken_over_does_not_fail_the_other():
    report = building.claim(ReportFactory(queued=True).pk)
    Report.objects.update(build="00000000-0000-0000-0000-000000000000")

    building.fail(report, Fault.PDF)

    assert Report.objects.get().state == State.BUILDING


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_its_fault(step):
    assert fault_of(RuntimeError(), step) == step


@pytest.mark.django_db
def test_sweep_rings_once_for_each_order_left_behind(django_capture_on_commit_callbacks):
    long_ago = timezone.now() - settings.SWEEP_AFTER - timedelta(seconds=1)
    ReportFactory(queued=True)
    ReportFactory(rung_at=long_ago)
    left = [
        ReportFactory(queued=True, rung_at=long_ago),
        ReportFactory(building=True, rung_at=long_ago),
    ]

    with django_capture_on_commit_callbacks() as bells:
        sweep()
    with django_capture_on_commit_callbacks() as no_more:
        sweep()

    assert (len(bells), len(no_more)) == (2, 0)
    assert not Report.objects.filter(
        pk__in=[report.pk for report in left], rung_at=long_ago
    ).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("facts")
def test_tasks_do_what_the_services_do():
    report = ordered()

    tasks.sweep()
    tasks.build(report.pk)

    report.refresh_from_db()
    assert report.state == State.BUILT
