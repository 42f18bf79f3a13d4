"""Sessions in time, for whoever may see them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import policies, words
from groups.calendar import Entry
from groups.choices import CURRENT, GroupState
from groups.closures import closed_days
from groups.models import Absence, Room, Session, SessionLeader, SupportGroup
from groups.schedule import STOCKHOLM
from groups.titles import office_title

OPEN = (GroupState.DRAFT, *CURRENT)  # the states of a group whose sessions may be moved


def calendar_entries(user, begins: date, ends: date, only: Q | None = None) -> list[Entry]:
    """Return the sessions from one local date to the day before another that ``user`` may see.

    ``only`` asks for some of them. The number of queries does not depend on how many there are.
    """
    leading = SessionLeader.objects.select_related("leader")
    sessions = (
        Session.objects.visible_to(user)
        .between(*midnights(begins, ends))
        .filter(only or Q())
        .prefetch_related(Prefetch("session_leaders", queryset=leading))
    )
    return Timetable(user, sessions, begins, ends).entries


class Timetable:
    """What the sessions of a stretch of days need besides themselves, read once for all of them."""

    def __init__(self, user, sessions: Iterable[Session], begins: date, ends: date):
        self.sessions = list(sessions)
        self.closed = closed_days(begins, ends)
        self.rooms = Room.objects.select_related("venue").in_bulk(
            {session.room_id for session in self.sessions if session.room_id}
        )
        self.groups = SupportGroup.objects.prefetch_related("hosting_districts", "leaders").in_bulk(
            {session.group_id for session in self.sessions}
        )
        self.titles = {pk: office_title(group) for pk, group in self.groups.items()}
        self.urls = {pk: group.get_absolute_url() for pk, group in self.groups.items()}
        self.away = self._absences(begins, ends)
        self.now = timezone.now()
        self.movable = {
            pk
            for pk, group in self.groups.items()
            if group.state in OPEN and policies.can_move_sessions(user, group)
        }

    @property
    def entries(self) -> list[Entry]:
        return [self._entry(session) for session in self.sessions]

    def _entry(self, session: Session) -> Entry:
        group = self.groups[session.group_id]
        begins = session.during.lower.astimezone(STOCKHOLM)
        ends = session.during.upper.astimezone(STOCKHOLM)
        leaders = [row.leader for row in session.session_leaders.all()]
        room = self.rooms.get(session.room_id)
        detail = [hours(begins, ends), str(room or ""), *(leader.name for leader in leaders)]
        may_move = group.pk in self.movable and begins > self.now
        return Entry(
            key=str(session.uid),
            begins=begins,
            ends=ends,
            title=self.titles[group.pk],
            url=self.urls[group.pk],
            detail=", ".join(filter(None, detail)),
            is_cancelled=not session.active,
            is_draft=group.state == GroupState.DRAFT,
            warnings=tuple(self._warnings(begins.date(), room, leaders)) if session.active else (),
            move_url=reverse("groups:session_move", args=[group.slug, session.number])
            if may_move
            else "",
        )

    def _warnings(self, day: date, room, leaders):
        if day in self.closed:
            yield _("falls on %(name)s") % {"name": self.closed[day]}
        if room is None:
            yield _("has no room")
        if not leaders:
            yield _("has no leader")
        for leader in leaders:
            if any(first <= day <= last for first, last in self.away[leader.pk]):
                yield _("%(leader)s is away") % {"leader": leader.name}

    def _absences(self, begins: date, ends: date) -> dict[int, list[tuple[date, date]]]:
        away = defaultdict(list)
        rows = Absence.objects.filter(away_from__lt=ends, away_to__gte=begins)
        for leader, first, last in rows.values_list("leader", "away_from", "away_to"):
            away[leader].append((first, last))
        return away


def midnights(begins: date, ends: date) -> tuple[datetime, datetime]:
    return _midnight(begins), _midnight(ends)


def days(begins: date, ends: date) -> DateTimeTZRange:
    """Return the time from one local midnight to another, the second day not included."""
    return DateTimeTZRange(*midnights(begins, ends))


def hours(begins: datetime, ends: datetime) -> str:
    """Return *16–17.30*."""
    return f"{words.clock(begins)}–{words.clock(ends)}"


def detail_of(session: Session) -> str:
    """Return *16–17.30, Huset, Stora rummet*."""
    told = hours(
        session.during.lower.astimezone(STOCKHOLM), session.during.upper.astimezone(STOCKHOLM)
    )
    return f"{told}, {session.room}" if session.room else told


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, STOCKHOLM)
