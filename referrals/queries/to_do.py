"""What waits for somebody today among the children's cases."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.web.agenda import AgendaItem
from referrals import policies
from referrals.choices import IN_GROUP, State
from referrals.drafts import KEPT, WARNED, erased_on
from referrals.models import Referral
from referrals.queries.calls import calls_agenda, unread_agenda
from referrals.queries.early import short_groups
from referrals.queries.evenings import evenings
from referrals.queries.handovers import handovers_agenda, left_handovers_agenda
from referrals.queries.left import UNANSWERED, day_of, left_for
from referrals.queries.protected import protected_cases
from referrals.queries.units import deputy_agenda

SOON = timedelta(days=3)  # before the last day to answer an offer, it is on *Att göra*
LEFT_UNREAD = timedelta(days=2)  # after this a request that nobody took up is urgent
ANSWERED_WITHIN = timedelta(days=7)  # after this the head is told how many there are
NOT_COMPLETED = timedelta(days=14)  # after this the office rings the sender it asked for more
WITH_DEPUTY = 2  # people at the office who read a protected case


def agenda(user) -> list[AgendaItem]:
    """Return what waits for ``user`` among the children's cases and on their evenings."""
    return evenings(user) + _cases_agenda(user)


def _cases_agenda(user) -> list[AgendaItem]:
    if not policies.can_list(user):
        if not policies.can_name_readers(user):
            return []
        return _heads_agenda() + unread_agenda() + _unanswered_agenda() + left_handovers_agenda()
    today = timezone.localdate()
    wanted = (
        Q(state__in=(State.SUBMITTED, State.RETURNED, State.OFFERED))
        | Q(state=State.WAITING, must_have_new_place=True)
        | Q(state=State.DRAFT, last_entry_at__lt=timezone.now() - KEPT + WARNED)
        | Q(state=State.RESTING, resting_until__lte=today)
        | Q(state__in=IN_GROUP, must_check_fit=True)
    )
    rows = list(Referral.objects.cases_of(user).filter(wanted).with_names())
    items = []
    if policies.can_see_waiting_list(user):
        items += _offices_agenda(rows, today) + short_groups(user, today) + calls_agenda(user)
    if policies.sends_for_unit(user):
        items += deputy_agenda(user)
    items += handovers_agenda(user)
    return items + [
        item
        for referral in rows
        if policies.is_own_units(user, referral)
        for item in _units_items(referral)
    ]


def _offices_agenda(rows, today) -> list[AgendaItem]:
    unread = [row for row in rows if row.state == State.SUBMITTED]
    stuck = [
        row
        for row in rows
        if row.state == State.RETURNED and row.last_entry_at < timezone.now() - NOT_COMPLETED
    ]
    homeless = sorted(
        (row for row in rows if row.state == State.WAITING), key=lambda row: row.first_contact_at
    )
    rested = [row for row in rows if row.state == State.RESTING]
    lapsing = [
        offer
        for row in rows
        for offer in row.open_offers
        if row.state == State.OFFERED and offer.deadline <= today + SOON
    ]
    items = []
    if unread:
        is_late = min(row.disclosed_at for row in unread) < timezone.now() - LEFT_UNREAD
        items.append(
            AgendaItem(
                ngettext("%(n)s new request", "%(n)s new requests", len(unread))
                % {"n": len(unread)},
                f"{reverse('referrals:list')}?visa=nya"
                if len(unread) > 1
                else unread[0].get_absolute_url(),
                _("Read it and put it on the waiting list, or ask the sender."),
                urgency="now" if is_late else "soon",
            )
        )
    items += [
        AgendaItem(
            _("%(alias)s must have a new place") % {"alias": row.spoken},
            row.get_absolute_url(),
            _("The group was cancelled. First on the waiting list."),
            urgency="now",
        )
        for row in homeless
    ]
    items += [
        AgendaItem(
            _("Does the place still fit %(alias)s?") % {"alias": row.spoken},
            row.get_absolute_url(),
            _("Something was changed after the place was offered."),
            urgency="now",
        )
        for row in rows
        if row.must_check_fit
    ]
    items += [
        AgendaItem(
            _("%(alias)s: the offer ends soon") % {"alias": offer.referral.spoken},
            offer.referral.get_absolute_url(),
            _("Nobody has answered yet."),
            due_on=offer.deadline,
        )
        for offer in lapsing
    ]
    items += [
        AgendaItem(
            _("%(alias)s is not completed") % {"alias": row.spoken},
            row.get_absolute_url(),
            _("Two weeks ago you asked the sender for more. Ring them."),
        )
        for row in stuck
    ]
    return items + [
        AgendaItem(
            _("%(alias)s has rested") % {"alias": row.spoken},
            row.get_absolute_url(),
            _("The day to look at it again has come."),
            due_on=row.resting_until,
        )
        for row in rested
    ]


def _units_items(referral) -> list[AgendaItem]:
    if referral.state == State.DRAFT:
        return [
            AgendaItem(
                _("The draft %(alias)s is soon erased") % {"alias": referral.spoken},
                reverse("referrals:review", args=[referral.reference]),
                _("Go on with it, or let it be erased: nobody has written in it for long."),
                due_on=erased_on(referral),
            )
        ]
    if referral.state == State.RETURNED:
        return [
            AgendaItem(
                _("%(alias)s needs to be completed") % {"alias": referral.spoken},
                referral.get_absolute_url(),
                _("The office asks for more."),
                urgency="now",
            )
        ]
    if referral.state == State.OFFERED and policies.follows_place(referral):
        return [
            AgendaItem(
                _("%(alias)s is offered a place") % {"alias": referral.spoken},
                referral.get_absolute_url(),
                _("Talk with the family and answer."),
                due_on=offer.deadline,
                urgency="now",
            )
            for offer in referral.open_offers
        ]
    return []


def _heads_agenda() -> list[AgendaItem]:
    return [
        AgendaItem(
            _("%(alias)s has too few readers") % {"alias": case.referral.spoken},
            reverse("referrals:readers"),
            _("A protected case needs somebody at the office, and a deputy."),
            urgency="now",
        )
        for case in protected_cases()
        if len(case.at_office) < WITH_DEPUTY
    ]


def _unanswered_agenda() -> list[AgendaItem]:
    """Return the line of the head, where units have waited long for a word from the office.

    How many and since when; the database answers the head alone.
    """
    late = left_for(ANSWERED_WITHIN, UNANSWERED)
    if not late:
        return []
    words = ngettext(
        "%(n)s request has waited for an answer for more than a week",
        "%(n)s requests have waited for an answer for more than a week",
        len(late),
    )
    return [
        AgendaItem(
            words % {"n": len(late)},
            reverse("referrals:calls"),
            _("The oldest was sent on %(day)s.") % {"day": day_of(late[0])},
            urgency="now",
        )
    ]
