"""Tables go out as CSV or as an Excel workbook; no cell is ever a formula."""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from io import BytesIO, StringIO

from barnstod.web.spreadsheets.formulas import harmless

os.environ.setdefault("OPENPYXL_LXML", "False")  # the same writer everywhere

Cell = str | int | date | time | None
BOM = "\N{BYTE ORDER MARK}"  # without it Excel takes å, ä and ö for something else
WIDEST = 48  # characters; longer cells wrap
LONGEST = 32_767  # characters in a cell, the limit of Excel itself


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; ``rows`` hold text, whole numbers, days and hours."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as Swedish programs expect it: semicolons, UTF-8 with a mark, CRLF."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def workbook_of(*sheets: Sheet) -> bytes:
    """Return a workbook with these sheets, the headings of each in sight when one scrolls."""
    from openpyxl import Workbook  # late, as in workbooks.py

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(page, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    lines = [sheet.headings, *sheet.rows]
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = page.cell(number, place, _storable(value))
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, str):
                cell.data_type = "s"  # whatever it begins with
            elif isinstance(value, time):
                cell.number_format = "hh:mm"
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="E4EFEC")
    for place, column in enumerate(zip(*lines, strict=True), start=1):
        widest = max(len(_text(value)) for value in column)
        page.column_dimensions[get_column_letter(place)].width = min(widest + 3, WIDEST)
    page.freeze_panes = "A2"


def _text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case str():
            return harmless(_plain(value))
        case _:
            return str(value)


def _storable(value: Cell):
    return harmless(_plain(value)) if isinstance(value, str) else value


def _plain(text: str) -> str:
    """Return the text without the signs that XML cannot hold, no longer than a cell."""
    return "".join(char for char in text if char.isprintable() or char in "\t\r\n")[:LONGEST]
