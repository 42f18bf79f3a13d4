"""An approved report is not changed: what was wrong in it is put right in a new version."""

from django.db import transaction

from barnstod.audit.services import record
from barnstod.security.access import authorize
from reports import policies
from reports.choices import FROM_APPROVAL
from reports.exceptions import MoveNotPossible
from reports.models import Report

# What a new version takes over from the one that it corrects.
TAKEN_OVER = (
    "type", "title", "grant", "letter", "period_from", "period_to", "registry_number",
    "administration", "addressee", "texts",
)  # fmt: skip


@transaction.atomic
def correct(*, report: Report, by) -> Report:
    """Begin the next version of an approved report in the name of ``by`` and return it, a draft.

    It takes over texts and details; figures are counted anew when it is ordered. Raises
    MoveNotPossible for a report that is not approved, or that has a next version already.
    """
    authorize(policies.can_write, by)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state not in FROM_APPROVAL or Report.objects.filter(corrects=report).exists():
        raise MoveNotPossible(f"{report} is {report.state}, or has a next version")
    following = Report(
        corrects=report,
        version=report.version + 1,
        writer=by,
        writers=[by.pk],
        **{name: getattr(report, name) for name in TAKEN_OVER},
    )
    following.full_clean()
    following.save()
    record("report.correct", by=by, on=following, corrects=report.reference)
    return following
