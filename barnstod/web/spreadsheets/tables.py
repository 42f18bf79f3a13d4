"""What a spreadsheet is to us: headings, and numbered rows of text. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Limits:
    """The largest table that is taken; ``packed`` is the file, ``unpacked`` what it grows to."""

    rows: int = 1000
    columns: int = 60
    letters: int = 2000  # in one cell
    packed: int = 2_000_000  # bytes
    unpacked: int = 12_000_000  # bytes; a workbook is a zip archive


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet program counts, and a text for each heading."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_lists(self) -> list[list]:
        """Return it as JSON takes it, to be carried by a page between a look and a yes."""
        return [list(self.headings), *([row.number, *row.cells] for row in self.rows)]

    @classmethod
    def of_lists(cls, lists: Sequence[Sequence]) -> "Table":
        """Return the table that :meth:`as_lists` gave away."""
        headings, *rows = lists
        return cls(tuple(headings), tuple(Row(row[0], tuple(row[1:])) for row in rows))


class SheetRefused(Exception):
    """The file is not a table that we take; the words say why and what to do."""


def cleaned(text: str) -> str:
    """Return the text without what cannot be seen: signs of width none, spaces that do not break.

    A letter and its dots become one character, as everywhere else; some computers write two.
    """
    seen = "".join(
        char if char.isprintable() or char in "\t\n" else " " if char.isspace() else ""
        for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    return seen.strip()


def table_of(lines: Iterable[tuple[int, Sequence[str]]], limits: Limits) -> Table:
    """Return the table of numbered lines; the headings are the first line of two cells or more.

    Empty lines and a title above the headings are left out, empty cells at the end of the headings
    too. Reads no further than the limits. Raises SheetRefused for a table that is too large, or is
    none.
    """
    headings: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, cells in _below_title(iter(lines)):
        if not any(cells):
            continue
        _need_short(number, cells, limits)
        if headings is None:
            headings = _trimmed(cells)
            continue
        if len(rows) == limits.rows:
            raise SheetRefused(
                _("The file has more than %(rows)s rows. Divide it into several.")
                % {"rows": limits.rows}
            )
        rows.append(Row(number, _as_wide(cells, len(headings))))
    if headings is None:
        raise SheetRefused(_("The file is empty."))
    if not rows:
        raise SheetRefused(_("The file has headings but no rows."))
    return Table(headings, tuple(rows))


def _below_title(lines: Iterator[tuple[int, Sequence[str]]]) -> Iterator:
    """Yield the lines from the first that fills two cells on; all of them if none does."""
    above = []
    for number, cells in lines:
        if sum(map(bool, cells)) > 1:
            yield number, cells
            yield from lines
            return
        above.append((number, cells))
    yield from above


def _need_short(number: int, cells: Sequence[str], limits: Limits) -> None:
    if any(cells[limits.columns :]):
        raise SheetRefused(
            _("Row %(row)s has more than %(columns)s columns.")
            % {"row": number, "columns": limits.columns}
        )
    if any(len(cell) > limits.letters for cell in cells):
        raise SheetRefused(
            _("Row %(row)s has a cell with more than %(letters)s characters.")
            % {"row": number, "letters": limits.letters}
        )


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell)
    return tuple(cells[: last + 1])


def _as_wide(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return as many cells as there are headings; what stands beside the table is not of it."""
    return tuple(cells[:width]) + ("",) * (width - len(cells))
