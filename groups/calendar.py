"""A month on a wall: weeks from Monday, their numbers, and what happens on each day.

Pure: entries in, weeks out; no database and no clock. Days and hours are Stockholm's.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

YEARS = range(2000, 2100)  # the portal knows nothing outside them
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """Something that happens, in Stockholm's own time."""

    begins: datetime
    ends: datetime
    title: str
    url: str
    detail: str = ""
    is_cancelled: bool = False
    is_draft: bool = False


@dataclass(frozen=True)
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Week:
    number: int  # ISO 8601, as on every Swedish calendar
    days: tuple[Day, ...]


def month_asked(text: str, today: date) -> date:
    """Return the first day of the month ``2026-11``; of this month for anything else."""
    found = MONTH.fullmatch(text)
    if found:
        year, month = int(found[1]), int(found[2])
        if year in YEARS and 1 <= month <= 12:
            return date(year, month, 1)
    return today.replace(day=1)


def month_after(first: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier if negative."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def span(first: date) -> tuple[date, date]:
    """Return the Monday the month's grid begins with, and the Monday after it."""
    last = month_after(first, 1) - timedelta(days=1)
    begins = first - timedelta(days=first.weekday())
    return begins, last + timedelta(days=7 - last.weekday())


def weeks(first: date, entries: Iterable[Entry], today: date) -> list[Week]:
    """Return the weeks of the month, each day with its entries in the order they begin."""
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.begins, entry.title)):
        by_day.setdefault(entry.begins.date(), []).append(entry)
    return [
        Week(
            number=dates[0].isocalendar().week,
            days=tuple(
                Day(
                    date=day,
                    is_in_month=day.month == first.month,
                    is_today=day == today,
                    entries=tuple(by_day.get(day, ())),
                )
                for day in dates
            ),
        )
        for dates in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
