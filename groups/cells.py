"""What somebody wrote in a cell, read as a day, an hour, a term, a yes or no. Pure.

Each function returns None for what it cannot read; nothing is guessed.
"""

import re
from datetime import date, time

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from groups.choices import Season
from groups.schedule import YEARS
from groups.terms import CODES, FIRST_CENTURY, Term

LETTERS_OF_A_MONTH = 3  # enough to tell one from another
DAYS = (
    re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/. ]\s*(?P<year>\d{4})"),
    re.compile(r"(?:[^\W\d]+\s+)?(?P<day>\d{1,2})\.?\s+(?P<name>[^\W\d]+)\.?\s+(?P<year>\d{4})"),
)
HOUR = re.compile(r"(?:kl\.?\s*)?(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2})(?::00)?)?")
TERM = re.compile(r"(?P<half>[^\W\d]+)\s*(?P<year>\d{4}|\d{2})")


def day_of(text: str) -> date | None:
    """Read *2027-01-12*, *20270112*, *12/1 2027* (the day first) or *tisdag 12 januari 2027*."""
    for form in DAYS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            month = parts.get("month") or _month_of(parts.get("name", ""))
            return _date(int(parts["year"]), int(month or 0), int(parts["day"]))
    return None


def hour_of(text: str) -> time | None:
    """Read *16*, *16.30*, *16:30* or *kl. 16.30*."""
    found = HOUR.fullmatch(text.casefold())
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def term_of(text: str) -> Term | None:
    """Read *vt27*, *VT 2027* or *våren 2027*."""
    found = TERM.fullmatch(text.casefold())
    if found is None:
        return None
    season = _seasons().get(found["half"])
    year = int(found["year"]) + (FIRST_CENTURY if len(found["year"]) == 2 else 0)
    return Term.of(year, season) if season and year in YEARS else None


def yes_or_no(text: str) -> bool | None:
    """Read *ja*, *x* or *1*; *nej*, *0* or an empty cell."""
    said = text.casefold()
    if said in (_("yes"), "x", "1"):
        return True
    return False if said in (_("no"), "0", "-", "") else None


def names_of_weekday(number: int) -> list[str]:
    """Return *tisdag* and its short form, as the language of the page has them."""
    return [str(WEEKDAYS[number]), str(WEEKDAYS_ABBR[number])]


def _month_of(name: str) -> int | None:
    start = name.casefold()[:LETTERS_OF_A_MONTH]
    months = {str(words).casefold()[:LETTERS_OF_A_MONTH]: month for month, words in MONTHS.items()}
    return months.get(start)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _seasons() -> dict[str, Season]:
    said = {_("the spring"): Season.SPRING, _("the autumn"): Season.AUTUMN}
    names = {str(season.label): season for season in Season}
    return CODES | said | names
