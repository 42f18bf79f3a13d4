"""How a key figure has gone from term to term, of what is published and of nothing else.

The words are those of board papers, which are written in Swedish only.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from groups.terms import Term
from reports.figures.cells import Cell, Label, Mark
from reports.figures.figure import Figure
from reports.figures.periods import words_of
from reports.figures.plots import plot_of
from reports.figures.reading import value_of
from reports.figures.registry import BY_CODE
from reports.figures.sheets import Sheet, said, shown
from reports.figures.units import Unit
from reports.models.published import PublishedCell
from reports.tables import number

# What a board asks for, in the order of a child's way.
KEY_FIGURES = (
    "children_asked", "children_waiting", "wait_offer", "children_started",
    "attendance", "children_completed", "groups_started", "seats_taken", "coverage", "cost_child",
    "goals",
)  # fmt: skip
MOST_TERMS = 6
SPARE = 135  # units of a drawing that the names of terms do not need
# More, less and alike, of what is counted and of what is measured.
COUNTED = ("fler än", "färre än", "lika många som")
MEASURED = {
    Unit.WEEKS: ("längre än", "kortare än", "lika länge som"),
    Unit.PERCENT: ("procentenheter mer än", "procentenheter mindre än", "lika mycket som"),
    Unit.KRONOR: ("mer än", "mindre än", "lika mycket som"),
}


@dataclass(frozen=True)
class Trend:
    """One key figure of the last published terms, the earliest first."""

    figure: Figure
    points: tuple[tuple[Term, Cell], ...]

    @property
    def finding(self) -> str:
        """Return what the bars show, in a sentence; of a hidden number nothing is reckoned."""
        (term, now), *before = reversed(self.points)
        words = f"{_told(now, self.figure.unit)} {words_of(term)}"
        if not before:
            return f"{words}. Det är den första termin som är publicerad."
        earlier, was = before[0]
        return f"{words}, {_compared(was, now, self.figure.unit)} {words_of(earlier)}."

    @property
    def plot(self) -> dict[str, Any] | None:
        """Return the bars as any other plot has them; None for a single term."""
        sheet = Sheet(
            code=self.figure.code,
            caption=self.figure.name,
            unit=self.figure.unit,
            rows=tuple(Label(term.code, words_of(term)) for term, _ in self.points),
            columns=(Label("", ""),),
            cells={(term.code, ""): cell for term, cell in self.points},
        )
        drawn = plot_of(sheet)
        return drawn and _narrow(drawn) | {"title": f"{self.figure.name}: {self.finding}"}


def _narrow(drawn: dict[str, Any]) -> dict[str, Any]:
    """Return the plot without the room for long names: a term is short, and a phone is narrow."""
    bars = [
        bar | {"left": bar["left"] - SPARE, "text_left": f"{float(bar['text_left']) - SPARE:g}"}
        for bar in drawn["bars"]
    ]
    return drawn | {"width": drawn["width"] - SPARE, "names": drawn["names"] - SPARE, "bars": bars}


def _told(cell: Cell, unit: Unit) -> str:
    return "Inget värde" if cell is None else said(cell, unit).capitalize()


def _compared(was: Cell, now: Cell, unit: Unit) -> str:
    if was is None or now is None or isinstance(was, Mark) or isinstance(now, Mark):
        return "inget värde" if was is None else shown(was)
    by = Decimal(now) - Decimal(was)
    more, less, alike = MEASURED.get(unit, COUNTED)
    return f"{number(abs(by))} {more if by > 0 else less}" if by else alike


def trends() -> list[Trend]:
    """Return the key figures with what is published of them; two queries, whatever there is."""
    cells = PublishedCell.objects.filter(
        table__code=F("table__figure"), table__figure__in=KEY_FIGURES
    ).select_related("table")
    points: dict[str, list[tuple[Term, Cell]]] = defaultdict(list)
    for cell in cells:
        term = Term.of(cell.table.year, cell.table.season)
        points[cell.table.figure].append((term, value_of(cell)))
    return [
        Trend(BY_CODE[code], tuple(sorted(points[code], key=lambda point: point[0])[-MOST_TERMS:]))
        for code in KEY_FIGURES
        if code in points
    ]
