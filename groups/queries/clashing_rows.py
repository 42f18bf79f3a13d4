"""What is in the way of the rows of a file: other groups' sessions, and one another's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.collisions import Collision, collision_with, with_known
from groups.models import Session, SessionLeader
from groups.words import clock

Plan = Mapping[str, Any]
Spans = Mapping[int, Sequence[DateTimeTZRange]]
Thing = tuple[str, Any]  # "room" or "leader", and which
Busy = Mapping[Thing, Sequence[tuple[DateTimeTZRange, int]]]  # when, and by which session


def clashing_rows(
    plans: Mapping[int, Plan], spans: Spans, user
) -> Mapping[int, Sequence[Collision]]:
    """Return, by row number, what is in the way of each plan; ``spans`` are its sessions.

    Of each room and leader the first time is told, and how many more there are. Five queries,
    however many rows and whatever is taken.
    """
    found: dict[int, list[Collision]] = defaultdict(list)
    for number, collision in _within(plans, spans):
        found[number].append(collision)
    taken = list(_taken_by_others(plans, spans, _busy(plans, spans)))
    others = Session.objects.filter(pk__in={session for *_row, session, _more in taken})
    told = {session.pk: (session, known) for session, known in with_known(others, user)}
    for number, (kind, one), pk, more in taken:
        session, is_known = told[pk]
        collision = collision_with(session, kind, str(one), is_known=is_known)
        found[number].append(_and_more(collision, more))
    return found


def _taken_by_others(
    plans: Mapping[int, Plan], spans: Spans, busy: Busy
) -> Iterator[tuple[int, Thing, int, int]]:
    """Yield row, thing, the session that has it first, and how many more times it is taken."""
    for number, plan in plans.items():
        for thing in _things(plan):
            first = [
                min(meanwhile, key=lambda use: use[0].lower)
                for span in spans[number]
                if (meanwhile := [use for use in busy[thing] if _overlap(span, use[0])])
            ]
            if first:
                yield number, thing, first[0][1], len(first) - 1


def _and_more(collision: Collision, times: int) -> Collision:
    if not times:
        return collision
    words = ngettext("And %(times)s more time.", "And %(times)s more times.", times)
    return replace(collision, words=f"{collision.words} {words % {'times': times}}")


def _within(plans: Mapping[int, Plan], spans: Spans) -> Iterator[tuple[int, Collision]]:
    """Yield of each row which earlier one of the same file has its room or leader, once."""
    taken: dict[Thing, list[tuple]] = defaultdict(list)
    for number, plan in plans.items():
        for thing in _things(plan):
            taken[thing] += [(span.lower, span.upper, number) for span in spans[number]]
    for thing, times in taken.items():
        told, latest = set(), None
        for begin, end, number in sorted(times):
            if latest and begin < latest[0] and number != latest[1]:
                first, second = sorted((number, latest[1]))
                if (first, second) not in told:
                    told.add((first, second))
                    yield (
                        second,
                        Collision(_words(thing, DateTimeTZRange(begin, end), first), "", thing[0]),
                    )
            if latest is None or end > latest[0]:
                latest = (end, number)


def _busy(plans: Mapping[int, Plan], spans: Spans) -> Busy:
    """Return when the rooms and leaders of the plans are in use, from the first day to the last."""
    busy: dict[Thing, list[tuple[DateTimeTZRange, int]]] = defaultdict(list)
    every = [span for many in spans.values() for span in many]
    if not every:
        return busy
    first, last = min(span.lower for span in every), max(span.upper for span in every)
    things = {thing for plan in plans.values() for thing in _things(plan)}
    rooms = {one.pk: one for kind, one in things if kind == "room"}
    leaders = {one.pk: one for kind, one in things if kind == "leader"}
    meanwhile = Q(active=True, during__overlap=(first, last))
    sessions = Session.objects.filter(meanwhile, room__in=rooms)
    leading = SessionLeader.objects.filter(meanwhile, leader__in=leaders)
    for pk, *use in sessions.values_list("room", "during", "pk"):
        busy["room", rooms[pk]].append(tuple(use))
    for pk, *use in leading.values_list("leader", "during", "session"):
        busy["leader", leaders[pk]].append(tuple(use))
    return busy


def _things(plan: Plan) -> Iterable[Thing]:
    if plan["room"]:
        yield "room", plan["room"]
    for leader in plan["leaders"]:
        yield "leader", leader


def _overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    return one.lower < other.upper and other.lower < one.upper


def _words(thing: Thing, span: DateTimeTZRange, row: int) -> str:
    begin, end = timezone.localtime(span.lower), timezone.localtime(span.upper)
    return _("%(what)s is taken on %(day)s at %(from)s–%(to)s by row %(row)s of the file.") % {
        "what": thing[1],
        "day": date_format(begin, "l j F Y"),
        "from": clock(begin),
        "to": clock(end),
        "row": row,
    }
