"""What the offer asks of a coordinator or a leader today, for *Att göra*."""

from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.web.agenda import AgendaItem
from districts.models import swedish
from groups.choices import CURRENT, FOR_CHILDREN, GroupState, RegisterCheck
from groups.models import Leader, Session, SupportGroup
from groups.queries import barriers, beginning, proposals
from groups.queries.calendar import days, detail_of
from groups.titles import office_title


def agenda(user) -> list[AgendaItem]:
    """Return what the offer asks of ``user`` today; the same number of queries for any number."""
    items: list[AgendaItem] = []
    today = timezone.localdate()
    if user.has_role(Role.COORDINATOR):
        items += proposals.handed_in() + barriers.waiting()
        items += _should_have_started(today) + _should_be_completed() + _unseen_extracts(today)
        items += beginning.missing()
    if user.has_role(Role.LEADER):
        items += _tonight(user, today) + proposals.own(user) + beginning.without_card(user)
    return items


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


def _unseen_extracts(today: date) -> list[AgendaItem]:
    """Leaders of groups to come or under way whose register extract is missing or too old.

    Whoever works with children shows it, anew each year (lag 2013:852); only the day is kept.
    """
    leaders = (
        Leader.objects.current()
        .filter(support_groups__state__in=CURRENT)
        .annotate(is_leading=Count("pk", filter=Q(support_groups__state=GroupState.RUNNING)))
        .order_by(swedish("name"), "pk")
    )
    return [
        AgendaItem(
            title=_("See the register extract of %(leaders)s") % {"leaders": leader.name},
            url=leader.get_absolute_url(),
            detail=_("Last shown %(day)s") % {"day": date_format(shown, "j F Y")}
            if (shown := leader.register_check_shown_on)
            else _("Never shown"),
            urgency="now" if leader.is_leading else "soon",
        )
        for leader in leaders
        if leader.register_check(today) != RegisterCheck.SHOWN
    ]


def _tonight(user, today: date) -> list[AgendaItem]:
    """Return the adults' sessions of today; the children's stand with who fetches whom, above."""
    day = days(today, today + timedelta(days=1))
    sessions = (
        Session.objects.filter(active=True, during__overlap=day, session_leaders__leader__user=user)
        .exclude(group__audience__in=FOR_CHILDREN)
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
