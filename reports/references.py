"""What may be written in braces in a text of a report, and what then stands there.

A sum, a day, a goal or a key figure is never typed: the text names it, and the build fills in what
it is that day and freezes it with the report. The names are Swedish, as the texts are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from reports.choices import FactKind
from reports.figures.figure import Figure
from reports.figures.registry import FIGURES
from reports.grants.choices import GoalKind, Progress
from reports.matter import Matter, Project
from reports.models import Letter
from reports.reached import in_words
from reports.tables import Column, Row, Table, amount, kronor
from reports.text import POINT, names_in

IN_TEXT = "text"  # the place of the tables that hold what stands in sentences


@dataclass(frozen=True)
class Reference:
    """What a name stands for: words in a line, or points one a line. Empty: nobody knows it."""

    words: str
    kind: FactKind = FactKind.COMPUTED
    value: float | None = None
    source: str = ""


def points(lines: Iterable[str]) -> str:
    return "\n".join(f"{POINT}{line}" for line in lines)


def _sum(project: Project, sek: int | None, *, computed: bool = True) -> Reference:
    words = "" if sek is None else kronor(sek)
    return _of(project, words, None if sek is None else float(sek), computed=computed)


def _of(
    project: Project, words: object, value: float | None = None, *, computed: bool = False
) -> Reference:
    stated = project.grant.is_stated and not computed
    kind = FactKind.STATED if stated else FactKind.COMPUTED
    return Reference(str(words or ""), kind, value, project.sources if stated else "")


def _applied(project: Project) -> Reference:
    return _sum(project, project.applied, computed=bool(project.applied_rows))


def _granted(project: Project) -> Reference:
    grant = project.grant
    if grant.granted_wording:
        return _of(project, grant.granted_wording, grant.granted_sek)
    return _sum(project, grant.granted_sek, computed=False)


def _planned(project: Project, sek: int) -> Reference:
    """Return a part of the budget; nothing of it is *inga*, and no budget is not known."""
    if not project.budget:
        return _of(project, "")
    return _sum(project, sek) if sek else _of(project, "inga", 0, computed=True)


def _used(project: Project, sek: int) -> Reference:
    return _sum(project, sek if project.ledger else None)


def _time(project: Project) -> str:
    grant = project.grant
    return f"{grant.period_from} – {grant.period_to or ''}".strip() if grant.period_from else ""


def _goals(project: Project, *kinds: GoalKind) -> Reference:
    return _of(project, points(goal.text for goal in project.goals if goal.kind in kinds))


def _activities(project: Project, *progress: Progress) -> Reference:
    rows = [one for one in project.activities if one.progress in progress]
    return _of(project, points(one.text for one in rows))


def _if(rows: list, sentence: str) -> Reference:
    return Reference(sentence if rows else "")


OF_PROJECT: dict[str, Callable[[Project], Reference]] = {
    "projekt": lambda one: _of(one, one.grant.project),
    "projektår": lambda one: _of(one, one.grant.year_number),
    "sökande": lambda one: _of(one, one.grant.applicant),
    "bidragsgivare": lambda one: _of(one, one.grant.funder),
    "bidragets diarienummer": lambda one: _of(one, one.grant.registry_number),
    "projekttid": lambda one: _of(one, _time(one)),
    "projektstart": lambda one: _of(one, one.grant.period_from),
    "projektslut": lambda one: _of(one, one.grant.period_to),
    "ansökan beslutad": lambda one: _of(one, one.grant.applied_on),
    "bidraget beviljat": lambda one: _of(one, one.grant.decided_on),
    "sökt belopp": _applied,
    "beviljat belopp": _granted,
    "egen insats": lambda one: _planned(one, one.sums.own),
    "övriga intäkter": lambda one: _planned(one, one.sums.income),
    "förbrukat belopp": lambda one: _used(one, one.sums.consumed),
    "att återbetala": lambda one: _used(one, one.sums.to_refund),
    "återbetalt": lambda one: _used(one, one.sums.refunded),
    "syfte": lambda one: _of(one, one.grant.purpose),
    "målgrupp": lambda one: _of(one, one.grant.target_group),
    "genomförande": lambda one: _of(one, one.grant.method),
    "samverkan": lambda one: _of(one, one.grant.partners),
    "utvärdering": lambda one: _of(one, one.grant.evaluation),
    "efter projektet": lambda one: _of(one, one.grant.after_plan),
    "övertas av": lambda one: _of(one, one.grant.taken_over_by),
    "mål": lambda one: _goals(one, *GoalKind),
    "effektmål": lambda one: _goals(one, GoalKind.OUTCOME),
    "processmål": lambda one: _goals(one, GoalKind.PROCESS),
    "aktiviteter": lambda one: _activities(one, *Progress),
    "genomförda aktiviteter": lambda one: _activities(one, Progress.DONE),
    "planerade aktiviteter": lambda one: _activities(one, Progress.PLANNED),
    "ej genomfört": lambda one: _activities(one, Progress.DROPPED),
}

# Sentences about the tables of the grant: nothing where the table has no row.
ABOUT_TABLES: dict[str, Callable[[Project], Reference]] = {
    "målen enligt tabellen": lambda one: _if(one.goals, "Målen följs upp enligt tabellen."),
    "tidplanen enligt tabellen": lambda one: _if(
        one.activities, "Arbetet planeras enligt tabellen."
    ),
}

COUNTED = {figure.name.casefold(): figure for figure in FIGURES}


def names(matter: Matter) -> dict[str, Callable[[], Reference]]:
    """Return every name that a text of this report may use, and how to learn what it stands for."""
    counted = {name: partial(_counted, matter, figure) for name, figure in COUNTED.items()}
    return counted | _told(matter)


def told(matter: Matter) -> list[tuple[str, str]]:
    """Return the names that stand for something already, with what that is now."""
    found = ((name, learn().words) for name, learn in _told(matter).items())
    return [(name, words) for name, words in found if words]


def _told(matter: Matter) -> dict[str, Callable[[], Reference]]:
    report = matter.report
    found: dict[str, Callable[[], Reference]] = {
        "nämnden": lambda: Reference(report.addressee),
        "förvaltningen": lambda: Reference(report.administration),
        "perioden": lambda: Reference(f"{report.period_from} – {report.period_to}"),
    }
    for project, before in (
        (matter.project, ""),
        (matter.year_before, "förra årets "),
        (matter.year_after, "nästa års "),
    ):
        if project:
            found |= _bound(project, before)
    if matter.project:
        found |= {name: partial(learn, matter.project) for name, learn in ABOUT_TABLES.items()}
        found["målgrupp som nåtts"] = lambda: Reference(in_words(matter))
    if matter.letter:
        found |= _of_letter(matter.letter)
    for fact in matter.facts:
        words = fact.wording or amount(fact.value, fact.of, fact.unit)
        known = Reference(words, FactKind.STATED, float(fact.value), str(fact.source))
        found[fact.name.casefold()] = partial(_same, known)
    return found


def _bound(project: Project, before: str) -> dict[str, Callable[[], Reference]]:
    found: dict[str, Callable[[], Reference]] = {
        f"{before}{name}": partial(learn, project) for name, learn in OF_PROJECT.items()
    }
    for year in project.sums.years:
        name = f"{before}sökt belopp {year.year}"
        found[name] = partial(_sum, project, year.total.applied)
    return found


def _of_letter(letter: Letter) -> dict[str, Callable[[], Reference]]:
    source = str(letter.source or "")
    kind = FactKind.STATED if source else FactKind.COMPUTED
    found = {
        "skrivelsen": letter.title,
        "partier": letter.parties,
        "skrivelsens datum": letter.dated_on,
        "skrivelsen inkom": letter.received_on,
        "skrivelsens diarienummer": letter.registry_number,
        "uppdragen": points(filter(None, letter.asks.splitlines())),
        "svaret": letter.answer,
    }
    return {
        name: partial(_same, Reference(str(words or ""), kind, None, source))
        for name, words in found.items()
    }


def _same(known: Reference) -> Reference:
    return known


def _counted(matter: Matter, figure: Figure) -> Reference:
    """Return a key figure of the last term. One about children only once it is published."""
    if not matter.counted:
        return Reference("")
    reading = matter.counted[-1].readings.get(figure.code)
    if reading is None or (figure.is_about_children and not reading.is_published):
        return Reference("")
    return Reference(reading.headline.text)


def used(texts: dict[str, str]) -> list[str]:
    """Return the names that the texts use, each once, in order."""
    return list(dict.fromkeys(name for text in texts.values() for name in names_in(text)))


def unknown(texts: dict[str, str], matter: Matter) -> list[str]:
    """Return the names in the texts of which nobody has told what they stand for."""
    known = names(matter)
    return [name for name in used(texts) if name not in known or not known[name]().words]


def reference_tables(matter: Matter, texts: dict[str, str]) -> list[Table]:
    """Return what the names in these texts stand for, a table for each kind of figure."""
    known = names(matter)
    learned = {name: known[name]() for name in used(texts) if name in known}
    return [
        Table(
            place=IN_TEXT,
            kind=kind,
            caption="Uppgifter i löptexten",
            columns=(Column("Uppgift"), Column("I texten")),
            rows=tuple(
                Row((name, one.words), value=one.value, source=one.source)
                for name, one in learned.items()
                if one.kind == kind
            ),
        )
        for kind in FactKind
        if any(one.kind == kind for one in learned.values())
    ]
