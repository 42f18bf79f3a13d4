"""What the rows of a file would become: their days, what is in the way, what is here already."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groups import schedule
from groups.choices import CURRENT, GroupState
from groups.closures import closed_days
from groups.collisions import Collision
from groups.models import GroupImport, ImportedGroup, SupportGroup
from groups.queries.clashing_rows import clashing_rows
from groups.queries.outlook import LONGEST, absences_of, away_on, leaders_of, not_that_day

Plan = Mapping[str, Any]
LIKENESS = ("organisation", "audience", "first_on", "starts_at", "ends_at")


@dataclass
class Prospect:
    """What one row would become. Only what is ``in_the_way`` hinders it.

    ``imported`` is the row that was imported before and whose group is still here, ``same_row``
    an earlier row of the file that says the same; neither is written again. ``alike`` are groups
    that look as if they were the same, ``remarks`` what to think of: a leader who is away.
    """

    days: Sequence[date]
    skipped: Sequence[tuple[date, str]]
    fingerprint: str
    in_the_way: Sequence[Collision] = ()
    same_row: int | None = None
    imported: ImportedGroup | None = None
    alike: Sequence[SupportGroup] = ()
    remarks: Sequence[str] = ()

    @property
    def is_new(self) -> bool:
        return self.imported is None and self.same_row is None


@dataclass(frozen=True)
class Prospects:
    """By row number; ``closed`` are the days on which nobody meets, with their names."""

    rows: Mapping[int, Prospect]
    closed: Mapping[date, str]


def prospects(plans: Mapping[int, Plan], user) -> Prospects:
    """Return what the plans of a file, by row number, would become.

    As many queries for three rows as for one.
    """
    closed = _closed(plans.values())
    rows = {number: _prospect(plan, closed) for number, plan in plans.items()}
    _find_imported(rows)
    _find_alike(plans, rows)
    new = {number: plan for number, plan in plans.items() if rows[number].is_new}
    spans: dict[int, list[DateTimeTZRange]] = {}
    for number, plan in new.items():
        try:
            spans[number] = _spans(plan, rows[number].days)
        except ValueError:  # the change to summer time swallows the whole session
            rows[number].in_the_way = [Collision(_("The session ends before it begins."), "", "")]
            spans[number] = []
    _remark_on_leaders(new, rows)
    for number, found in clashing_rows(new, spans, user).items():
        rows[number].in_the_way = [*rows[number].in_the_way, *found]
    return Prospects(rows, closed)


def recent_imports(number: int = 10):
    """Return the latest imports with how many groups each brought and how many are still here."""
    rows = GroupImport.objects.select_related("imported_by", "undone_by")
    here = Count("rows", filter=Q(rows__group__isnull=False))
    return rows.annotate(number=Count("rows"), here=here)[:number]


def _prospect(plan: Plan, closed: Mapping[date, str]) -> Prospect:
    days = _days(plan, closed)
    skipped = [(day, closed[day]) for day in _weekly(days) if day in closed]
    return Prospect(days, skipped, fingerprint(plan))


def fingerprint(plan: Plan) -> str:
    """Return what tells one plan from another, however its row was written."""
    said = {name: _said(value) for name, value in plan.items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _said(value) -> object:
    if isinstance(value, list):
        return sorted(str(_said(one)) for one in value)
    return str(getattr(value, "pk", value))


def _closed(plans: Iterable[Plan]) -> Mapping[date, str]:
    first = [plan["first_on"] for plan in plans if plan["first_on"]]
    return closed_days(min(first), max(first) + LONGEST) if first else {}


def _days(plan: Plan, closed: Mapping[date, str]) -> list[date]:
    if None in (plan["first_on"], plan["weekday"], plan["starts_at"]):
        return []
    return schedule.days(plan["first_on"], plan["weekday"], plan["planned_sessions"], closed)


def _weekly(days: Sequence[date]) -> Iterable[date]:
    day = days[0] if days else None
    while day and day < days[-1]:
        yield day
        day += schedule.WEEK


def _spans(plan: Plan, days: Sequence[date]) -> list[DateTimeTZRange]:
    moments = (schedule.moments(day, plan["starts_at"], plan["ends_at"]) for day in days)
    return [DateTimeTZRange(*moment) for moment in moments]


def _find_imported(rows: Mapping[int, Prospect]) -> None:
    """Find the rows that are here already, and those that stand twice in the file."""
    prints = {row.fingerprint for row in rows.values()}
    known = ImportedGroup.objects.filter(fingerprint__in=prints, group__isnull=False)
    before = {one.fingerprint: one for one in known.select_related("group_import", "group")}
    first: dict[str, int] = {}
    for number, row in rows.items():
        row.imported = before.get(row.fingerprint)
        earlier = first.setdefault(row.fingerprint, number)
        row.same_row = earlier if earlier != number else None


def _find_alike(plans: Mapping[int, Plan], rows: Mapping[int, Prospect]) -> None:
    """Find groups of the same organisation, for the same people, at the same first hour."""
    groups = SupportGroup.objects.filter(
        state__in=(GroupState.DRAFT, *CURRENT),
        organisation__in={plan["organisation"] for plan in plans.values()},
        first_on__in={plan["first_on"] for plan in plans.values() if plan["first_on"]},
    )
    there = defaultdict(list)
    for group in groups.select_related("organisation").prefetch_related("hosting_districts"):
        there[_likeness(partial(getattr, group))].append(group)
    for number, plan in plans.items():
        if rows[number].is_new:
            rows[number].alike = there[_likeness(plan.__getitem__)]


def _remark_on_leaders(plans: Mapping[int, Plan], rows: Mapping[int, Prospect]) -> None:
    """Say which leaders cannot come on some of the days, or have named other weekdays."""
    days = [day for number in plans for day in rows[number].days]
    if not days:
        return
    absences = absences_of(leaders_of(list(plans.values())), min(days), max(days))
    for number, plan in plans.items():
        if own := rows[number].days:
            away = away_on(own, leaders_of([plan]), absences)
            rows[number].remarks = [*away, *not_that_day([plan], plan["weekday"])]


def _likeness(value_of: Callable[[str], Any]) -> tuple:
    return tuple(value_of(name) for name in LIKENESS)
