"""Whole terms, and how the city was divided in them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from districts.choices import Region
from districts.models import District
from groups.terms import Term
from reports.figures.cells import Label

# The rows of a table by place that are no district. Protected children are in the first of them:
# where they live is counted in the whole city alone.
UNKNOWN = Label("okand", "Område anges inte")
WHOLE_CITY = Label("staden", "Hela staden")
REGIONS = {
    Region.INNER_CITY: Label("innerstaden", "Innerstaden"),
    Region.WEST: Label("vasterort", "Västerort"),
    Region.SOUTH: Label("soderort", "Söderort"),
}


def first_day(term: Term) -> date:
    return date(term.year, 7 if term.half else 1, 1)


def last_day(term: Term) -> date:
    return first_day(term.after(1)) - timedelta(days=1)


def days_of(term: Term) -> str:
    return f"{first_day(term)} – {last_day(term)}"


def moments_of(term: Term) -> tuple[datetime, datetime]:
    """Return the first moment of the term and the first after it, Stockholm's midnights."""
    begin, end = (
        timezone.make_aware(datetime.combine(first_day(one), time.min))
        for one in (term, term.after(1))
    )
    return begin, end


def words_of(term: Term) -> str:
    """Return the term as a board paper writes it: våren 2027."""
    return f"{'hösten' if term.half else 'våren'} {term.year}"


@dataclass(frozen=True)
class Division:
    """The districts as they were on one day, and which of them any other district belongs to.

    Numbers roll forward only: a row keeps the district that was valid when it was written, and
    follows it to its successors until ``day``. What was written in a later district stays there.
    """

    day: date
    labels: tuple[Label, ...]
    home: dict[int, Label]  # of each district there ever was
    region: dict[str, Label]  # of each label here

    @property
    def districts_then(self) -> int:
        return len(self.labels)


def division(day: date) -> Division:
    """Return the division of the city on the local date ``day``; one query."""
    districts = {district.pk: district for district in District.objects.all()}

    def at_home(district: District) -> District:
        while district.successor_id and district.valid_to and district.valid_to < day:
            district = districts[district.successor_id]
        return district

    home = {pk: at_home(district) for pk, district in districts.items()}
    return Division(
        day=day,
        labels=tuple(
            _label(district)
            for district in districts.values()
            if home[district.pk] is district and district.valid_from <= day
        ),
        home={pk: _label(district) for pk, district in home.items()},
        region={
            UNKNOWN.code: UNKNOWN,
            **{district.code: REGIONS[Region(district.region)] for district in districts.values()},
        },
    )


def divisions(term: Term) -> list[Division]:
    """Return the division at the end of the term, and before it that of the beginning if the
    districts changed meanwhile."""
    last = division(last_day(term))
    first = division(first_day(term))
    return [last] if set(first.labels) == set(last.labels) else [first, last]


def _label(district: District) -> Label:
    return Label(district.code, district.name)
