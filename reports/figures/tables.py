"""The figures as a paper prints them: one table of all numbers, and some of them divided."""

from datetime import date

from groups.terms import Term
from reports.choices import FactKind
from reports.documents import COMPUTED
from reports.figures.cells import Mark
from reports.figures.counting import Scope
from reports.figures.reading import Reading, read, read_all
from reports.figures.registry import BY_CODE
from reports.figures.sheets import WHY_FEW
from reports.tables import Column, Row, Table

DIVIDED = ("groups_started", "children_started", "children_waiting", "children_refused")


def computed_tables(day: date) -> list[Table]:
    """Return the figures of the term of the local ``day`` as tables."""
    scope = Scope.of(Term.on(day), day)
    divided = (read(BY_CODE[code], scope) for code in DIVIDED)
    return [
        summary(read_all(scope)),
        *(sheet.table() for reading in divided if reading for sheet in reading.sheets),
    ]


def summary(readings: list[Reading]) -> Table:
    """Return one line for each figure of the whole city, with what it counts."""
    return Table(
        place=COMPUTED,
        kind=FactKind.COMPUTED,
        caption="Nyckeltal för hela staden",
        columns=(
            Column("Nyckeltal"),
            Column("Värde", "num"),
            Column("Enhet"),
            Column("Tid", "short"),
        ),
        rows=tuple(_line(reading) for reading in readings),
        notes=(WHY_FEW,),
    )


def _line(reading: Reading) -> Row:
    figure, headline = reading.figure, reading.headline
    cell = headline.cell
    detail = f"{figure.definition} {headline.words.capitalize()}".strip()
    return Row(
        (figure.name, headline.text, figure.unit.words, reading.time),
        figure.code,
        detail if detail.endswith(".") else f"{detail}.",
        None if cell is None or isinstance(cell, Mark) else float(cell),
    )
