"""The figures as a paper prints them: all numbers, and the groups divided by need."""

from datetime import date

from groups.terms import Term
from reports.choices import FactKind
from reports.documents import COMPUTED
from reports.figures.cells import Mark
from reports.figures.counting import Scope
from reports.figures.reading import Reading, read, read_all
from reports.figures.registry import BY_CODE
from reports.figures.sheets import WHY_FEW
from reports.figures.units import Unit
from reports.tables import Column, Row, Table

BY_NEED = "groups_started-need"
OF_CHILDREN = (Unit.CHILDREN, Unit.NEEDS, Unit.WEEKS)


def computed_tables(day: date) -> list[Table]:
    """Return the figures of the term of the local ``day`` as tables."""
    scope = Scope.of(Term.on(day), day)
    readings = read_all(scope)
    children = [one for one in readings if one.figure.unit in OF_CHILDREN]
    started = read(BY_CODE["groups_started"], scope)
    return [
        summary("Nyckeltal: utbudet", [one for one in readings if one not in children]),
        summary("Nyckeltal: barnen", children),
        *(sheet.table() for sheet in (started.sheets if started else ()) if sheet.code == BY_NEED),
    ]


def summary(caption: str, readings: list[Reading]) -> Table:
    """Return one line for each figure of the whole city, with what it counts."""
    return Table(
        place=COMPUTED,
        kind=FactKind.COMPUTED,
        caption=caption,
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
