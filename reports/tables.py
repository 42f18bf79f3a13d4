"""A table as plain data: what page, PDF and CSV print alike, and what is frozen with a report.

No database. The words are those of board papers, which are written in Swedish only.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import compress
from typing import Any

from reports.choices import FactKind, Unit

NO_BREAK = "\N{NO-BREAK SPACE}"
NOT_STATED = "anges inte"
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A heading and how its cells are set: as text, as numbers, or short and never broken."""

    heading: str
    style: str = ""  # "num", "short" or ""


@dataclass(frozen=True)
class Row:
    """One line. The first cell heads it; ``detail`` stands in small type under that heading.

    ``value`` is the number behind the cells, None where there is none or it must not be known.
    """

    cells: tuple[str, ...]
    code: str = ""
    detail: str = ""
    value: float | None = None
    source: str = ""


@dataclass(frozen=True)
class Table:
    """One table of one kind of figure, and the section (``place``) it stands in."""

    place: str
    kind: FactKind
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    plot: dict[str, Any] | None = None  # the bars of its last column, as reports.figures.plots

    @property
    def sources(self) -> list[str]:
        """Return each source of the rows once, in their order."""
        return list(dict.fromkeys(row.source for row in self.rows if row.source))

    def frozen(self) -> dict[str, Any]:
        """Return the table as JSON keeps it and templates print it."""
        return {
            "place": str(self.place),
            "kind": str(self.kind),
            "caption": self.caption,
            "columns": [asdict(column) for column in self.columns],
            "rows": [self._frozen(row) for row in self.rows],
            "total": self.total and self._frozen(self.total),
            "notes": list(self.notes),
            "sources": self.sources,
            "plot": self.plot,
        }

    def without_empty_columns(self) -> "Table":
        """Return the table without columns that say nothing in any row."""
        said = [
            place == 0 or any(row.cells[place] not in (NOT_STATED, NOTHING) for row in self.rows)
            for place in range(len(self.columns))
        ]
        return replace(
            self,
            columns=tuple(compress(self.columns, said)),
            rows=tuple(replace(row, cells=tuple(compress(row.cells, said))) for row in self.rows),
        )

    def _frozen(self, row: Row) -> dict[str, Any]:
        rest = zip(row.cells[1:], self.columns[1:], strict=True)
        return {
            "code": row.code,
            "heading": row.cells[0],
            "detail": row.detail,
            "cells": [{"text": text, "style": column.style} for text, column in rest],
            "value": row.value,
            "source": row.source,
        }


def fact_rows(facts: Mapping[str, object], source: str) -> tuple[Row, ...]:
    """Return a row for each fact; what nobody has entered is not stated."""
    return tuple(
        Row((name, str(value or NOT_STATED)), source=source) for name, value in facts.items()
    )


def number(value: Decimal | int | float) -> str:
    """Return ``value`` as Swedish print: no-break spaces by thousands, decimal comma."""
    whole, _, rest = f"{value:,f}".replace(",", NO_BREAK).partition(".")
    rest = rest.rstrip("0")
    return f"{whole},{rest}" if rest else whole


def amount(value: Decimal | int, of: Decimal | None, unit: str) -> str:
    """Return a figure with its whole: 13 av 18, 90 %."""
    if unit == Unit.PERCENT:
        return f"{number(value)}{NO_BREAK}%"
    return number(value) if of is None else f"{number(value)} av {number(of)}"


def kronor(value: int | None) -> str:
    return NOT_STATED if value is None else f"{number(value)}{NO_BREAK}kr"


FEWEST_CHILDREN = 5  # a smaller number of children could point at one of them


def children(count: int) -> str:
    """Return a number of children as it may be printed: 1-4 are not told apart."""
    return f"färre än {FEWEST_CHILDREN}" if 0 < count < FEWEST_CHILDREN else number(count)
