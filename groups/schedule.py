"""When a group meets. Pure: a plan in, moments out; no database and no clock."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = timedelta(days=7)
YEARS = range(2000, 2100)  # the portal knows nothing outside them


def days(first_on: date, weekday: int, number: int, closed: Collection[date] = ()) -> list[date]:
    """Return ``number`` local days, a week or more apart, none of them closed.

    The first is the first open ``weekday`` (0 is Monday) on or after ``first_on``.
    Raises ValueError for a weekday that is none and for fewer than one day.
    """
    if weekday not in range(7):
        raise ValueError(f"{weekday} is not a weekday")
    if number < 1:
        raise ValueError(f"{number} sessions are none")
    first = first_on + timedelta(days=(weekday - first_on.weekday()) % 7)
    return list(islice((day for day in _weekly(first) if day not in closed), number))


def moments(day: date, starts_at: time, ends_at: time) -> tuple[datetime, datetime]:
    """Return begin and end in UTC of a session at these hours of Stockholm's wall clock.

    The clock on the wall decides, so 16.00 is 16.00 on both sides of a change to summer time.
    Raises ValueError unless it ends after it begins.
    """
    begin = datetime.combine(day, starts_at, STOCKHOLM).astimezone(UTC)
    end = datetime.combine(day, ends_at, STOCKHOLM).astimezone(UTC)
    if begin >= end:
        raise ValueError(f"a session from {starts_at} to {ends_at} on {day} has no length")
    return begin, end


def _weekly(day: date) -> Iterator[date]:
    while True:
        yield day
        day += WEEK
