"""Every write to a report by a person. Each function is one transaction, audited, keyword-only."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.jobs import ring
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from reports import policies
from reports.archiving import keep_copy
from reports.choices import FROM_APPROVAL, ReportType, State, Step
from reports.documents import initial_texts
from reports.exceptions import MoveNotPossible
from reports.grants.consequences import note_answer
from reports.models import Report, ReportFile
from reports.readiness import need_all
from reports.workflow import BOARD, HEADS, MOVES, WRITER, Move

NOTICE = "something_to_read"


@transaction.atomic
def create(*, by, grant=None, type=ReportType.INTERIM_REPORT, **details) -> Report:
    """Begin a report in the name of ``by``, with the texts that its type begins with, and return
    it.

    Raises ValidationError if its period ends before it begins, or if it lacks its grant or letter.
    """
    authorize(policies.can_write, by)
    report = Report(type=type, grant=grant, writer=by, writers=[by.pk], **details)
    report.texts = initial_texts(report)
    report.full_clean()
    report.save()
    record("report.create", by=by, on=report, type=report.type, grant=grant.code if grant else "")
    return report


@transaction.atomic
def write(*, report, by, texts=None, **details) -> Report:
    """Change texts and details of a report, which thereby is a draft again, and return it.

    Raises MoveNotPossible when it is being built or is approved, ValidationError like create.
    """
    report = locked(report, MOVES["rewrite"], by)
    before, report.state = report.state, State.DRAFT
    for name, value in details.items():
        setattr(report, name, value)
    report.texts = report.texts | (texts or {})
    sign(report, by)
    save(report)
    record("report.rewrite", by=by, on=report, before=before, after=report.state)
    return report


@transaction.atomic
def move(*, report, name, by, read_sha256="", **details) -> Report:
    """Make the move ``name`` and return the report as it then is.

    ``read_sha256`` is the sum of the file that was approved of. Raises MoveNotPossible if somebody
    else moved the report or built it again since, PermissionDenied if ``by`` may not make the
    move, ValidationError if a text or detail is missing. State, audit and notices commit together.
    """
    rule = MOVES[name]
    report = locked(report, rule, by)
    before, report.state = report.state, rule.target
    if rule.target == State.QUEUED:
        need_all(report)
        if report.writer is None:
            sign(report, by)
        put_in_line(report)
    if rule.target == State.ON_AGENDA:
        need_latest(report)
    if rule.target == State.APPROVED:
        if read_sha256 != report.sha256:
            raise MoveNotPossible(f"{report} was built again")
        report.approved_by, report.approved_at = by, timezone.now()
    for detail in rule.details:
        setattr(report, detail, details[detail])
    save(report)
    if rule.target == State.APPROVED:
        keep_copy(report)
    if rule.target == State.DECIDED and report.letter_id:
        note_answer(report, by)
    finish_move(report, name, by, before)
    return report


def need_latest(report: Report) -> None:
    """Raise ValidationError where the board would be given what has been put right since."""
    if Report.objects.filter(corrects=report, state__in=FROM_APPROVAL).exists():
        raise ValidationError(_("A newer version is approved. Put that one on the agenda."))


def order(*, report, by) -> Report:
    """Order the PDF of a report. The row is the order; the bell may be lost."""
    return move(report=report, name="order", by=by)


def finish_move(report: Report, name: str, by, before: str) -> None:
    """Write the audit of a move and owe its notices; in the transaction of the move."""
    record(f"report.{name}", by=by, on=report, before=before, after=str(report.state))
    mover = None if isinstance(by, str) else by.pk
    for person in concerned(report, MOVES[name]):
        if person.pk != mover:
            queue(NOTICE, to=person, path=report.get_absolute_url())


def concerned(report: Report, rule: Move) -> set[User]:
    """Return whom a move is told: those who still may open the report."""
    people = {report.writer} if WRITER in rule.tells and report.writer else set()
    for told, role in ((HEADS, Role.HEAD), (BOARD, Role.BOARD)):
        if told in rule.tells:
            people.update(User.objects.holding(role))
    return {person for person in people if person.is_active}


def locked(report: Report, rule: Move, by) -> Report:
    """Lock the row, then look: what is read is what is written."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state not in rule.sources:
        raise MoveNotPossible(f"{report} is {report.state}, not one of {rule.sources}")
    authorize(rule.allowed, by, report)
    return report


def sign(report: Report, by) -> None:
    """Count ``by`` among the writers; the first to go on with a drafted report is its writer."""
    report.writer = report.writer or by
    if by.pk not in report.writers:
        report.writers = [*report.writers, by.pk]


def put_in_line(report: Report) -> None:
    report.step, report.steps_done, report.attempts = Step.WAITING, 0, 0
    report.rung_at = timezone.now()
    ring("reports.build", report.pk)


def save(report: Report) -> None:
    """Save the row if it is in order; without a state that has a file, an earlier one goes.

    Raises ValidationError in the words of the constraint that would be broken.
    """
    if not report.has_file:
        report.sha256 = None
    if report.state != State.FAILED:
        report.fault = ""
    report.full_clean()
    report.save()
    if not report.has_file:
        ReportFile.objects.filter(report=report).delete()
