"""The children whom the groups reached while a project lasted: of its whole published terms alone.

The cells are those that were published, hidden ones included, and terms are never added up: a
child may be in two of them, and a sum would tell what a cell hides.
"""

from collections.abc import Iterator

from reports.choices import FactKind
from reports.figures.cells import TOTAL, Cell, Label
from reports.figures.periods import WHOLE_CITY, words_of
from reports.figures.registry import BY_CODE
from reports.figures.sheets import WHY_FEW, shown
from reports.matter import CountedTerm, Matter
from reports.tables import Column, Row, Table

PARTS = ("gender", "age")  # by which those who began are told
OF_ALL = (
    "Barnen i stadens alla stödgrupper under terminen. Portalen vet inte vilka av dem som "
    "projektet har betalat för."
)
SHOWN = "Tabellen visar barnen i stödgrupperna under {terms}, så som siffrorna är publicerade."
NOT_SHOWN = (
    "Ingen hel termin av projekttiden har publicerade siffror. Därför trycks inga antal barn."
)


def in_words(matter: Matter) -> str:
    """Return the sentence before the table, or the one that says why there is none."""
    terms = [words_of(term) for term in matter.reached_terms]
    *before, last = terms or [""]
    together = " och ".join(filter(None, (", ".join(before), last)))
    return SHOWN.format(terms=together) if terms else NOT_SHOWN


def reached(matter: Matter) -> Iterator[Table]:
    """Yield the table: a column for each term, a line for each part that some term tells."""
    terms = matter.reached
    yield Table(
        place="",
        kind=FactKind.COMPUTED,
        caption="Barn som nåtts, termin för termin",
        columns=(Column("Barn"), *(Column(one.heading, "num") for one in terms)),
        rows=tuple(_rows(terms)),
        notes=(OF_ALL, WHY_FEW),
    )


def _rows(terms: list[CountedTerm]) -> Iterator[Row]:
    for code in ("children_started", "children_completed"):
        figure = BY_CODE[code]
        cells = [one.readings[code].headline.cell for one in terms]
        if terms:
            yield _row(figure.name, f"reached-{code}", cells, figure.definition)
    for part in PARTS:
        told = [_parts(one, f"children_started-{part}") for one in terms]
        for label in dict.fromkeys(label for parts in told for label in parts):
            cells = [parts.get(label) for parts in told]
            if any(cells):
                words = f"Har börjat: {label.words[:1].lower()}{label.words[1:]}"
                yield _row(words, f"reached-{part}-{label.code}", cells)


def _parts(counted: CountedTerm, code: str) -> dict[Label, Cell]:
    """Return the published cells of a table by their row, without its sum."""
    return {
        row: sheet.cells[row.code, sheet.columns[-1].code]
        for sheet in counted.readings["children_started"].sheets
        if sheet.code == code
        for row in sheet.rows
        if row.code not in (TOTAL, WHOLE_CITY.code)
    }


def _row(words: str, code: str, cells: list[Cell], detail: str = "") -> Row:
    return Row((words, *(shown(cell) for cell in cells)), code, detail)
