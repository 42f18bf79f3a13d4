"""The days on which no group meets: Sweden's holidays and the school breaks, by name."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils import timezone

from groups.models import SchoolBreak, Session

DAY = timedelta(days=1)
WORKING_WEEK = timedelta(days=4)  # from a Monday to its Friday


def closed_days(start: date, end: date) -> dict[date, str]:
    """Return every closed local day from ``start`` to ``end``, both included, with its name.

    A holiday within a break keeps its own name. Days come in order.
    """
    named: dict[date, str] = {}
    for one in SchoolBreak.objects.touching(start, end):
        named |= dict.fromkeys(_days(max(one.first_on, start), min(one.last_on, end)), one.name)
    for year in range(start.year, end.year + 1):
        named |= {day: name for day, name in holidays_of(year).items() if start <= day <= end}
    return dict(sorted(named.items()))


@cache
def holidays_of(year: int) -> dict[date, str]:
    """Return Sweden's public holidays and the three eves that the law equals with them.

    Source: lag 1989:253 om allmänna helgdagar; 7 § semesterlagen for midsummer's, Christmas and
    New Year's eve.
    """
    import holidays  # late: it is half a second, and most processes never ask

    return dict(
        holidays.country_holidays(
            "SE", years=year, language="sv", categories=("public", "de_facto"), expand=False
        )
    )


def usual_breaks(year: int) -> list[tuple[str, date, date]]:
    """Return name, first and last day of the breaks that begin in ``year`` as Stockholm has them.

    Sportlov is week 9 and höstlov week 44. Påsklov is the week of Easter Monday: some years the
    city takes the week before instead, and the coordinator then moves it. Jullov is from
    20 December to 9 January, the widest of recent years.
    """
    easter = next(day for day, name in holidays_of(year).items() if name == "Annandag påsk")
    return [
        ("Sportlov", *_week(year, 9)),
        ("Påsklov", easter, easter + WORKING_WEEK),
        ("Höstlov", *_week(year, 44)),
        ("Jullov", date(year, 12, 20), date(year + 1, 1, 9)),
    ]


@dataclass(frozen=True)
class BreakRow:
    """A break, and how many sessions are planned on its days all the same."""

    school_break: SchoolBreak
    sessions: int


def breaks_to_come(today: date) -> list[BreakRow]:
    """Return the breaks that are not over, with the sessions in their way; two queries."""
    breaks = list(SchoolBreak.objects.filter(last_on__gte=today))
    coming = Session.objects.filter(active=True, during__endswith__gt=timezone.now())
    days = [timezone.localdate(span.lower) for span in coming.values_list("during", flat=True)]
    return [
        BreakRow(one, sum(one.first_on <= day <= one.last_on for day in days)) for one in breaks
    ]


def year_without_breaks(today: date) -> int:
    """Return the first year from this one on in which no break begins."""
    years = set(SchoolBreak.objects.values_list("first_on__year", flat=True))
    return next(
        year for year in range(today.year, today.year + len(years) + 1) if year not in years
    )


def _week(year: int, number: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, number, 1)
    return monday, monday + WORKING_WEEK


def _days(first: date, last: date):
    while first <= last:
        yield first
        first += DAY
