"""What the pages of reports ask the database."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from barnstod.web.agenda import AgendaItem
from reports import policies
from reports.choices import FROM_APPROVAL, State
from reports.grants import queries as grants
from reports.models import Report


@dataclass(frozen=True)
class Waiting:
    """What somebody for whom ``concerns`` holds should know of a report in this state."""

    concerns: Callable
    words: str | Promise
    urgency: str


WAITING = {
    State.DRAFT: [
        Waiting(
            policies.goes_on_with,
            _("The report of the term has drafted itself. Go on with it, or order it as it is."),
            "soon",
        )
    ],
    State.FAILED: [
        Waiting(
            policies.can_write,
            _("The report could not be built. Read why and order it again."),
            "now",
        )
    ],
    State.BUILT: [
        Waiting(policies.can_approve, _("The report waits for your approval."), "now"),
        Waiting(policies.can_write, _("The report is built and waits for approval."), "info"),
    ],
    State.APPROVED: [
        Waiting(policies.can_write, _("The report is approved: put it on the agenda."), "soon")
    ],
    State.ON_AGENDA: [
        Waiting(policies.decides, _("The report is on the agenda of the board."), "info")
    ],
    State.DECIDED: [
        Waiting(policies.can_write, _("The board has decided: send the report."), "soon")
    ],
}


def agenda(user) -> list[AgendaItem]:
    """Return the reports and grants that wait for ``user``, or that there is news of."""
    return [*_reports(user), *grants.agenda(user)]


def _reports(user) -> list[AgendaItem]:
    if not policies.can_read_reports(user):
        return []
    found = []
    reports = Report.objects.visible_to(user).filter(state__in=WAITING).defer("texts")
    corrected = Q(state=State.APPROVED, corrected_by__state__in=FROM_APPROVAL)
    for report in reports.exclude(corrected):
        waiting = next(
            (one for one in WAITING[State(report.state)] if one.concerns(user, report)), None
        )
        if waiting:
            found.append(
                AgendaItem(
                    title=report.title,
                    url=report.get_absolute_url(),
                    detail=str(waiting.words),
                    due_on=report.agenda_on if report.state == State.ON_AGENDA else None,
                    urgency=waiting.urgency,
                )
            )
    return found
