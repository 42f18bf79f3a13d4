"""Figures that are no counts: waits, shares, and where groups meet on a day."""

import math
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, F, QuerySet

from groups.choices import Need
from reports.figures import axes, populations
from reports.figures.cells import Cell, Grid, Label, Mark
from reports.figures.counting import Counter, Dimension, Scope, one
from reports.figures.dimensions import NEEDS, PRESENCES
from reports.figures.figure import Figure, Headline
from reports.figures.periods import WHOLE_CITY, division
from reports.figures.sheets import Sheet, guarded_sheet, plain_sheet
from reports.figures.suppression import FEWEST
from reports.figures.units import Unit

FEWEST_FOR_TENTH = 20  # children; of fewer, one in ten is nearly one of them
WEEK = timedelta(weeks=1)


class Percentile(Aggregate):
    """The value that so large a part of the rows lies below."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def waits(
    code: str, caption: str, rows: Callable[[Scope], QuerySet]
) -> tuple[Callable[[Scope], Headline], Callable[[Scope], list[Sheet]]]:
    """Return headline and sheets of a wait, in whole weeks, begun ones counted."""

    def measured(scope: Scope) -> tuple[int, Cell, Cell]:
        found = rows(scope).aggregate(
            children=Count("pk"),
            median=Percentile(F("waited"), part=0.5),
            tenth=Percentile(F("waited"), part=0.9),
        )
        count = found["children"]
        return (
            count,
            _weeks(found["median"], count, FEWEST),
            _weeks(found["tenth"], count, FEWEST_FOR_TENTH),
        )

    def headline(scope: Scope) -> Headline:
        count, median, _ = measured(scope)
        return Headline(median, _rests_on(count))

    def sheets(scope: Scope) -> list[Sheet]:
        count, median, tenth = measured(scope)
        columns = (Label("median", "Hälften väntade högst"), Label("p90", "Nio av tio högst"))
        notes = (
            f"{_rests_on(count).capitalize()}.",
            f"Hälften anges för minst {FEWEST} barn, nio av tio för minst {FEWEST_FOR_TENTH}.",
        )
        return [
            Sheet(
                f"{code}-city",
                caption,
                Unit.WEEKS,
                (WHOLE_CITY,),
                columns,
                {(WHOLE_CITY.code, "median"): median, (WHOLE_CITY.code, "p90"): tenth},
                row_heading="Del av staden",
                level="city",
                notes=notes,
            )
        ]

    return headline, sheets


def _rests_on(children: int) -> str:
    """Return of how many children, in fives: how many are left out is nobody's business."""
    if children < FEWEST:
        return f"räknat på färre än {FEWEST} barn"
    return f"räknat på minst {children // FEWEST * FEWEST} barn"


def _weeks(waited: timedelta | None, children: int, fewest: int) -> Cell:
    if waited is None:
        return None
    return math.ceil(waited / WEEK) if children >= fewest else Mark.HIDDEN


def needs(
    code: str, name: str, definition: str, time: str, counter: Counter, dimension: Dimension
) -> Figure:
    """Return the figure of the needs of some children, for the whole city.

    Nobody has a need twice, so a need is that of no more children than there are: whoever knows
    their number knows that too.
    """

    def sheet(scope: Scope) -> Sheet:
        return guarded_sheet(
            counter.grid(scope, dimension),
            most=counter.total(scope),
            code=f"{code}-need",
            caption=name,
            unit=Unit.NEEDS,
            row_heading="Behov",
        )

    def headline(scope: Scope) -> Headline:
        found = sheet(scope)
        return Headline(found.cells[found.rows[-1].code, found.columns[-1].code])

    return Figure(
        code,
        name,
        definition,
        Unit.NEEDS,
        time,
        headline,
        lambda scope: [sheet(scope)],
        is_about_children=True,
    )


MARKS = Counter(populations.marks)
PRESENCE = one("Närvaro", "presence", PRESENCES)


def _marks_of_enough(scope: Scope) -> Grid | None:
    """Return the marks, or None where they are of so few children that they would tell of one."""
    if len(populations.marked_children(scope).order_by().values("pk")[:FEWEST]) < FEWEST:
        return None
    return MARKS.grid(scope, PRESENCE)


def attendance(scope: Scope) -> Headline:
    grid = _marks_of_enough(scope)
    if grid is None:
        return Headline(Mark.HIDDEN)
    came = grid.total - grid.value(PRESENCES[-1].code, WHOLE_CITY.code)
    return Headline(share(came, grid.total), f"av {grid.total} markeringar")


def attendance_sheets(scope: Scope) -> list[Sheet]:
    grid = _marks_of_enough(scope)
    if grid is None:
        return []
    return [
        plain_sheet(
            grid,
            code="attendance-presence",
            caption="Markeringar vid träffarna",
            unit=Unit.MARKS,
            row_heading="Närvaro",
        )
    ]


def parallel(scope: Scope) -> Headline:
    groups = populations.child_groups(scope)
    total = groups.count()
    with_parents = groups.filter(parallel_group__isnull=False).count()
    return Headline(share(with_parents, total), f"{with_parents} av {total} barngrupper")


def share(part: int, whole: int) -> int | None:
    """Return whole percent, half a percent up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def coverage(scope: Scope) -> Headline:
    """Return how many districts have a group for any need that may be told by district."""
    grids = [_by_district(scope, need) for need in NEEDS if need.code != Need.FAMILY_VIOLENCE]
    districts = division(scope.day)
    covered = {row for grid in grids for (row, _), groups in grid.cells.items() if groups}
    count = len(covered & {label.code for label in districts.labels})
    return Headline(count, f"av {districts.districts_then} stadsdelar, {scope.day}")


def coverage_sheets(scope: Scope) -> list[Sheet]:
    """Return for each need the groups by district and age, and by district and mode of running.

    Where a group about violence meets is told by part of the city, here as everywhere.
    """
    return [sheet for need in NEEDS for sheet in _coverage_of(scope, need)]


def _coverage_of(scope: Scope, need: Label) -> Iterator[Sheet]:
    by_region = need.code == Need.FAMILY_VIOLENCE
    set_of = f"{division(scope.day).districts_then} stadsdelsområden, {scope.day}"
    for code, title, columns in (("age", "ålder", axes.AGE_SPAN), ("mode", "driftsform", None)):
        grid = _by_district(scope, need, columns or axes.running_mode(scope))
        overlap = ("En grupp kan räknas i flera rader och kolumner, så de summeras inte.",)
        yield Sheet(
            f"coverage-{need.code}-{code}",
            f"Barngrupper som pågår, {need.words.lower()}, efter {title} ({set_of})",
            Unit.GROUPS,
            grid.rows,
            grid.columns,
            grid.cells,
            row_heading="Del av staden" if by_region else "Stadsdel",
            level="region" if by_region else "district",
            notes=overlap,
        )


def _by_district(scope: Scope, need: Label, columns: Dimension | None = None) -> Grid:
    counter = Counter(
        lambda within: populations.meeting_on(within).filter(needs__contains=[need.code]),
        Count("pk", distinct=True),
    )
    rows = axes.REGION if need.code == Need.FAMILY_VIOLENCE else _host(scope)
    return counter.grid(scope, rows, columns or axes.AGE_SPAN)


def _host(scope: Scope) -> Dimension:
    """Return the dimension of the districts that host a group; a city-wide one has a row."""
    districts = division(scope.day)

    def part(values: tuple, within: Scope) -> tuple[Label]:
        (district,) = values
        return (WHOLE_CITY if district is None else districts.home[district],)

    return Dimension("Stadsdel", ("host",), part, (*districts.labels, WHOLE_CITY), many=True)
