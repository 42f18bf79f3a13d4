"""Which sessions would be in the way of others, told in words. Reads, writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from groups import words
from groups.exceptions import Clash
from groups.models import Absence, Leader, Room, Session
from groups.publishing import public_view
from groups.rescheduling import Slot


@dataclass(frozen=True)
class Shift:
    """One session and where it is to be; ``old`` is where it was."""

    session: Session
    old: Slot
    new: Slot
    room: Room | None

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.new.moments


@dataclass(frozen=True)
class _Stay:
    """When a session takes a room, its leaders and its group."""

    session: Session
    begins_at: datetime
    ends_at: datetime
    room: Room | None
    leaders: frozenset[Leader]

    def overlaps(self, other: "_Stay") -> bool:
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def clashes(shifts: Sequence[Shift]) -> list[Clash]:
    """Return what would be in the way of the shifts, the earliest first; two queries."""
    moved = {shift.session.pk: shift for shift in shifts}
    stays = {session.pk: _stay(session, moved.get(session.pk)) for session in _near(shifts)}
    return [
        clash
        for pk in sorted(moved, key=lambda pk: stays[pk].begins_at)
        for other in stays.values()
        if other.session.pk != pk
        for clash in _between(stays[pk], other)
    ]


def absences(shifts: Sequence[Shift]) -> list[str]:
    """Return, in words, which leaders have said that they are away on the new days; one query."""
    days = {shift.new.day for shift in shifts}
    away = Absence.objects.filter(
        leader__session_leaders__session__in=[shift.session.pk for shift in shifts],
        away_from__lte=max(days),
        away_to__gte=min(days),
    )
    return [
        _("%(leader)s is away from %(first)s to %(last)s.")
        % {
            "leader": absence.leader,
            "first": date_format(absence.away_from, "j F"),
            "last": date_format(absence.away_to, "j F"),
        }
        for absence in away.select_related("leader").distinct()
        if any(absence.away_from <= day <= absence.away_to for day in days)
    ]


def describe(session: Session, title: str = "") -> str:
    """Return *Barngrupp i Farsta, träff 3, tisdag 12 januari kl. 16–17.30*.

    Without ``title`` the group is called what the public calls it: whoever is in the way of
    another group need not know more of it.
    """
    begin, end = (localtime(moment) for moment in (session.during.lower, session.during.upper))
    return _("%(group)s, session %(number)s, %(day)s at %(from)s–%(to)s") % {
        "group": title or words.title(public_view(session.group)),
        "number": session.number,
        "day": date_format(begin, "l j F"),
        "from": words.clock(begin),
        "to": words.clock(end),
    }


def _near(shifts: Sequence[Shift]) -> list[Session]:
    """Return the shifted sessions, and those that use the same things during the same weeks."""
    ids = [shift.session.pk for shift in shifts]
    leaders = Leader.objects.filter(session_leaders__session__in=ids).values("pk")
    spans = [shift.span for shift in shifts]
    same = (
        Q(room__in=[shift.room.pk for shift in shifts if shift.room])
        | Q(group__in=[shift.session.group_id for shift in shifts])
        | Q(session_leaders__leader__in=leaders)
    )
    meanwhile = Q(during__overlap=(min(span[0] for span in spans), max(span[1] for span in spans)))
    return list(
        Session.objects.filter(Q(pk__in=ids) | (Q(active=True) & same & meanwhile))
        .select_related("room__venue", "group__organisation", "group__room__venue")
        .select_related("group__parallel_group")
        .prefetch_related("session_leaders__leader", "group__hosting_districts", "group__leaders")
        .distinct()
    )


def _stay(session: Session, shift: Shift | None) -> _Stay:
    begin, end = shift.span if shift else (session.during.lower, session.during.upper)
    return _Stay(
        session,
        begin,
        end,
        shift.room if shift else session.room,
        frozenset(row.leader for row in session.session_leaders.all()),
    )


def _between(stay: _Stay, other: _Stay) -> Iterator[Clash]:
    if not stay.overlaps(other):
        return
    told = {"session": describe(other.session)}
    if stay.session.group_id == other.session.group_id:
        yield Clash(_("The group meets then already: %(session)s.") % told, "group", other.session)
    if stay.room and stay.room == other.room:
        told["room"] = str(stay.room)
        yield Clash(_("%(room)s is taken: %(session)s.") % told, "room", other.session)
    for leader in sorted(stay.leaders & other.leaders, key=lambda leader: leader.name):
        told["leader"] = leader.name
        yield Clash(
            _("%(leader)s leads another session then: %(session)s.") % told, "leader", other.session
        )
