"""What a plan would become, before it is saved: its days, what is skipped, what is in the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups import schedule
from groups.choices import Weekday
from groups.closures import closed_days
from groups.collisions import Collision, Use, collisions
from groups.models import Absence, Leader, SupportGroup

Plan = Mapping[str, Any]  # columns, with "leaders"
LONGEST = timedelta(days=500)  # twenty sessions and all the closed days between them


@dataclass(frozen=True)
class Evening:
    number: int
    day: date
    theme: str


@dataclass(frozen=True)
class Outlook:
    """``in_the_way`` hinders saving; the ``remarks`` are only to think of."""

    evenings: Sequence[Evening] = ()
    skipped: Sequence[tuple[date, str]] = ()
    in_the_way: Sequence[Collision] = ()
    remarks: Sequence[str] = ()
    closed: Mapping[date, str] = field(default_factory=dict)


def outlook(plans: Sequence[Plan], user, without: Collection[int] = ()) -> Outlook:
    """Return what the ``plans`` of one evening, the children's first, would become.

    Empty until the first day and the hours are known. ``without`` are the groups whose sessions
    the plans replace.
    """
    plan = plans[0]
    if None in (plan.get("first_on"), plan.get("weekday"), plan.get("starts_at")):
        return Outlook()
    first_on, weekday = plan["first_on"], plan["weekday"]
    closed = closed_days(first_on, first_on + LONGEST)
    days = schedule.days(first_on, weekday, plan["planned_sessions"], closed)
    spans = [
        DateTimeTZRange(*schedule.moments(day, plan["starts_at"], plan["ends_at"])) for day in days
    ]
    themes = _themes(plan)
    return Outlook(
        evenings=[Evening(n, day, themes.get(n, "")) for n, day in enumerate(days, start=1)],
        skipped=[(day, closed[day]) for day in _weekly(days) if day in closed],
        in_the_way=_in_the_way(plans, spans, user, without),
        remarks=[*_away(plans, days), *not_that_day(plans, weekday)],
        closed=closed,
    )


def outlook_of_kept_days(plans: Sequence[Plan], user, group: SupportGroup) -> Outlook:
    """Return the same for a group whose sessions stay when they are: a new room, new leaders."""
    now = timezone.now()
    sessions = list(group.sessions.filter(active=True, during__startswith__gt=now))
    spans = [session.during for session in sessions]
    days = [timezone.localdate(span.lower) for span in spans]
    return Outlook(
        evenings=[
            Evening(one.number, day, one.theme) for one, day in zip(sessions, days, strict=True)
        ],
        in_the_way=_in_the_way(plans, spans, user, [group.pk]),
        remarks=_away(plans, days) if days else [],
    )


def _in_the_way(plans, spans, user, without) -> list[Collision]:
    return [
        one
        for plan in plans
        for one in collisions(
            Use(spans, plan.get("room"), tuple(plan.get("leaders", ()))), user, without
        )
    ]


def _themes(plan: Plan) -> dict[int, str]:
    programme = plan.get("programme")
    return dict(programme.themes.values_list("number", "theme")) if programme else {}


def leaders_of(plans: Sequence[Plan]) -> dict[int, Leader]:
    return {leader.pk: leader for plan in plans for leader in plan.get("leaders", ())}


def _weekly(days: Sequence[date]):
    day = days[0]
    while day < days[-1]:
        yield day
        day += schedule.WEEK


def _away(plans: Sequence[Plan], days: Sequence[date]) -> list[str]:
    leaders = leaders_of(plans)
    return away_on(days, leaders, absences_of(leaders, days[0], days[-1]))


def absences_of(leaders: Mapping[int, Leader], first: date, last: date) -> list[Absence]:
    """Return when these leaders, by their keys, have told that they cannot come; one query."""
    away = Absence.objects.filter(leader__in=list(leaders))
    return list(away.filter(away_from__lte=last, away_to__gte=first))


def away_on(days, leaders: Mapping[int, Leader], absences: Iterable[Absence]) -> list[str]:
    """Say which of the leaders cannot come on which of the days."""
    return [
        _("%(leader)s is away on %(day)s.")
        % {"leader": leaders[row.leader_id].name, "day": date_format(day, "j F")}
        for row in absences
        if row.leader_id in leaders
        for day in days
        if row.away_from <= day <= row.away_to
    ]


def not_that_day(plans: Sequence[Plan], weekday: int) -> list[str]:
    """Say which leaders have named other weekdays."""
    return [
        _("%(leader)s has not said yes to %(weekday)s.")
        % {"leader": leader.name, "weekday": Weekday(weekday).label}
        for leader in leaders_of(plans).values()
        if leader.weekdays and weekday not in leader.weekdays
    ]
