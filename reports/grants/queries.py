"""What the pages of grants ask the database, and what of it waits for somebody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.web.agenda import AgendaItem
from reports.grants import policies
from reports.grants.choices import GrantState
from reports.grants.parts import PARTS
from reports.grants.project_groups import NamedGroup, named_groups
from reports.grants.sums import Difference, Sums, differences, sums_of
from reports.models import Deadline, Grant, Letter

AHEAD = timedelta(days=30)
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class GrantView:
    """All that the page of one grant shows."""

    grant: Grant
    sums: Sums
    differences: list[Difference]
    rows: dict[str, list]
    groups: list[NamedGroup]


def whole(grant: Grant) -> GrantView:
    """Return the grant with all its parts, each in one query, and its sums."""
    rows = {
        name: list(kind.model.objects.filter(grant=grant).select_related("source"))
        for name, kind in PARTS.items()
    }
    return GrantView(
        grant=grant,
        sums=sums_of(grant, rows["budget"], rows["konto"]),
        differences=differences(grant, rows["budget"], rows["beslut"]),
        rows=rows,
        groups=named_groups(grant),
    )


def listed(user):
    """Return the grants of the list, each with its budget, ledger and sources."""
    parts = Prefetch("budget"), Prefetch("ledger")
    return Grant.objects.visible_to(user).with_sources().prefetch_related(*parts)


def agenda(user) -> list[AgendaItem]:
    """Return the days to keep, letters to answer and grants to close that wait for ``user``."""
    today = timezone.localdate()
    found = []
    if policies.can_write_grants(user):
        found += [*_deadlines(today), *_letters(today)]
    if policies.can_read_grants(user) and not policies.can_write_grants(user):
        found += _to_close(user)
    return found


def _deadlines(today: date) -> list[AgendaItem]:
    days = Deadline.objects.filter(done_on=None, due_on__lte=today + AHEAD)
    days = days.exclude(grant__state__in=[GrantState.CLOSED, GrantState.REFUSED])
    return [
        AgendaItem(
            title=str(day.grant),
            url=day.grant.get_absolute_url(),
            detail=": ".join(filter(None, (str(day.get_kind_display()).capitalize(), day.text))),
            due_on=day.due_on,
            urgency=_urgency(day.due_on, today),
        )
        for day in days.select_related("grant")
    ]


def _letters(today: date) -> list[AgendaItem]:
    letters = Letter.objects.filter(answered_on=None, answer_due_on__lte=today + AHEAD)
    return [
        AgendaItem(
            title=letter.title,
            url=letter.get_absolute_url(),
            detail=_("The letter waits for its answer."),
            due_on=letter.answer_due_on,
            urgency=_urgency(letter.answer_due_on, today),
        )
        for letter in letters
        if letter.answer_due_on
    ]


def _to_close(user) -> list[AgendaItem]:
    reported = Grant.objects.visible_to(user).filter(state=GrantState.REPORTED)
    return [
        AgendaItem(
            title=str(grant),
            url=reverse("reports:grant", args=[grant.code]),
            detail=_("The grant is reported back: see that nothing is left, and close it."),
        )
        for grant in reported
        if policies.can_close(user, grant)
    ]


def _urgency(due_on: date, today: date) -> str:
    return "now" if due_on <= today + NEAR else "soon"
