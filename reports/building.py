"""Building a report: once, whoever begins, however often it is begun, wherever it dies.

The row is the order. Whoever builds holds an advisory lock of the database for as long as its
connection lives, so a second worker goes away and a killed one blocks nobody. Each step is a short
transaction of its own, so that the page shows real progress; the last one saves file, state, audit
and notices together, and only for whoever still holds the build's token.
"""

import errno
import hashlib
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from psycopg.errors import DiskFull

from barnstod.jobs import ring
from barnstod.pdf.archive import VARIANT as FOR_THE_ARCHIVE
from barnstod.pdf.render import PdfToolMissing, html_to_pdf
from barnstod.security.actor import acting_as
from reports.choices import Fault, State, Step
from reports.documents import TEMPLATE, template_version
from reports.freezing import freeze_counted, freeze_told, one_moment
from reports.matter import Matter
from reports.models import Report, ReportFile
from reports.paper import paper_of
from reports.services import finish_move

BUILDER = "system:reports"
LOCK_CLASS = 0x5250  # the first half of the advisory lock's key; the second is the report's
STEPS = (Step.FACTS, Step.FIGURES, Step.PAGE, Step.PDF, Step.SAVING)
MOST_ATTEMPTS = 8  # a report that kills its worker each time must end some day
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SWEEP_AT_ONCE = 500  # orders rung again in one round

logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Another build has taken over, or the order is gone: save nothing."""


def build(report_id: int) -> bool:
    """Build the report if it waits for it; tell whether this call built it.

    Safe to call any number of times and from anywhere. A fault of ours ends in *failed* with its
    reason, and so does a disk that is full; a database that goes away leaves the order standing,
    to be swept up.
    """
    with only_builder(report_id) as alone:
        report = claim(report_id) if alone else None
        if report is None:
            return False
        work = Work(report)
        try:
            work.do()
        except Superseded:
            return False
        except Exception as error:
            if isinstance(error, OperationalError | InterfaceError) and not lacks_room(error):
                raise
            logger.exception(
                "A report could not be built",
                extra={"fields": {"report": report.reference, "step": str(work.step)}},
            )
            fail(report, fault_of(error, work.step))
            return False
        return True


@contextmanager
def only_builder(report_id: int) -> Iterator[bool]:
    """Yield whether this process alone may build the report; hold that right meanwhile."""
    key = [LOCK_CLASS, report_id]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def claim(report_id: int) -> Report | None:
    """Take the order, unless it is done with; give up one that has been begun too often."""
    with acting_as(BUILDER):
        waiting = Report.objects.in_work().select_for_update(of=("self",))
        report = waiting.filter(pk=report_id).first()
        if report is not None and report.attempts >= MOST_ATTEMPTS:
            fail(report, Fault.GAVE_UP)
            report = None
        if report is not None:
            before, report.state = report.state, State.BUILDING
            report.build = uuid.uuid4()
            report.attempts += 1
            report.step, report.steps_done, report.steps_total = STEPS[0], 0, len(STEPS)
            report.save()
            finish_move(report, "start", BUILDER, before)
    return report


class Work:
    """One build: its steps in order, each told to the page before it begins."""

    def __init__(self, report: Report):
        self.report = report
        self.step = STEPS[0]

    def do(self) -> None:
        with translation.override("sv"):
            file = self.count()
            self.begin(Step.PAGE)
            html = page_of(self.report, file)
            self.begin(Step.PDF)
            file.pdf = html_to_pdf(html, FOR_THE_ARCHIVE)
        self.begin(Step.SAVING)
        self.save(file)

    def count(self) -> ReportFile:
        """Return a file without its PDF yet: the facts and figures of one moment."""
        report = self.report
        self.begin(Step.FACTS)
        with one_moment(), acting_as(BUILDER):
            told = freeze_told(Matter(report))
        self.begin(Step.FIGURES)
        with one_moment(), acting_as(BUILDER):
            counted = freeze_counted(Matter(report))
        return ReportFile(
            report=report,
            figures=[*told, *counted],
            template_version=template_version(report.type),
            built_at=timezone.now(),
        )

    def begin(self, step: Step) -> None:
        """Tell the page that ``step`` begins. Raises Superseded if somebody else took over."""
        self.step = step
        with acting_as(BUILDER):
            told = self.mine().update(step=step, steps_done=STEPS.index(step))
        if not told:
            raise Superseded(self.report.reference)

    def save(self, file: ReportFile) -> None:
        with acting_as(BUILDER):
            report = self.mine().select_for_update(of=("self",)).first()
            if report is None:
                raise Superseded(self.report.reference)
            file.sha256 = hashlib.sha256(file.pdf).hexdigest()
            file.save(force_insert=True)
            before, report.state = report.state, State.BUILT
            report.sha256, report.build = file.sha256, None
            report.step, report.steps_done = Step.READY, report.steps_total
            report.save()
            finish_move(report, "finish", BUILDER, before)

    def mine(self):
        return Report.objects.filter(
            pk=self.report.pk, state=State.BUILDING, build=self.report.build
        )


def page_of(report: Report, file: ReportFile) -> str:
    """Return the paper as the HTML that the PDF is made of."""
    return render_to_string(TEMPLATE, paper_of(report, file))


def fault_of(error: Exception, step: Step) -> Fault:
    """Return why a build failed, in terms of what it was doing."""
    if isinstance(error, PdfToolMissing):
        return Fault.PDF_TOOL_MISSING
    return Fault.NO_ROOM if lacks_room(error) else Fault(step)


def lacks_room(error: Exception) -> bool:
    """Tell whether the disk is full: of the database, or where the fonts of a page are laid."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error.__cause__, DiskFull)


def fail(report: Report, fault: Fault) -> None:
    """Note that the build of ``report`` failed, unless another build has taken over since."""
    with acting_as(BUILDER):
        waiting = Report.objects.in_work().select_for_update(of=("self",))
        found = waiting.filter(pk=report.pk, build=report.build).first()
        if found is None:
            return
        report = found
        before, report.state = report.state, State.FAILED
        report.fault, report.build = fault, None
        report.save()
        finish_move(report, "fail", BUILDER, before)


def sweep() -> None:
    """Ring again for orders that a lost broker or a killed worker left behind.

    An order is rung once in each span of ``settings.SWEEP_AFTER``; one that is being built is
    rung too, and whoever hears it goes away while the builder lives.
    """
    with acting_as(BUILDER):
        now = timezone.now()
        overdue = Report.objects.in_work().filter(rung_at__lt=now - settings.SWEEP_AFTER)
        waiting = list(
            overdue.select_for_update(skip_locked=True)
            .order_by("rung_at")
            .values_list("pk", flat=True)[:SWEEP_AT_ONCE]
        )
        Report.objects.filter(pk__in=waiting).update(rung_at=now)
        for report_id in waiting:
            ring("reports.build", report_id)
