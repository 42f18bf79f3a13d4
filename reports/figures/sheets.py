"""A figure as it may be read: one table with its marks, whatever is then printed from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reports.choices import FactKind
from reports.documents import COMPUTED
from reports.figures.cells import TOTAL, Cell, Grid, Label, Mark, Place
from reports.figures.periods import UNKNOWN, WHOLE_CITY, Division
from reports.figures.plots import plot_of
from reports.figures.suppression import FEWEST, Guarded, guard, is_small
from reports.figures.units import Unit
from reports.tables import Column, Row, Table, number

MARKS = {Mark.FEW: f"färre än {FEWEST}", Mark.HIDDEN: "visas inte"}
NOTHING = "–"  # no number of this kind here
WHY_FEW = (
    f"Ett till fyra barn skrivs ut som färre än {FEWEST}. Några större antal visas inte, för att "
    "ingen ska kunna räkna ut de små."
)
WHY_LARGER = {
    "region": "Visas per del av staden, för att för många antal per stadsdel skulle döljas.",
    "city": "Visas för hela staden, för att för många antal skulle döljas i en finare tabell.",
}


@dataclass(frozen=True)
class Sheet:
    """One table of one unit. ``level`` says how finely the rows divide the city, if they do.

    A row or column with the code TOTAL is a sum; the label of it says of what.
    """

    code: str
    caption: str
    unit: Unit
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: Mapping[Place, Cell]
    row_heading: str = ""
    level: str = ""  # "district", "region", "city" or ""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_of_places(self) -> bool:
        return bool(self.level)

    def only(self, rows: Collection[str]) -> "Sheet":
        """Return the sheet with these rows of places and what is of the whole city."""
        if not self.is_of_places:
            return self
        kept = tuple(row for row in self.rows if row.code in {TOTAL, WHOLE_CITY.code, *rows})
        return replace(self, rows=kept)

    def named(self, caption: str) -> "Sheet":
        return replace(self, caption=caption)

    def table(self) -> Table:
        """Return what page, file and paper print."""
        return Table(
            place=COMPUTED,
            kind=FactKind.COMPUTED,
            caption=self.caption,
            columns=(
                Column(self.row_heading or "Omfattning"),
                *(Column(column.words, "num") for column in self.columns),
            ),
            rows=tuple(self._row(row) for row in self.rows if row.code != TOTAL),
            total=next((self._row(row) for row in self.rows if row.code == TOTAL), None),
            notes=self.notes,
            plot=plot_of(self),
        )

    def _row(self, label: Label) -> Row:
        cells = [self.cells.get((label.code, column.code)) for column in self.columns]
        last = cells[-1]
        return Row(
            (label.words, *(shown(cell) for cell in cells)),
            f"{self.code}-{label.code}" if label.code else self.code,
            value=None if last is None or isinstance(last, Mark) else float(last),
        )


def shown(cell: Cell) -> str:
    if cell is None:
        return NOTHING
    return MARKS[cell] if isinstance(cell, Mark) else number(Decimal(cell))


def said(cell: Cell, unit: Unit) -> str:
    """Return the cell with what it counts; what is hidden or not there has no unit."""
    is_told = cell is not None and cell != Mark.HIDDEN
    return f"{shown(cell)} {unit.words}" if is_told else shown(cell)


def plain_sheet(
    grid: Grid,
    *,
    code: str,
    caption: str,
    unit: Unit,
    row_heading: str,
    level: str = "",
    notes: tuple[str, ...] = (),
    cells: Mapping[Place, Cell] | None = None,
) -> Sheet:
    """Return the grid with its sums, all of it to be read unless ``cells`` says otherwise."""
    sums = {
        "rows": (Label(TOTAL, "Alla"),) * (len(grid.rows) > 1),
        "columns": (Label(TOTAL, "Alla"),) * (len(grid.columns) > 1),
    }
    return Sheet(
        code=code,
        caption=caption,
        unit=unit,
        rows=grid.rows + sums["rows"],
        columns=grid.columns + sums["columns"],
        cells=grid.values() if cells is None else cells,
        row_heading=row_heading,
        level=level,
        notes=notes,
    )


def guarded_sheet(grid: Grid, *, most: int | None = None, **words) -> Sheet:
    """Return the sheet of a grid of children that is not divided by place."""
    limits = {} if most is None else {"most": most}
    guarded = guard(grid, **limits)
    if guarded is None:
        return total_alone(grid, **words)
    return _marked(guarded, **words)


def place_sheets(grid: Grid, division: Division, **words) -> tuple[Sheet, Guarded | None]:
    """Return the finest sheet by place that is of any use: districts, regions or the whole city.

    ``grid`` has districts of ``division`` as rows, with all that is unknown as one of them.
    """
    region = {row.code: division.region[row.code] for row in grid.rows}
    for level, coarser in (("district", grid), ("region", grid.merged(region))):
        guarded = guard(_without_empty_unknown(coarser))
        if guarded is not None and guarded.is_useful:
            return _marked(guarded, level=level, **words), guarded
    city = grid.merged({row.code: WHOLE_CITY for row in grid.rows})
    guarded = guard(city)
    if guarded is None:
        return total_alone(city, level="city", **words), None
    return _marked(guarded, level="city", **words), guarded


def total_alone(grid: Grid, *, level: str = "", notes: tuple[str, ...] = (), **words) -> Sheet:
    """Return a sheet that tells how many there are in the city and no more."""
    total = grid.total
    cell: Cell = Mark.FEW if is_small(total) else total
    return Sheet(
        rows=(WHOLE_CITY,),
        columns=(Label(TOTAL, "Alla"),),
        cells={(WHOLE_CITY.code, TOTAL): cell},
        level=level,
        notes=(*notes, WHY_FEW),
        **words,
    )


def _marked(guarded: Guarded, *, level: str = "", notes=(), **words) -> Sheet:
    why = (WHY_FEW,) if guarded.marks else ()
    larger = (WHY_LARGER[level],) if level in WHY_LARGER else ()
    return plain_sheet(
        guarded.grid,
        cells={**guarded.grid.values(), **guarded.marks},
        level=level,
        notes=(*notes, *larger, *why),
        **words,
    )


def _without_empty_unknown(grid: Grid) -> Grid:
    """Leave out the row of what is unknown where it is empty: it would only take room."""
    if len(grid.rows) < 2 or grid.value(UNKNOWN.code, TOTAL):
        return grid
    rows = tuple(row for row in grid.rows if row.code != UNKNOWN.code)
    cells = {place: count for place, count in grid.cells.items() if place[0] != UNKNOWN.code}
    return replace(grid, rows=rows, cells=cells)
