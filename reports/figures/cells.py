"""A table of counts: parts, their sums, and what is printed of them. No database.

What is printed of a small number of children stands in :mod:`reports.figures.suppression`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

TOTAL = ""  # the code of a margin: all rows, or all columns


class Mark(StrEnum):
    """What stands in a cell whose number nobody may read."""

    FEW = "few"  # one to four children
    HIDDEN = "hidden"  # a larger number, by which a smaller one could be computed


Cell = int | Decimal | Mark | None
Place = tuple[str, str]  # code of the row, code of the column


@dataclass(frozen=True)
class Label:
    code: str
    words: str


@dataclass(frozen=True)
class Grid:
    """Counts of one unit by two dimensions; one of them may have a single part.

    ``cells`` holds the parts alone. The sums are computed, so they cannot disagree with them.
    """

    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: Mapping[Place, int]

    @property
    def row_codes(self) -> list[str]:
        """Return the rows and, where there are several, their sum."""
        return [row.code for row in self.rows] + [TOTAL] * (len(self.rows) > 1)

    @property
    def column_codes(self) -> list[str]:
        return [column.code for column in self.columns] + [TOTAL] * (len(self.columns) > 1)

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    def value(self, row: str, column: str) -> int:
        """Return a part, or the sum that TOTAL stands for."""
        return sum(
            number
            for (of_row, of_column), number in self.cells.items()
            if row in (TOTAL, of_row) and column in (TOTAL, of_column)
        )

    def values(self) -> dict[Place, int]:
        """Return all that a reader would see if nothing were hidden, sums included."""
        return {
            (row, column): self.value(row, column)
            for row in self.row_codes
            for column in self.column_codes
        }

    def merged(self, into: Mapping[str, Label]) -> "Grid":
        """Return the grid with its rows put together; each row's code is a key of ``into``."""
        rows = tuple(dict.fromkeys(into[row.code] for row in self.rows))
        cells: dict[Place, int] = {}
        for (row, column), number in self.cells.items():
            place = (into[row].code, column)
            cells[place] = cells.get(place, 0) + number
        return replace(self, rows=rows, cells=cells)

    def without_empty(self) -> "Grid":
        """Return the grid of the rows and columns in which there is anything."""
        rows = tuple(row for row in self.rows if self.value(row.code, TOTAL))
        columns = tuple(column for column in self.columns if self.value(TOTAL, column.code))
        kept = {(row.code, column.code) for row in rows for column in columns}
        cells = {place: number for place, number in self.cells.items() if place in kept}
        return Grid(rows, columns, cells)

    @classmethod
    def of(
        cls,
        rows: Iterable[Label],
        columns: Iterable[Label],
        counted: Iterable[tuple[str, str, int]],
    ) -> "Grid":
        """Return the grid of ``counted``: (row, column, number), where a place may come twice.

        Raises KeyError for a part that no row or column is the name of: nothing is left out.
        """
        rows, columns = tuple(rows), tuple(columns)
        cells = {(row.code, column.code): 0 for row in rows for column in columns}
        for row, column, number in counted:
            cells[row, column] += number
        return cls(rows, columns, cells)
