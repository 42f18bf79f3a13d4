"""Working days, with the holidays of Sweden."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from referrals.working_days import (
    is_working_day,
    last_day_to_read,
    one_working_day_after,
    working_days_between,
)


def local(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # a Friday
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-12-24", False),  # the law equals the eve with a holiday
        ("2026-12-31", False),
        ("2027-01-06", False),  # Epiphany, a Wednesday
        ("2027-05-06", False),  # Ascension Day
        ("2027-06-25", False),  # midsummer's eve
        ("2027-06-28", True),
    ],
)
def test_working_days_of_sweden(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("came", "due", "read_by"),
    [
        ("2026-11-23 08:00", "2026-11-24 08:00", "2026-11-24"),
        ("2026-11-20 15:00", "2026-11-23 15:00", "2026-11-23"),  # a Friday afternoon
        ("2026-11-21 03:00", "2026-11-24 00:00", "2026-11-23"),  # Saturday night: all of Monday
        ("2026-12-23 16:00", "2026-12-28 16:00", "2026-12-28"),
        ("2026-12-24 00:00", "2026-12-29 00:00", "2026-12-28"),
        ("2026-03-27 09:00", "2026-03-30 09:00", "2026-03-30"),  # the clocks go forward between
    ],
)
def test_one_working_day_later(came, due, read_by):
    assert one_working_day_after(local(came)) == local(due)
    assert last_day_to_read(local(came)) == date.fromisoformat(read_by)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-21", "2026-11-22", 0),
        ("2026-12-23", "2026-12-28", 1),
        ("2026-11-24", "2026-11-23", 0),
    ],
)
def test_how_many_working_days_there_are_between(first, last, days):
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == days
