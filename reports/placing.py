"""Which tables stand below which heading: the names that a section uses, and how each is made."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from groups.choices import Need
from reports import counted, grant_tables, register_tables, stated
from reports.choices import Topic
from reports.documents import document_of
from reports.matter import Matter, Project
from reports.reached import reached
from reports.references import reference_tables
from reports.tables import Table

Maker = Callable[[Matter], Iterable[Table]]


def of_project(make: Callable[..., Table], which: str = "project", **words) -> Maker:
    """Return how to make a table of the grant, of the year before it or the year after."""

    def tables(matter: Matter) -> list[Table]:
        project: Project | None = getattr(matter, which)
        return [make(project, **words)] if project else []

    return tables


def of_facts(topic: Topic, make: Callable[..., Table], *words: str) -> Maker:
    return lambda matter: [make([one for one in matter.facts if one.topic == topic], *words)]


def of_offers(need: Need) -> Maker:
    return lambda matter: [stated.offer_table(need, matter.offers)]


# From sources and registers: read while the build collects its facts.
TOLD: dict[str, Maker] = {
    "training": of_facts(Topic.TRAINING, stated.training_table),
    "coverage": lambda matter: [
        stated.coverage_table(
            [one for one in matter.facts if one.topic == Topic.COVERAGE], matter.report
        )
    ],
    "follow_up": of_facts(Topic.FOLLOW_UP, stated.figure_table, "Vad deltagarna tyckte"),
    "care": of_facts(Topic.CARE, stated.figure_table, "Behandling vid BUP Bågen"),
    **{f"offers_{need}": of_offers(need) for need in Need},
    "grant": of_project(grant_tables.grant_table),
    "money": of_project(grant_tables.money_table),
    "budget": of_project(grant_tables.budget_table),
    "account": of_project(grant_tables.account_table),
    "goals": of_project(grant_tables.goals_table),
    "results": of_project(grant_tables.results_table),
    "results_before": of_project(
        grant_tables.results_table, "year_before", caption="Mål och resultat av det första året"
    ),
    "activities": of_project(grant_tables.activities_table),
    "dropped": of_project(grant_tables.dropped_table),
    "project_groups": of_project(grant_tables.groups_table),
    "decisions": of_project(grant_tables.decisions_table),
    "letter": lambda matter: [register_tables.letter_table(matter.letter)] if matter.letter else [],
    "letters_of_period": lambda matter: [register_tables.letters_of_period(matter)],
    "grants_of_period": lambda matter: [register_tables.grants_of_period(matter)],
}
# Of what the portal has counted.
COUNTED: dict[str, Maker] = {
    "computed": counted.everything,
    "counting": counted.counting,
    "offer": counted.offer,
    "children": counted.children,
    "reached": reached,
    "coverage_now": counted.coverage_now,
    **{
        code: counted.sheets_of(code)
        for code in (
            "groups_started",
            "groups_cancelled",
            "seats",
            "children_asked",
            "children_started",
            "children_refused",
            "needs_started",
            "wait_offer",
            "wait_session",
            "unmet",
        )
    },
}


def told_tables(matter: Matter) -> list[Table]:
    """Return the tables of sources and registers; one of which nothing is known is left out."""
    return _placed(matter, TOLD)


def counted_tables(matter: Matter) -> list[Table]:
    """Return what stands in the sentences, and the tables of what the portal has counted."""
    return [*reference_tables(matter, matter.report.texts), *_placed(matter, COUNTED)]


def _placed(matter: Matter, makers: dict[str, Maker]) -> list[Table]:
    return [
        replace(table, place=section.code)
        for section in document_of(matter.report).sections
        if section.is_printed(matter.report.texts)
        for name in section.tables
        if name in makers
        for table in makers[name](matter)
        if table.rows
    ]
