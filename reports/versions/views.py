"""The pages of versions: what differs from the last report, and the beginning of a correction."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from barnstod.security.access import allow
from reports import policies
from reports.exceptions import MoveNotPossible
from reports.models import Report
from reports.versions.comparing import compare
from reports.versions.services import correct


@require_GET
@allow(policies.can_compare)
def difference(request, reference):
    report = _visible(request, reference)
    context = {"report": report, "comparison": compare(report)}
    return render(request, "reports/report_difference.html", context)


@require_POST
@allow(policies.can_write)
def report_correct(request, reference):
    report = _visible(request, reference)
    try:
        following = correct(report=report, by=request.user)
    except MoveNotPossible:
        messages.error(request, _("Only an approved report is corrected, and only once."))
        return redirect(report)
    messages.success(request, _("The correction is begun. Say what has changed."))
    return redirect("reports:edit", following.reference)


def _visible(request, reference) -> Report:
    """Return the report, or answer 404 for one that does not exist for this reader."""
    known = Report.objects.visible_to(request.user).select_related("grant", "corrects__grant")
    return get_object_or_404(known, reference=reference)
