"""What the portal keeps of a grant, as tables: sums, goals, activities, decisions. Sums are
computed from the rows; what nobody has entered is not stated, and never nothing.
"""

from groups.choices import GroupState
from reports.choices import FactKind
from reports.figures.periods import words_of
from reports.grants.choices import Funding, GoalKind, Post, Progress, Result
from reports.grants.printed import FUNDINGS, GOALS, POSTS, PROGRESS, RESULTS
from reports.grants.sums import Use
from reports.matter import Project
from reports.models import Activity, BudgetLine, Goal
from reports.tables import (
    NO_BREAK,
    NOT_STATED,
    NOTHING,
    Column,
    Row,
    Table,
    fact_rows,
    kronor,
    number,
)

STATES = {
    GroupState.PLANNED: "planerad",
    GroupState.RUNNING: "pågår",
    GroupState.COMPLETED: "genomförd",
    GroupState.CANCELLED: "inställd",
}
SUMS = "Hela kronor. Summorna är beräknade av raderna."
OTHERS_PAID = "Här är alla kostnader med, också de som egen insats och övriga intäkter har betalat."
VAGUE = "Om en del grupper anges bara del av staden, termin och ålder, för deltagarnas trygghet."


def kind_of(project: Project) -> FactKind:
    return FactKind.STATED if project.grant.is_stated else FactKind.COMPUTED


def grant_table(project: Project, caption: str = "Bidraget") -> Table:
    grant = project.grant
    lines = {
        "Projekt": grant.project,
        "Sökande": grant.applicant,
        "Bidragsgivare": grant.funder,
        "Ansökan beslutad": grant.applied_on,
        "Sökt belopp": kronor(project.applied),
        "Bidrag beviljat": grant.decided_on,
        "Beviljat belopp": grant.granted_wording or kronor(grant.granted_sek),
        "Projektet började": grant.period_from,
        "Projektet slutar": grant.period_to,
        "Bidragets diarienummer": grant.registry_number,
    }
    stated = project.grant.is_stated
    return Table(
        place="",
        kind=kind_of(project),
        caption=caption,
        columns=(Column("Uppgift"), Column("Enligt källan" if stated else "Enligt ärendet")),
        rows=fact_rows(lines, project.sources),
        notes=(grant.note,) if grant.note else (),
    )


def money_table(project: Project) -> Table:
    """Print what was applied for, granted, used and is to be paid back."""
    sums, grant = project.sums, project.grant
    lines: list[tuple[str, int | None]] = [
        ("Sökt", project.applied),
        ("Beviljat", grant.granted_sek),
    ]
    if project.ledger:
        lines += [
            ("Utbetalt", sums.paid_out),
            ("Förbrukat av bidraget", sums.consumed),
            ("Återbetalt", sums.refunded),
            ("Att återbetala", sums.to_refund),
        ]
    else:
        lines += [("Förbrukat av bidraget", None), ("Att återbetala", None)]
    return Table(
        place="",
        kind=kind_of(project),
        caption="Bidraget i kronor",
        columns=(Column("Belopp"), Column("Kronor", "num")),
        rows=tuple(
            Row(
                (name, NOT_STATED if sek is None else number(sek)),
                value=None if sek is None else float(sek),
                source=project.sources,
            )
            for name, sek in lines
        ),
    )


def budget_table(project: Project) -> Table:
    rows = project.budget
    alone = all(row.funding == Funding.APPLIED for row in rows)  # then nobody else pays
    total = project.sums.applied
    return Table(
        place="",
        kind=kind_of(project),
        caption="Budget",
        columns=(
            Column("Kostnad"),
            Column("År", "short"),
            Column("Post"),
            *(() if alone else (Column("Betalas av"),)),
            Column("Kronor", "num"),
        ),
        rows=tuple(_budget_row(row, alone) for row in rows),
        total=Row(
            ("Sökt summa, beräknad", "", "", *(() if alone else ("",)), number(total)),
            "sokt",
            value=float(total),
        ),
    )


def _budget_row(row: BudgetLine, alone: bool) -> Row:
    return Row(
        (
            row.text,
            str(row.year),
            POSTS[Post(row.post)],
            *(() if alone else (FUNDINGS[Funding(row.funding)],)),
            number(row.sek),
        ),
        value=float(row.sek),
        source=str(row.source or ""),
    )


def account_table(project: Project) -> Table:
    """Print budget and costs by year and post; nothing where no cost is entered."""
    sums = project.sums
    lines = [
        (f"{POSTS[post].capitalize()} {year.year}", use)
        for year in sums.years
        for post, use in year.posts
    ]
    return Table(
        place="",
        kind=FactKind.COMPUTED,
        caption="Ekonomisk redovisning per post",
        columns=(
            Column("Post"),
            Column("Sökt", "num"),
            Column("Budget", "num"),
            Column("Förbrukat", "num"),
            Column("Kvar", "num"),
        ),
        rows=tuple(_use_row(name, use) for name, use in lines) if project.ledger else (),
        total=_use_row("Summa", sums.total),
        notes=(SUMS, *((OTHERS_PAID,) if sums.own_received or sums.income_received else ())),
    )


def _use_row(name: str, use: Use) -> Row:
    sums = (use.applied, use.budget, use.spent, use.left)
    return Row((name, *(number(sek) for sek in sums)), value=float(use.spent))


def goals_table(project: Project) -> Table:
    return Table(
        place="",
        kind=kind_of(project),
        caption="Mål",
        columns=(Column("Mål"), Column("Slag", "short"), Column("Från"), Column("Till")),
        rows=tuple(
            Row(
                (
                    goal.text,
                    GOALS[GoalKind(goal.kind)],
                    goal.baseline or NOT_STATED,
                    " ".join(filter(None, (goal.target, _by(goal)))) or NOT_STATED,
                ),
                detail=goal.indicator and f"Mäts så här: {goal.indicator}",
                source=str(goal.source or ""),
            )
            for goal in project.goals
        ),
    ).without_empty_columns()


def _by(goal: Goal) -> str:
    return f"senast {goal.due_on}" if goal.due_on else ""


def results_table(project: Project, caption: str = "Mål och resultat") -> Table:
    """Print each goal with what came of it; one that was missed, with its cause."""
    return Table(
        place="",
        kind=kind_of(project),
        caption=caption,
        columns=(
            Column("Mål"),
            Column("Resultat", "short"),
            Column("Utfall"),
            Column("Orsak till avvikelse"),
        ),
        rows=tuple(
            Row(
                (
                    goal.text,
                    RESULTS[Result(goal.result)],
                    goal.outcome or NOT_STATED,
                    goal.cause or NOTHING,
                ),
                detail=" ".join(filter(None, (goal.target and f"Mål: {goal.target}.",))),
                source=str(goal.source or ""),
            )
            for goal in project.goals
        ),
    ).without_empty_columns()


def activities_table(project: Project, caption: str = "Aktiviteter") -> Table:
    return _activities(project, project.activities, caption)


def dropped_table(project: Project) -> Table:
    dropped = [one for one in project.activities if one.progress == Progress.DROPPED]
    return _activities(project, dropped, "Det som inte genomfördes")


def _activities(project: Project, rows: list[Activity], caption: str) -> Table:
    return Table(
        place="",
        kind=kind_of(project),
        caption=caption,
        columns=(Column("Aktivitet"), Column("Tid", "short"), Column("Läge", "short")),
        rows=tuple(
            Row(
                (
                    one.text,
                    str(one.begins or NOT_STATED)
                    if one.begins == one.ends or not one.ends
                    else f"{one.begins or NOT_STATED} – {one.ends}",
                    PROGRESS[Progress(one.progress)],
                ),
                detail=one.cause,
                source=str(one.source or ""),
            )
            for one in rows
        ),
    ).without_empty_columns()


def groups_table(project: Project) -> Table:
    """Print the groups that the project runs or pays for, with what the public may know of each."""
    vague = [group for group in project.groups if group.seats is None]
    return Table(
        place="",
        kind=FactKind.COMPUTED,
        caption="Projektets grupper",
        columns=(
            Column("Grupp"),
            Column("Termin", "short"),
            Column("Hållna träffar", "num"),
            Column("Planerade träffar", "num"),
            Column("Platser", "num"),
            Column("Läge", "short"),
        ),
        rows=tuple(
            Row(
                (
                    group.title.replace(" år", f"{NO_BREAK}år"),
                    words_of(group.term),
                    *(
                        NOT_STATED if told is None else number(told)
                        for told in (group.held, group.planned, group.seats)
                    ),
                    STATES[group.state] if group.state else NOT_STATED,
                ),
                code=group.slug,
            )
            for group in project.groups
        ),
        notes=(VAGUE,) if vague else (),
    )


def decisions_table(project: Project) -> Table:
    return Table(
        place="",
        kind=kind_of(project),
        caption="Beslut",
        columns=(
            Column("Beslut"),
            Column("Datum", "short"),
            Column("Nämnd eller bidragsgivare"),
            Column("§", "short"),
            Column("Diarienummer", "short"),
        ),
        rows=tuple(
            Row(
                (
                    one.text if one.is_decided else f"Förslag: {one.text}",
                    str(one.on or NOT_STATED),
                    one.board,
                    one.paragraph or NOTHING,
                    one.registry_number or NOTHING,
                ),
                value=None if one.sek is None else float(one.sek),
                detail="" if one.sek is None else kronor(one.sek),
                source=str(one.source or ""),
            )
            for one in project.decisions
        ),
    ).without_empty_columns()
