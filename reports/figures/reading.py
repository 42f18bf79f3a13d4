"""A figure of a term as somebody may read it: as it was published, else as it is now."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from barnstod.security.actor import acting_as
from groups.terms import Term
from reports.figures.cells import TOTAL, Cell, Label, Mark
from reports.figures.counting import Scope
from reports.figures.figure import Figure, Headline
from reports.figures.periods import WHOLE_CITY
from reports.figures.registry import FIGURES
from reports.figures.sheets import Sheet, said
from reports.figures.units import Unit
from reports.figures.version import counting_version
from reports.models.published import PublishedCell, PublishedTable

COUNTER = "system:figures"  # sums are of all children; whoever reads them may see none


@dataclass(frozen=True)
class Reading:
    """A figure with its number, its tables, and by what and when they were counted."""

    figure: Figure
    scope: Scope
    headline: Headline
    sheets: list[Sheet]
    counted_at: datetime
    version: str
    is_published: bool

    @property
    def said(self) -> str:
        return said(self.headline.cell, self.figure.unit)

    @property
    def time(self) -> str:
        return self.figure.time_in(self.scope)


def published_terms() -> list[Term]:
    """Return the terms whose figures are known, the latest first."""
    pairs = PublishedTable.objects.order_by().values_list("year", "season").distinct()
    return sorted((Term.of(year, season) for year, season in pairs), reverse=True)


def read_all(scope: Scope) -> list[Reading]:
    """Return every figure of the term; the tables only where they are published already."""
    stored = _stored(scope.term)
    if stored:
        return [_thawed(figure, scope, stored[figure.code]) for figure in FIGURES
                if figure.code in stored]  # fmt: skip
    with acting_as(COUNTER):
        return [_counted(figure, scope, with_sheets=False) for figure in FIGURES]


def read(figure: Figure, scope: Scope) -> Reading | None:
    """Return one figure with its tables; None for one that was not published with its term."""
    stored = _stored(scope.term)
    if stored:
        tables = stored.get(figure.code)
        return _thawed(figure, scope, tables) if tables else None
    with acting_as(COUNTER):
        return _counted(figure, scope)


def read_on(figure: Figure, day: date, today: date) -> Reading:
    """Return a figure of the local ``day`` as it is known now, whatever was published of the
    term. Of children there is none."""
    with acting_as(COUNTER):
        return _counted(figure, Scope(Term.on(day), day, today))


def _counted(figure: Figure, scope: Scope, *, with_sheets: bool = True) -> Reading:
    return Reading(
        figure,
        scope,
        figure.headline(scope),
        figure.sheets(scope) if with_sheets else [],
        timezone.now(),
        counting_version(),
        is_published=False,
    )


def tables_of(figure: Figure, scope: Scope) -> list[Sheet]:
    """Return what is published of a figure: its one number, which is a table too, and the rest."""
    headline = figure.headline(scope)
    alone = Sheet(
        figure.code,
        figure.name,
        figure.unit,
        (WHOLE_CITY,),
        (Label(TOTAL, "Alla"),),
        {(WHOLE_CITY.code, TOTAL): headline.cell},
        level="city",
        notes=(headline.words,),
    )
    return [alone, *figure.sheets(scope)]


def heads_of(sheet: Sheet) -> dict:
    """Return the words of a sheet as JSON keeps them."""
    return {
        "caption": sheet.caption,
        "row_heading": sheet.row_heading,
        "level": sheet.level,
        "notes": list(sheet.notes),
        "rows": [[label.code, label.words] for label in sheet.rows],
        "columns": [[label.code, label.words] for label in sheet.columns],
    }


def _stored(term: Term) -> dict[str, list[PublishedTable]]:
    tables = PublishedTable.objects.filter(year=term.year, season=term.season).prefetch_related(
        Prefetch("cells", PublishedCell.objects.order_by("pk"))
    )
    found: dict[str, list[PublishedTable]] = {}
    for table in tables.order_by("position", "pk"):
        found.setdefault(table.figure, []).append(table)
    return found


def _thawed(figure: Figure, scope: Scope, tables: list[PublishedTable]) -> Reading:
    first, *rest = [_sheet(table) for table in tables]
    known = tables[0]
    then = Scope(scope.term, known.day, timezone.localtime(known.counted_at).date())
    cell = first.cells[WHOLE_CITY.code, TOTAL]
    return Reading(
        figure,
        then,
        Headline(cell, first.notes[0]),
        rest,
        known.counted_at,
        known.version,
        is_published=True,
    )


def _sheet(table: PublishedTable) -> Sheet:
    heads = table.heads
    return Sheet(
        code=table.code,
        caption=heads["caption"],
        unit=Unit(table.unit),
        rows=tuple(Label(*pair) for pair in heads["rows"]),
        columns=tuple(Label(*pair) for pair in heads["columns"]),
        cells={(cell.row, cell.column): value_of(cell) for cell in table.cells.all()},
        row_heading=heads["row_heading"],
        level=heads["level"],
        notes=tuple(heads["notes"]),
    )


def value_of(cell: PublishedCell) -> Cell:
    if cell.mark:
        return Mark(cell.mark)
    return None if cell.value is None else int(cell.value)
