"""What the evenings ask: of leaders their rolls; of the office absences, and groups over."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.accounts.choices import Role
from barnstod.web.agenda import AgendaItem
from groups.choices import CURRENT, GroupState
from groups.models import SupportGroup
from groups.queries.calendar import detail_of
from groups.titles import office_title
from referrals.choices import IN_GROUP, State
from referrals.evening import TalkKind
from referrals.models import Absences, Attendance, HeadCount, Referral, Talk
from referrals.queries.roll import led_by, sessions_for, sessions_on

TALK_BEFORE = timedelta(days=14)  # so long before its group begins a child's talk is asked for
ASKED_FOR = timedelta(days=7)  # so long after a session a leader is asked for its roll


def evenings(user) -> list[AgendaItem]:
    """Return it for *Att göra*; the same number of queries for any number."""
    items: list[AgendaItem] = []
    if user.has_role(Role.LEADER):
        items += _tonight(user) + _rolls_not_taken(user) + _first_talks(user)
    if user.has_role(Role.COORDINATOR):
        items += _absences(user) + _groups_over(user)
    return items


def _tonight(user) -> list[AgendaItem]:
    today = timezone.localdate()
    return [
        AgendaItem(
            _("Tonight: who comes to %(group)s") % {"group": office_title(session.group)},
            reverse("referrals:tonight", args=[session.group.slug, session.number]),
            _("%(when)s. Who may fetch whom, food, the roll call.") % {"when": detail_of(session)},
            due_on=today,
            urgency="now",
        )
        for session in sessions_on(user, today).filter(led_by(user))
    ]


def _rolls_not_taken(user) -> list[AgendaItem]:
    """Return the sessions of the last week that children had a place in and nobody is marked in."""
    now = timezone.now()
    children = Referral.objects.filter(group=OuterRef("group"), state__in=IN_GROUP)
    rows = (
        sessions_for(user)
        .filter(
            led_by(user),
            active=True,
            during__endswith__gt=now - ASKED_FOR,
            during__endswith__lt=now,
        )
        .filter(Exists(children))
        .exclude(Exists(Attendance.objects.filter(session=OuterRef("pk"))))
        .exclude(Exists(HeadCount.objects.filter(session=OuterRef("pk"))))
    )
    return [
        AgendaItem(
            _("Who came to %(group)s on %(day)s?")
            % {
                "group": office_title(session.group),
                "day": date_format(timezone.localtime(session.during.lower), _("j F")),
            },
            reverse("referrals:roll_call", args=[session.group.slug, session.number]),
            _("The roll has not been taken."),
        )
        for session in rows
    ]


def _first_talks(user) -> list[AgendaItem]:
    """Return the own groups that meet soon, with children nobody has written a first talk of.

    A child may begin without one: who comes is met, and the talk is held then (decision 0105).
    """
    soon = timezone.localdate() + TALK_BEFORE
    talked = Talk.objects.filter(referral=OuterRef("pk"), kind=TalkKind.FIRST)
    new = Referral.objects.visible_to(user).filter(
        ~Exists(talked), state=State.ACCEPTED, group__first_on__lte=soon
    )
    groups = (
        SupportGroup.objects.led_by(user)
        .filter(state__in=CURRENT, referrals__in=new)
        .annotate(new=Count("referrals", filter=Q(referrals__in=new), distinct=True))
        .order_by("first_on", "pk")
        .prefetch_related("hosting_districts")
    )
    return [
        AgendaItem(
            ngettext(
                "%(n)s first talk is left in %(group)s",
                "%(n)s first talks are left in %(group)s",
                group.new,
            )
            % {"n": group.new, "group": office_title(group)},
            reverse("referrals:talks", args=[group.slug]),
            _("Hold it before the child comes, or write down the day of one that was held."),
        )
        for group in groups
    ]


def _absences(user) -> list[AgendaItem]:
    children = Referral.objects.visible_to(user).filter(state__in=IN_GROUP)
    rows = Absences.objects.open().filter(referral__in=children).select_related("referral")
    return [
        AgendaItem(
            _("%(alias)s has been away three times in a row") % {"alias": row.referral.spoken},
            row.referral.get_absolute_url(),
            _("Ring the family, and write what came of it."),
            urgency="now",
        )
        for row in rows
    ]


def _groups_over(user) -> list[AgendaItem]:
    """Return the completed groups that still have children who have begun and not ended."""
    begun = Referral.objects.visible_to(user).filter(state=State.STARTED)
    groups = (
        SupportGroup.objects.filter(state=GroupState.COMPLETED, referrals__in=begun)
        .annotate(begun=Count("referrals", filter=Q(referrals__in=begun), distinct=True))
        .prefetch_related("hosting_districts")
    )
    return [
        AgendaItem(
            _("%(group)s is over") % {"group": office_title(group)},
            reverse("referrals:finish", args=[group.slug]),
            ngettext(
                "%(n)s child has not been completed yet.",
                "%(n)s children have not been completed yet.",
                group.begun,
            )
            % {"n": group.begun},
        )
        for group in groups
    ]
