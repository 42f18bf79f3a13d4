"""The days on which no group meets: Sweden's holidays and the school breaks, by name."""

from datetime import date, timedelta
from functools import cache

from groups.models import SchoolBreak

DAY = timedelta(days=1)
WORKING_WEEK = timedelta(days=4)  # from a Monday to its Friday


def closed_days(start: date, end: date) -> dict[date, str]:
    """Return every closed local day from ``start`` to ``end``, both included, with its name.

    A holiday within a break keeps its own name. Days come in order.
    """
    named = {}
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


def _week(year: int, number: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, number, 1)
    return monday, monday + WORKING_WEEK


def _days(first: date, last: date):
    while first <= last:
        yield first
        first += DAY
