"""A calendar on a wall: which days a page shows, and what happens on each of them.

Pure: entries in, weeks out; no database and no clock. Days and hours are Stockholm's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from groups.schedule import YEARS

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONTH_VIEW, WEEK_VIEW, LIST_VIEW = VIEWS = ("manad", "vecka", "lista")


@dataclass(frozen=True)
class Entry:
    """A session, in Stockholm's own time. ``warnings`` are what somebody should see to."""

    key: str
    begins: datetime
    ends: datetime
    title: str
    url: str
    detail: str = ""
    is_cancelled: bool = False
    is_draft: bool = False
    warnings: tuple[str, ...] = ()
    move_url: str = ""  # empty for whoever may not move it

    @property
    def tone(self) -> str:
        """Return the class that tells the state by an edge; the words tell it too."""
        if self.is_cancelled:
            return "stop"
        if self.warnings:
            return "wait"
        return "plain" if self.is_draft else "ok"

    @property
    def told(self) -> str:
        """Return the title with its state and what to see to, in words."""
        title = self.title
        if self.is_cancelled:
            title = _("cancelled: %(title)s") % {"title": title}
        elif self.is_draft:
            title = _("draft: %(title)s") % {"title": title}
        return f"{title} ({', '.join(self.warnings)})" if self.warnings else title

    @property
    def clock(self) -> str:
        return f"{self.begins:%H.%M}"


@dataclass(frozen=True)
class Day:
    date: date
    is_shown: bool  # False for the days of a neighbouring month that fill the first and last week
    is_today: bool
    closed: str  # the name of a holiday or school break
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Week:
    number: int  # ISO 8601, as on every Swedish calendar
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Closure:
    """Consecutive closed days of one name, both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Period:
    """What a page shows: a view, and the days from ``first`` to before ``end``."""

    view: str
    first: date
    end: date

    @property
    def previous(self) -> date:
        return self.first - WEEK if self.view == WEEK_VIEW else month_after(self.first, -1)

    @property
    def following(self) -> date:
        return self.end

    @property
    def grid(self) -> tuple[date, date]:
        """Return the Monday that the weeks begin with, and the Monday after them."""
        last = self.end - DAY
        return monday_of(self.first), monday_of(last) + WEEK


def period_asked(view: str, day: str, today: date) -> Period:
    """Return the period around the day ``2026-11-22``; this month for what means nothing."""
    view = view if view in VIEWS else MONTH_VIEW
    middle = day_of(day) or today
    if view == WEEK_VIEW:
        monday = monday_of(middle)
        return Period(view, monday, monday + WEEK)
    first = middle.replace(day=1)
    return Period(view, first, month_after(first, 1))


def day_of(text: str) -> date | None:
    """Return the day that an ISO date or moment begins with, if it is one of our years."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if day.year in YEARS else None


def month_after(first: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier if negative."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(
    period: Period, entries: Iterable[Entry], closed: Mapping[date, str], today: date
) -> list[Week]:
    """Return the weeks of the period, each day with its entries in the order they begin."""
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.begins, entry.title, entry.key)):
        by_day.setdefault(entry.begins.date(), []).append(entry)
    begins, ends = period.grid
    days = [
        Day(
            date=day,
            is_shown=period.first <= day < period.end,
            is_today=day == today,
            closed=closed.get(day, ""),
            entries=tuple(by_day.get(day, ())),
        )
        for day in (begins + timedelta(days=number) for number in range((ends - begins).days))
    ]
    return [
        Week(days[start].date.isocalendar().week, tuple(days[start : start + 7]))
        for start in range(0, len(days), 7)
    ]


def closures(closed: Mapping[date, str]) -> list[Closure]:
    """Return the closed days as stretches of one name, in order."""
    days = sorted(closed)
    stretches = groupby(
        enumerate(days), key=lambda item: (closed[item[1]], item[1].toordinal() - item[0])
    )
    found = []
    for (name, _start), items in stretches:
        stretch = [day for _number, day in items]
        found.append(Closure(name, stretch[0], stretch[-1]))
    return found
