"""What the page that is asked first, and the office behind it, read of figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from districts.choices import Region
from groups.choices import AgeBand, Lack
from groups.models import UnmetWish, UsualWait

WEEKS_BACK = 26  # half a year: a term and the weeks in which it is planned


@dataclass(frozen=True)
class Line:
    """One row of a table of figures: its heading, a figure for each column, and their sum."""

    heading: str
    figures: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.figures)


@dataclass(frozen=True)
class Unmet:
    """The wishes of some weeks that nothing fitted: by place and ages, and week by week."""

    by_place: list[Line]
    by_week: list[tuple[date, Line]]
    total: int


def usual_wait(region: str) -> UsualWait | None:
    """Return the wait in this part of the city, or in all of it where too few have waited there."""
    standing = UsualWait.objects.in_bulk([region, ""])
    return standing.get(region) or standing.get("")


def usual_waits() -> list[UsualWait]:
    return list(UsualWait.objects.all())


def unmet_wishes(today: date | None = None) -> Unmet:
    """Return about how many wishes nothing fitted in the last half year; one query.

    Only this function reads them, so that every page shows the same rounded figures.
    """
    today = today or timezone.localdate()
    rows = list(UnmetWish.objects.filter(week_on__gt=today - timedelta(weeks=WEEKS_BACK)))
    places = [(region.value, str(region.label)) for region in Region] + [("", _("no place given"))]
    by_cell = _sums(rows, lambda row: (row.region, row.ages))
    by_week = _sums(rows, lambda row: (row.week_on, row.lack))
    weeks = sorted({row.week_on for row in rows}, reverse=True)
    return Unmet(
        by_place=[
            Line(words, tuple(by_cell[region, band] for band in AgeBand.values))
            for region, words in places
        ],
        by_week=[
            (week, Line("", tuple(by_week[week, lack] for lack in Lack.values))) for week in weeks
        ],
        total=sum(row.number for row in rows),
    )


def _sums(rows: Iterable[UnmetWish], cell) -> Counter:
    sums: Counter = Counter()
    for row in rows:
        sums[cell(row)] += row.number
    return sums
