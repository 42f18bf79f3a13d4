"""From rows of the database to grids: one aggregate a table, grouped in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Aggregate, Count, QuerySet

from groups.terms import Term
from reports.figures.cells import Grid, Label
from reports.figures.periods import UNKNOWN, WHOLE_CITY, Division


@dataclass(frozen=True)
class Scope:
    """What a figure is counted for: a whole term, a day of it, and the day of counting."""

    term: Term
    day: date
    today: date

    @classmethod
    def of(cls, term: Term, today: date) -> "Scope":
        """Return the scope whose day is today or, in another term, one when most groups meet."""
        middle = date(term.year, 10 if term.half else 3, 15)
        return cls(term, today if Term.on(today) == term else middle, today)


@dataclass(frozen=True)
class Dimension:
    """One way to divide rows: which columns of the database it reads, and where a row belongs.

    ``labels`` are all the parts there are; none means those that occur. A dimension of
    ``many`` puts a row in several parts, so that the parts may be more than the whole.
    """

    heading: str
    fields: tuple[str, ...]
    part: Callable[[tuple, Scope], Iterable[Label | str]]
    labels: tuple[Label, ...] = ()
    many: bool = False


ALL = Dimension("", (), lambda values, scope: (WHOLE_CITY.code,), (WHOLE_CITY,))


def by_place(*fields: str) -> Callable[[Division], Dimension]:
    """Return how to divide children by district; ``fields`` hold it and the child's protection.

    Where a child with protected data lives is counted nowhere below the city.
    """

    def dimension(division: Division) -> Dimension:
        def part(values: tuple, scope: Scope) -> tuple[Label]:
            district, protection = values
            known = district is not None and protection == "none"
            return (division.home[district] if known else UNKNOWN,)

        return Dimension("Stadsdel", fields, part, (*division.labels, UNKNOWN))

    return dimension


def one(heading: str, field_name: str, labels: tuple[Label, ...]) -> Dimension:
    """Return the dimension of a column whose values are the codes of ``labels``."""
    return Dimension(heading, (field_name,), lambda values, scope: (values[0],), labels)


def several(heading: str, field_name: str, labels: tuple[Label, ...]) -> Dimension:
    """Return the dimension of a column that holds several codes at once."""
    return Dimension(heading, (field_name,), lambda values, scope: values[0], labels, many=True)


@dataclass(frozen=True)
class Counter:
    """What is counted: rows of one term, and how many a row is."""

    rows: Callable[[Scope], QuerySet]
    number: Aggregate = field(default_factory=lambda: Count("pk"))

    def grid(self, scope: Scope, rows: Dimension, columns: Dimension = ALL) -> Grid:
        """Return the counts by two dimensions; one query. Empty labels stand there with zero."""
        fields = (*rows.fields, *columns.fields)
        found = self.rows(scope).order_by().values_list(*fields).annotate(number=self.number)
        counted: list[tuple[Label | str, Label | str, int]] = []
        for *values, number in found:
            own, other = tuple(values[: len(rows.fields)]), tuple(values[len(rows.fields) :])
            counted += [
                (row, column, number or 0)
                for row in rows.part(own, scope)
                for column in columns.part(other, scope)
            ]
        return Grid.of(
            _labels(rows, (row for row, _, _ in counted)),
            _labels(columns, (column for _, column, _ in counted)),
            [(_code(row), _code(column), number) for row, column, number in counted],
        )

    def total(self, scope: Scope) -> int:
        return self.rows(scope).order_by().aggregate(number=self.number)["number"] or 0


def _labels(dimension: Dimension, found: Iterable[Label | str]) -> tuple[Label, ...]:
    """Return all labels; those that occur and are not among them come last, by name."""
    known = set(dimension.labels)
    others = {label for label in found if isinstance(label, Label)} - known
    return (*dimension.labels, *sorted(others, key=lambda label: label.words))


def _code(part: Label | str) -> str:
    return part.code if isinstance(part, Label) else part
