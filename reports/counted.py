"""The key figures of a period as the sections of a report print them: a column for each term.

Of children only what is published is printed: two papers that counted the same term on different
days would show whoever compares them what each of them hides.
"""

from collections.abc import Callable, Iterator

from reports.choices import FactKind
from reports.figures.figure import Figure
from reports.figures.periods import words_of
from reports.figures.registry import BY_CODE, FIGURES
from reports.figures.sheets import NOTHING, WHY_FEW
from reports.figures.tables import (
    BEFORE,
    how_counted,
    how_counted_table,
    left_out,
    summary,
)
from reports.matter import CountedTerm, Matter
from reports.tables import Column, Row, Table

BY_NEED = "groups_started-need"


def offer(matter: Matter) -> Iterator[Table]:
    """Yield the figures about groups and places, where there are any."""
    figures = [one for one in FIGURES if not one.is_about_children]
    yield _by_term("Utbudet i siffror", figures, matter.counted)


def children(matter: Matter) -> Iterator[Table]:
    """Yield the figures about children of the terms that are published."""
    figures = [one for one in FIGURES if one.is_about_children]
    published = [one for one in matter.counted if one.is_published]
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
    """Yield all figures of each term, as an interim report prints them, and how counted."""
    for counted in matter.counted:
        term = words_of(counted.scope.term)
        readings = list(counted.readings.values())
        yield summary(
            f"Nyckeltal, utbudet, {term}",
            [one for one in readings if not one.figure.is_about_children],
        )
        if counted.is_published:
            yield summary(
                f"Nyckeltal, barnen, {term}",
                [one for one in readings if one.figure.is_about_children],
            )
        for sheet in counted.sheets_of("groups_started"):
            if sheet.code == BY_NEED:
                yield sheet.named(f"{sheet.caption}, {term}").table()
    yield from counting(matter)


def _sheets(figure: Figure, counted: CountedTerm) -> Iterator[Table]:
    if figure.is_about_children and not counted.is_published:
        return
    if counted.readings[figure.code].headline.cell == 0 and figure.code != "coverage":
        return  # the line above says so; where nothing is offered is worth a table
    for sheet in counted.sheets_of(figure.code):
        yield sheet.named(f"{sheet.caption}, {words_of(counted.scope.term)}").table()


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
            *(Column(one.heading, "num") for one in terms),
            Column("Enhet"),
        ),
        rows=tuple(rows),
        notes=notes,
    )
