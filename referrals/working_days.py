"""Working days: Monday to Friday, but for holidays and the eves that the law equals with them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from groups.closures import holidays_of

DAY = timedelta(days=1)
SATURDAY = 5  # of date.weekday()


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def next_working_day(day: date) -> date:
    """Return the first working day after ``day``."""
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def one_working_day_after(moment: datetime) -> datetime:
    """Return when one working day has passed since ``moment``, local time.

    From a working day to the same time on the next. What comes on a day off counts from the
    beginning of the next working day, and so has until that day is over.
    """
    local = timezone.localtime(moment)
    coming = next_working_day(local.date())
    if is_working_day(local.date()):
        return timezone.make_aware(datetime.combine(coming, local.time()))
    return timezone.make_aware(datetime.combine(coming + DAY, time.min))


def last_day_to_read(moment: datetime) -> date:
    """Return the working day on which what came at ``moment`` is read at the latest."""
    return timezone.localtime(one_working_day_after(moment) - timedelta(microseconds=1)).date()


def working_days_between(first: date, last: date) -> int:
    """Return how many working days there are after ``first``, up to and including ``last``."""
    return sum(is_working_day(first + DAY * n) for n in range(1, (last - first).days + 1))
