"""Bars of one row of numbers, drawn where people would rather look than read. Pure geometry.

The bars are told apart by words and numbers, never by colour, so they print in black and white.
What is hidden has no bar but a dashed outline of one length for all, which says nothing of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reports.figures.cells import TOTAL, Label, Mark
from reports.tables import number

if TYPE_CHECKING:
    from reports.figures.sheets import Sheet

LINE = 26  # units of the drawing from one bar to the next
BAR = 16
FIRST = 4
WIDTH = 520
NAMES = 230  # to the right edge of the names
LONGEST = 220  # the longest bar
HIDDEN_BAR = 24
FEWEST_BARS, MOST_BARS = 2, 16


def plot_of(sheet: Sheet) -> dict[str, Any] | None:
    """Return the bars of the sheet as plain data, with the finding as words; None for no plot.

    A table with several columns is drawn by its sums; one whose columns have none is not drawn,
    and neither is a table of nothing.
    """
    column = sheet.columns[-1]
    if len(sheet.columns) > 1 and column.code != TOTAL:
        return None
    lines = [row for row in sheet.rows if row.code != TOTAL]
    known = [
        (row, cell)
        for row in lines
        if isinstance(cell := sheet.cells.get((row.code, column.code)), int | Decimal)
    ]
    longest = max((cell for _, cell in known), default=0)
    if not FEWEST_BARS <= len(lines) <= MOST_BARS or not longest:
        return None
    return {
        "title": finding(sheet, known, is_whole=len(known) == len(lines)),
        "width": WIDTH,
        "height": FIRST * 2 + LINE * len(lines),
        "names": NAMES,
        "bars": [
            _bar(row, sheet.cells.get((row.code, column.code)), index, longest)
            for index, row in enumerate(lines)
        ],
    }


def finding(sheet: Sheet, known: list[tuple[Label, Any]], *, is_whole: bool) -> str:
    """Return what the bars show: which is the longest, and of how many. What is hidden may be
    longer still."""
    most = max(cell for _, cell in known)
    alike = [other.words for other, cell in known if cell == most]
    names = " och ".join(alike) if len(alike) < 3 else f"{len(alike)} av dem lika"
    total = sheet.cells.get((TOTAL, sheet.columns[-1].code))
    of_all = f" av {number(total)}" if isinstance(total, int) else ""
    flest = "Flest" if is_whole else "Flest av dem som visas"
    return f"{sheet.caption}. {flest}: {names}, {number(Decimal(most))}{of_all} {sheet.unit.words}."


def _bar(row: Label, cell: Any, index: int, longest) -> dict[str, Any]:
    top = FIRST + LINE * index
    is_known = not isinstance(cell, Mark) and cell is not None
    length = round(float(cell) / float(longest) * LONGEST, 1) if is_known else HIDDEN_BAR
    text = number(Decimal(cell)) if is_known else "döljs" if isinstance(cell, Mark) else "–"
    return {
        "words": row.words,
        "text": text,
        "is_known": is_known,
        "length": f"{length:g}",
        "top": top,
        "height": BAR,
        "left": NAMES + 10,
        "text_left": f"{NAMES + 18 + length:g}",
        "base": top + 13,
    }
