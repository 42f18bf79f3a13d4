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

from groups.collisions import Collision, Use, collisions
from groups.models import Session, SessionLeader
from groups.words import clock

Plan = Mapping[str, Any]
Spans = Mapping[int, Sequence[DateTimeTZRange]]
Thing = tuple[str, Any]  # "room" or "leader", and which
NAMED = 20  # a file in which everything is taken is told shortly, and in good time


def clashing_rows(
    plans: Mapping[int, Plan], spans: Spans, user
) -> Mapping[int, Sequence[Collision]]:
    """Return, by row number, what is in the way of each plan; ``spans`` are its sessions.

    Of each room and leader the first time is told, and how many more there are. Two queries, and
    three more for each of the first ``NAMED`` whose group is told with a link.
    """
    found: dict[int, list[Collision]] = defaultdict(list)
    for number, collision in _within(plans, spans):
        found[number].append(collision)
    busy, told = _busy(plans, spans), 0
    for number, plan in plans.items():
        for thing in _things(plan):
            times = [one for one in spans[number] if any(_overlap(one, b) for b in busy[thing])]
            if times:
                found[number] += _with_others(thing, times, user if told < NAMED else None)
                told += 1
    return found


def _with_others(thing: Thing, times: Sequence[DateTimeTZRange], user) -> list[Collision]:
    kind, one = thing
    if user is None:
        words = _("%(what)s is taken on %(day)s at %(from)s–%(to)s.") % _when(thing, times[0])
        return [_and_more(Collision(words, "", kind), len(times) - 1)]
    use = Use(times[:1], one if kind == "room" else None, [one] if kind == "leader" else [])
    return [_and_more(collision, len(times) - 1) for collision in collisions(use, user)[:1]]


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


def _busy(plans: Mapping[int, Plan], spans: Spans) -> Mapping[Thing, list[DateTimeTZRange]]:
    """Return when the rooms and leaders of the plans are in use, from the first day to the last."""
    busy: dict[Thing, list[DateTimeTZRange]] = defaultdict(list)
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
    for pk, during in sessions.values_list("room", "during"):
        busy["room", rooms[pk]].append(during)
    for pk, during in leading.values_list("leader", "during"):
        busy["leader", leaders[pk]].append(during)
    return busy


def _things(plan: Plan) -> Iterable[Thing]:
    if plan["room"]:
        yield "room", plan["room"]
    for leader in plan["leaders"]:
        yield "leader", leader


def _overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    return one.lower < other.upper and other.lower < one.upper


def _words(thing: Thing, span: DateTimeTZRange, row: int) -> str:
    return _("%(what)s is taken on %(day)s at %(from)s–%(to)s by row %(row)s of the file.") % {
        **_when(thing, span),
        "row": row,
    }


def _when(thing: Thing, span: DateTimeTZRange) -> dict[str, Any]:
    begin, end = timezone.localtime(span.lower), timezone.localtime(span.upper)
    return {
        "what": thing[1],
        "day": date_format(begin, "l j F Y"),
        "from": clock(begin),
        "to": clock(end),
    }
