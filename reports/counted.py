"""The key figures of a period as the sections of a report print them: a column for each term.

Of children only what is published is printed, as reports.figures.tables says and why.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from reports.choices import FactKind
from reports.figures.figure import Figure
from reports.figures.periods import words_of
from reports.figures.reading import read
from reports.figures.registry import BY_CODE, FIGURES
from reports.figures.sheets import NOTHING, WHY_FEW
from reports.figures.tables import (
    BEFORE,
    computed_tables,
    how_counted,
    how_counted_table,
    left_out,
)
from reports.matter import CountedTerm, Matter
from reports.tables import NO_BREAK, Column, Row, Table


def offer(matter: Matter) -> Iterator[Table]:
    """Yield the figures about groups and places, where there are any."""
    figures = [one for one in FIGURES if not one.is_about_children]
    yield _by_term("Utbudet i siffror", figures, matter.counted)


def children(matter: Matter) -> Iterator[Table]:
    """Yield the figures about children of the terms that are published."""
    figures = [one for one in FIGURES if one.is_about_children]
    published = [one for one in matter.counted if _is_published(one)]
    yield _by_term("Barnen i siffror", figures, published, WHY_FEW)


def sheets_of(code: str) -> Callable[[Matter], Iterator[Table]]:
    """Return how to print every table of one figure, term by term."""

    def tables(matter: Matter) -> Iterator[Table]:
        for counted in matter.counted:
            yield from _sheets(BY_CODE[code], counted)

    return tables


def coverage_now(matter: Matter) -> Iterator[Table]:
    """Yield the coverage of the last term of the period; it is of one day."""
    if matter.counted:
        yield from _sheets(BY_CODE["coverage"], matter.counted[-1])


def counting(matter: Matter) -> Iterator[Table]:
    """Yield how each term was counted, or why it was not."""
    counted = {one.scope.term: one for one in matter.counted}
    rows = left_out(matter.report.period_from, matter.terms)
    for term in matter.terms:
        readings = counted[term].readings if term in counted else {}
        words = how_counted(next(iter(readings.values()))) if readings else BEFORE
        rows.append(Row((words_of(term), words), f"counted-{term.code}"))
    yield how_counted_table(rows)


def everything(matter: Matter) -> Iterator[Table]:
    report = matter.report
    yield from computed_tables(report.period_from, report.period_to, matter.today)


def _is_published(counted: CountedTerm) -> bool:
    return any(reading.is_published for reading in counted.readings.values())


def _sheets(figure: Figure, counted: CountedTerm) -> Iterator[Table]:
    if figure.is_about_children and not _is_published(counted):
        return
    if counted.readings[figure.code].headline.cell == 0 and figure.code != "coverage":
        return  # the line above says so; where nothing is offered is worth a table
    reading = read(figure, counted.scope)
    for sheet in reading.sheets if reading else ():
        caption = f"{sheet.caption}, {words_of(counted.scope.term)}"
        yield replace(sheet, caption=caption).table()


def _by_term(caption: str, figures: list[Figure], terms: list[CountedTerm], *notes: str) -> Table:
    """Return a line for each figure that some term has, and a column for each term."""
    rows = []
    for figure in figures:
        readings = [one.readings.get(figure.code) for one in terms]
        texts = [one.headline.text if one else NOTHING for one in readings]
        if any(text != NOTHING for text in texts):
            rows.append(
                Row((figure.name, *texts, figure.unit.words), figure.code, figure.definition)
            )
    return Table(
        place="",
        kind=FactKind.COMPUTED,
        caption=caption,
        columns=(
            Column("Nyckeltal"),
            *(Column(_heading(one), "num") for one in terms),
            Column("Enhet"),
        ),
        rows=tuple(rows),
        notes=notes,
    )


def _heading(counted: CountedTerm) -> str:
    return words_of(counted.scope.term).capitalize().replace(" ", NO_BREAK)
