"""What a figure is: its words, its unit, its time, and the tables that it is read from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.figures.cells import Cell, Grid, Label, Mark
from reports.figures.counting import Counter, Dimension, Scope
from reports.figures.periods import Division, divisions, words_of
from reports.figures.sheets import (
    Sheet,
    guarded_sheet,
    place_sheets,
    plain_sheet,
    shown,
)
from reports.figures.suppression import is_small
from reports.figures.units import Unit

DAY, TODAY, TERM = "{day}", "{today}", "{term}"
Axis = Dimension | Callable[[Scope], Dimension]  # one whose parts the office may change is asked
OVERLAP = "a child may be in several parts; count needs"


@dataclass(frozen=True)
class Headline:
    """The one number of a figure for the whole city, and what it rests on."""

    cell: Cell
    words: str = ""

    @property
    def text(self) -> str:
        return shown(self.cell)


@dataclass(frozen=True)
class Figure:
    code: str
    name: str
    definition: str
    unit: Unit
    time: str  # DAY, TODAY or TERM
    headline: Callable[[Scope], Headline]
    sheets: Callable[[Scope], list[Sheet]]
    is_about_children: bool = False  # then a paper prints it of a whole published term alone

    @property
    def is_of_a_day(self) -> bool:
        """Tell whether it may be asked for on any day: of children nothing may."""
        return self.time == DAY and not self.is_about_children

    def time_in(self, scope: Scope) -> str:
        return self.time.format(day=scope.day, today=scope.today, term=words_of(scope.term))


def counted(
    code: str,
    name: str,
    definition: str,
    unit: Unit,
    time: str,
    counter: Counter,
    *,
    parts: dict[str, tuple[Axis, ...]],
    place: Callable[[Division], Dimension] | None = None,
    columns: Dimension | None = None,
) -> Figure:
    """Return the figure that counts rows: in all, by place and ``columns``, and by other parts.

    Raises ValueError for children divided by what one child may have several of: those are needs.
    Tables of children share no dimension but the place, or they could be set against each other.
    """
    if unit.is_of_children:
        known = [axis for axes in parts.values() for axis in axes if isinstance(axis, Dimension)]
        if unit is Unit.CHILDREN and any(one.many for one in (*known, columns) if one):
            raise ValueError(f"{code}: {OVERLAP}")
        if any(len(pair) > 1 for pair in parts.values()):
            raise ValueError(f"{code}: children are counted by place and one thing more")

    def headline(scope: Scope) -> Headline:
        total = counter.total(scope)
        hidden = unit.is_of_children and is_small(total)
        return Headline(Mark.FEW if hidden else total)

    def sheets(scope: Scope) -> list[Sheet]:
        found = []
        if place and columns:
            of_places = {"unit": unit, "row_heading": "Stadsdel"}
            found += by_divisions(counter, scope, place, columns, code, name, of_places)
        for part, axes in parts.items():
            pair = tuple(axis(scope) if callable(axis) else axis for axis in axes)
            words: dict[str, Any] = {
                "code": f"{code}-{part}",
                "caption": f"{name} efter {' och '.join(one.heading.lower() for one in pair)}",
                "unit": unit,
                "row_heading": pair[0].heading,
            }
            grid = counter.grid(scope, *pair)
            found.append(
                guarded_sheet(grid, **words) if unit.is_of_children else _open(grid, pair, words)
            )
        return found

    return Figure(code, name, definition, unit, time, headline, sheets, unit.is_of_children)


def _open(grid: Grid, pair: tuple[Dimension, ...], words: dict) -> Sheet:
    """Return a table of what is no child; where parts overlap no sum of them is printed."""
    sheet = plain_sheet(grid, **words)
    if not any(one.many for one in pair):
        return sheet
    return Sheet(
        **words,
        rows=grid.rows,
        columns=grid.columns,
        cells=grid.cells,
        notes=("En grupp kan räknas på flera rader, så raderna summeras inte.",),
    )


def by_divisions(counter, scope, place, columns, code, name, words) -> list[Sheet]:
    """Return the sheet by place; where districts were put together in the term, two.

    The first has each row where it was written. The second is the first with its rows put
    together, and tells no more than that: a sum of which a part is hidden is hidden.
    """
    sets = divisions(scope.term)
    grid = counter.grid(scope, place(sets[0]), columns)
    headings = f"{name} efter stadsdel och {columns.heading.lower()}"
    sheet, _ = place_sheets(
        grid, sets[0], code=f"{code}-place", caption=f"{headings}{_set(sets[0])}", **words
    )
    if len(sets) == 1 or sheet.level != "district":
        return [sheet]
    return [sheet, put_together(sheet, sets, f"{code}-place-after", f"{headings}{_set(sets[1])}")]


def _set(division: Division) -> str:
    return f" ({division.districts_then} stadsdelsområden, {division.day})"


def put_together(sheet: Sheet, sets: list[Division], code: str, caption: str) -> Sheet:
    first, last = sets
    later = {first.home[pk].code: label for pk, label in last.home.items() if pk in first.home}
    parts: dict[Label, list[str]] = {}
    for row in sheet.rows:
        parts.setdefault(later.get(row.code, row), []).append(row.code)
    cells = {
        (label.code, column.code): together(sheet.cells[row, column.code] for row in rows)
        for label, rows in parts.items()
        for column in sheet.columns
    }
    return Sheet(
        code=code,
        caption=caption,
        unit=sheet.unit,
        rows=tuple(parts),
        columns=sheet.columns,
        cells=cells,
        row_heading=sheet.row_heading,
        level=sheet.level,
        notes=sheet.notes,
    )


def together(cells) -> Cell:
    cells = list(cells)
    if len(cells) == 1:
        return cells[0]
    return Mark.HIDDEN if any(isinstance(cell, Mark) for cell in cells) else sum(cells)
