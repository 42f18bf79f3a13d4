"""Which sessions of others stand in the way of a plan that is not saved yet, told in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from groups.models import Leader, Room, Session, SessionLeader
from groups.titles import office_title
from groups.words import clock


@dataclass(frozen=True)
class Use:
    """What a plan takes: the moments of its sessions, a room, and the people who lead."""

    spans: Sequence[DateTimeTZRange]
    room: Room | None
    leaders: Collection[Leader]


@dataclass(frozen=True)
class Collision:
    """One session in the way. ``url`` is empty where the reader may not know whose it is."""

    words: str
    url: str
    kind: str  # "room" or "leader"


def collisions(use: Use, user, without: Collection[int] = ()) -> list[Collision]:
    """Return what stands in the way of ``use``, the earliest first; three queries.

    ``without`` are the groups whose own sessions the plan replaces. To somebody who may not see a
    session its group is not named: when and where a group about violence meets is nobody's to
    find out by planning another one.
    """
    if not use.spans:
        return []
    names = {leader.pk: leader.name for leader in use.leaders}
    leading = SessionLeader.objects.filter(leader__in=names)
    same = Q(session_leaders__leader__in=names)
    if use.room:
        same |= Q(room=use.room)
    sessions = (
        Session.objects.filter(same, _overlaps(use.spans), active=True)
        .exclude(group__in=without)
        .distinct()
        .prefetch_related(Prefetch("session_leaders", queryset=leading))
        .order_by("during")
    )
    return [
        collision_with(session, kind, what, is_known=is_known)
        for session, is_known in with_known(sessions, user)
        for kind, what in _taken(session, use, names)
    ]


def with_known(sessions: QuerySet[Session], user) -> list[tuple[Session, bool]]:
    """Return each session, ready to be told, and whether ``user`` may know whose it is."""
    found = list(sessions.select_related("group").prefetch_related("group__hosting_districts"))
    ids = [session.pk for session in found]
    seen = Session.objects.visible_to(user).filter(pk__in=ids)
    known = set(seen.values_list("pk", flat=True)) if found else set()
    return [(session, session.pk in known) for session in found]


def collision_with(session: Session, kind: str, what: str, *, is_known: bool) -> Collision:
    """Return in words that the session has the room or leader called ``what``."""
    url = session.group.get_absolute_url() if is_known else ""
    return Collision(_words(what, session, is_known), url, kind)


def _overlaps(spans) -> Q:
    found = Q()
    for span in spans:
        found |= Q(during__overlap=span)
    return found


def _taken(session: Session, use: Use, names: dict[int, str]):
    if use.room and session.room_id == use.room.pk:
        yield "room", str(use.room)
    for link in session.session_leaders.all():
        yield "leader", names[link.leader_id]


def _words(what: str, session: Session, is_known: bool) -> str:
    begin, end = localtime(session.during.lower), localtime(session.during.upper)
    words = {
        "what": what,
        "day": date_format(begin, "l j F Y"),
        "from": clock(begin),
        "to": clock(end),
        "number": session.number,
    }
    if not is_known:
        return _("%(what)s is taken on %(day)s at %(from)s–%(to)s.") % words
    words["group"] = office_title(session.group)
    return (
        _("%(what)s is taken on %(day)s at %(from)s–%(to)s by %(group)s, session %(number)s.")
        % words
    )
