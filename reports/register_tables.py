"""What the registers hold of a period, as tables: letters to the board, and the grants then."""

from reports.choices import FactKind
from reports.dates import first_day_of
from reports.matter import Matter, Project
from reports.models import Grant, LedgerLine, Letter
from reports.tables import NOT_STATED, Column, Row, Table, fact_rows, number


def letter_table(letter: Letter) -> Table:
    source = str(letter.source or "")
    lines = {
        "Skrivelse": letter.title,
        "Från": letter.parties,
        "Till": letter.board,
        "Daterad": letter.dated_on,
        "Inkommen": letter.received_on,
        "Diarienummer": letter.registry_number,
    }
    return Table(
        place="",
        kind=FactKind.STATED if source else FactKind.COMPUTED,
        caption="Skrivelsen",
        columns=(Column("Uppgift"), Column("Enligt registret")),
        rows=fact_rows(lines, source),
    )


def letters_of_period(matter: Matter) -> Table:
    report = matter.report
    letters = [
        one
        for one in Letter.objects.select_related("source")
        if (on := first_day_of(one.received_on)) and report.period_from <= on <= report.period_to
    ]
    return Table(
        place="",
        kind=FactKind.COMPUTED,
        caption="Skrivelser som kom in under perioden",
        columns=(
            Column("Skrivelse"),
            Column("Från"),
            Column("Inkommen", "short"),
            Column("Besvarad", "short"),
        ),
        rows=tuple(
            Row(
                (one.title, one.parties, str(one.received_on), str(one.answered_on or "inte än")),
                source=str(one.source or ""),
            )
            for one in letters
        ),
    )


def grants_of_period(matter: Matter) -> Table:
    """Print the grants whose project time touches the period, with their sums."""
    report = matter.report
    grants = [
        grant
        for grant in Grant.objects.prefetch_related("budget", "ledger", "sources")
        if grant.granted_sek
        and (first := first_day_of(grant.period_from))
        and first <= report.period_to
        and (first_day_of(grant.period_to) or report.period_from) >= report.period_from
    ]
    return Table(
        place="",
        kind=FactKind.COMPUTED,
        caption="Bidrag",
        columns=(
            Column("Projekt"),
            Column("Bidragsgivare"),
            Column("Beviljat", "num"),
            Column("Förbrukat", "num"),
        ),
        rows=tuple(_grant_row(grant) for grant in grants),
        notes=("Hela kronor.",),
    )


def _grant_row(grant: Grant) -> Row:
    ledger: list[LedgerLine] = list(grant.ledger.all())
    project = Project(grant, list(grant.budget.all()), ledger, [], [], [])
    spent = number(project.sums.consumed) if ledger else NOT_STATED
    return Row(
        (grant.project, grant.funder, number(grant.granted_sek or 0), spent),
        value=float(grant.granted_sek or 0),
        detail=f"{grant.period_from} – {grant.period_to or ''}".strip(),
        source=project.sources,
    )
