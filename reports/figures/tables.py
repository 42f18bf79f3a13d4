"""The figures of a paper: of which whole terms of its period they are, and how counted."""

from datetime import date

from django.utils import timezone

from groups.choices import GroupState
from groups.models import SupportGroup
from groups.terms import Term
from referrals.models import Referral
from reports.choices import FactKind
from reports.documents import COMPUTED
from reports.figures.cells import Mark
from reports.figures.periods import last_day, words_of
from reports.figures.reading import Reading
from reports.figures.sheets import WHY_FEW
from reports.tables import Column, Row, Table

MOST_TERMS = 4  # of one paper, the last ones; a longer period is told in several papers
TOO_MANY = f"Trycks inte här: en rapport trycker högst {MOST_TERMS} terminer."
BEFORE = "Portalen räknade inte då. Det finns bara vad källorna anger."
LASTS = "Terminen slutar {day}. Siffror om barn trycks först när den är slut. {counted}"
NOT_PUBLISHED = (
    "Siffrorna om barn är inte publicerade och trycks inte. Publicera terminens nyckeltal och "
    "beställ rapporten igen. {counted}"
)
PUBLISHED = "Publicerade. Räknade {at} på sätt {version}."
COUNTED = "Övrigt räknat {day} på sätt {version}."


def terms_of(period_from: date, period_to: date) -> list[Term]:
    """Return the terms that the period touches, at most the last few of them."""
    last = Term.on(period_to)
    found = [last.after(-back) for back in range(MOST_TERMS)]
    return [term for term in reversed(found) if term >= Term.on(period_from)]


def left_out(period_from: date, terms: list[Term]) -> list[Row]:
    """Return the line that says which terms of the period were too many for one paper, if any."""
    first, told = Term.on(period_from), terms[0]
    if first == told:
        return []
    last = told.after(-1)
    words = words_of(first) if first == last else f"{words_of(first)} – {words_of(last)}"
    return [Row((words, TOO_MANY), "counted-before")]


def first_counted_term() -> Term | None:
    """Return the first term that the portal knows anything of; None where it knows nothing."""
    groups = SupportGroup.objects.exclude(state=GroupState.DRAFT)
    earliest = groups.order_by("year", "-season").values_list("year", "season").first()
    sent = Referral.objects.filter(submitted_at__isnull=False).order_by("submitted_at")
    asked = sent.values_list("submitted_at", flat=True).first()
    terms = [Term.of(*earliest)] if earliest else []
    if asked:
        terms.append(Term.on(timezone.localdate(asked)))
    return min(terms, default=None)


def is_counted(term: Term) -> bool:
    """Tell whether the portal knew anything in the term."""
    first = first_counted_term()
    return first is not None and term >= first


def how_counted(reading: Reading) -> str:
    """Return when and by which way of counting the figures of a term were made, or why not."""
    version = reading.version
    if reading.is_published:
        return PUBLISHED.format(at=timezone.localdate(reading.counted_at), version=version)
    counted = COUNTED.format(day=reading.scope.today, version=version)
    last = last_day(reading.scope.term)
    why = NOT_PUBLISHED if last < reading.scope.today else LASTS
    return why.format(day=last, counted=counted)


def how_counted_table(rows: list[Row]) -> Table:
    return Table(
        place=COMPUTED,
        kind=FactKind.COMPUTED,
        caption="Hur nyckeltalen är räknade",
        columns=(Column("Termin"), Column("Besked")),
        rows=tuple(rows),
        notes=("Varje nyckeltal kan öppnas i portalen, under Nyckeltal, med sin uträkning.",),
    )


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
        notes=(WHY_FEW,) if any(one.figure.is_about_children for one in readings) else (),
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
