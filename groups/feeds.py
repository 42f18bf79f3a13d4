"""What the calendar addresses hold: the whole city by the publishing rules, one person by rights.

A calendar leaves the portal for telephones and their makers' servers. So no entry, not even of
those who lead the group, says what it is about, names anybody, or tells where a group about
violence meets.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import words
from groups.choices import Precision
from groups.ical import Event, calendar
from groups.models import Room, Session, SupportGroup
from groups.publishing import PublicGroup, public_view

LOOK_BACK = timedelta(days=190)  # a term; what is longer ago a calendar need not keep


def public_feed() -> bytes:
    """Return the sessions of planned and running groups whose days the public may know."""
    known = {group.pk: public_view(group) for group in SupportGroup.objects.for_public()}
    told = {pk: view for pk, view in known.items() if not view.is_vague}
    sessions = Session.objects.filter(group__in=told).select_related("room__venue")
    return calendar(_("Groups for children and young people"), _public_events(sessions, told))


def personal_feed(user) -> bytes:
    """Return the decided sessions that ``user`` sees in the portal's calendar."""
    sessions = Session.objects.visible_to(user).filter(
        group__published_at__isnull=False,
        during__endswith__gt=timezone.now() - LOOK_BACK,
    )
    rows = list(sessions)
    ids = {session.group_id for session in rows}
    groups = SupportGroup.objects.filter(pk__in=ids).with_names().in_bulk()
    rooms = Room.objects.select_related("venue").in_bulk()
    return calendar(_("Barnstöd, my calendar"), _own_events(rows, groups, rooms))


def _public_events(sessions: Iterable[Session], told: dict[int, PublicGroup]) -> Iterator[Event]:
    summaries = {pk: summary(view) for pk, view in told.items()}
    urls = {pk: _address("groups:public_detail", view.slug) for pk, view in told.items()}
    for session in sessions:
        view = told[session.group_id]
        is_exact = view.precision == Precision.EXACT
        room = session.room if is_exact else None
        yield _event(
            session,
            summaries[session.group_id],
            urls[session.group_id],
            location=f"{room.venue}, {room.venue.address}" if room else "",
            is_whole_day=not is_exact,
        )


def _own_events(sessions, groups, rooms) -> Iterator[Event]:
    summaries = {pk: summary(public_view(group)) for pk, group in groups.items()}
    urls = {pk: _address("groups:office_detail", group.slug) for pk, group in groups.items()}
    places = {pk: f"{room}, {room.venue.address}" for pk, room in rooms.items()}
    for session in sessions:
        group = groups[session.group_id]
        numbers = {"number": session.number, "total": group.planned_sessions}
        yield _event(
            session,
            summaries[group.pk],
            urls[group.pk],
            location="" if group.needs_extra_care else places.get(session.room_id, ""),
            description=_("Session %(number)s of %(total)s") % numbers,
        )


def _event(session: Session, words: str, url: str, **fields) -> Event:
    return Event(
        uid=str(session.uid),
        sequence=session.sequence,
        changed_at=session.changed_at,
        begins_at=session.during.lower,
        ends_at=session.during.upper,
        summary=words if session.active else _("Cancelled: %(what)s") % {"what": words},
        is_cancelled=not session.active,
        url=url,
        **fields,
    )


def summary(view: PublicGroup) -> str:
    """Return *Barngrupp i Farsta, våren 2027*: whom it is for, where, which term."""
    return f"{words.title(view)}, {view.term}"


def _address(name: str, slug: str) -> str:
    return settings.BASE_URL + reverse(name, args=[slug])
