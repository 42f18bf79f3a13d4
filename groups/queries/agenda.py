"""What the offer asks of a coordinator or a leader today, for *Att göra*."""

from datetime import date, timedelta

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.web.agenda import AgendaItem
from groups.choices import GroupState
from groups.models import Session, SupportGroup
from groups.queries import proposals
from groups.queries.calendar import days, detail_of
from groups.queries.early import WARNING_WEEKS
from groups.titles import office_title


def agenda(user) -> list[AgendaItem]:
    """Return what the offer asks of ``user`` today; the same number of queries for any number."""
    items: list[AgendaItem] = []
    today = timezone.localdate()
    if user.has_role(Role.COORDINATOR):
        items += proposals.handed_in()
        items += _too_few(today) + _should_have_started(today) + _should_be_completed()
    if user.has_role(Role.LEADER):
        items += _tonight(user, today) + proposals.own(user)
    return items


def _too_few(today: date) -> list[AgendaItem]:
    """Groups that start within six weeks with fewer taken places than they need."""
    groups = SupportGroup.objects.filter(
        state=GroupState.PLANNED,
        first_on__range=(today, today + timedelta(weeks=WARNING_WEEKS)),
        places_taken__lt=F("minimum"),
    ).prefetch_related("hosting_districts")
    return [
        AgendaItem(
            title=_("Too few in %(group)s") % {"group": office_title(group)},
            url=f"{group.get_absolute_url()}#early",
            detail=_("%(taken)s have a place, the group starts with at least %(minimum)s")
            % {"taken": group.places_taken, "minimum": group.minimum},
            due_on=group.first_on,
            urgency="soon",
        )
        for group in groups
    ]


def _should_have_started(today: date) -> list[AgendaItem]:
    groups = SupportGroup.objects.filter(
        state=GroupState.PLANNED, first_on__lt=today
    ).prefetch_related("hosting_districts")
    return [
        AgendaItem(
            title=_("Has %(group)s started?") % {"group": office_title(group)},
            url=group.get_absolute_url(),
            detail=_("Its first session was planned for %(day)s")
            % {"day": date_format(group.first_on, _("j F")) if group.first_on else ""},
            urgency="now",
        )
        for group in groups
    ]


def _should_be_completed() -> list[AgendaItem]:
    groups = (
        SupportGroup.objects.filter(state=GroupState.RUNNING)
        .annotate(last=Max("sessions__during__endswith", filter=Q(sessions__active=True)))
        .filter(last__lt=timezone.now())
        .prefetch_related("hosting_districts")
    )
    return [
        AgendaItem(
            title=_("Is %(group)s completed?") % {"group": office_title(group)},
            url=group.get_absolute_url(),
            detail=_("Its last session was on %(day)s")
            % {"day": date_format(timezone.localtime(group.last), _("j F"))},
            urgency="soon",
        )
        for group in groups
    ]


def _tonight(user, today: date) -> list[AgendaItem]:
    day = days(today, today + timedelta(days=1))
    sessions = (
        Session.objects.filter(active=True, during__overlap=day, session_leaders__leader__user=user)
        .select_related("group", "room__venue")
        .prefetch_related("group__hosting_districts")
    )
    return [
        AgendaItem(
            title=_("Today: %(group)s, session %(number)s")
            % {"group": office_title(session.group), "number": session.number},
            url=session.group.get_absolute_url(),
            detail=detail_of(session),
            due_on=today,
            urgency="now",
        )
        for session in sessions
    ]
