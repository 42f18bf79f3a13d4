"""Loading of what the source documents state of grants; may be run any number of times."""

import tomllib
from typing import Any

from districts.services import keep
from reports.data_files import DATA, by_code, number, partial, read
from reports.grants.choices import Origin
from reports.models import (
    Activity,
    BudgetLine,
    Decision,
    Goal,
    Grant,
    Letter,
    Source,
)

TEXTS = (
    "purpose", "target_group", "method", "partners", "evaluation", "after_plan", "taken_over_by",
)  # fmt: skip
DATES = ("applied_on", "decided_on", "period_from", "period_to", "dated_on", "received_on",
         "answered_on", "begins", "ends", "on")  # fmt: skip
NUMBERS = ("applied_sek", "granted_sek", "year_number", "year", "sek")
# One row of a grant is known again by its text.
FILES: dict[str, Any] = {
    "grant_budget.csv": BudgetLine,
    "grant_goals.csv": Goal,
    "grant_activities.csv": Activity,
    "grant_decisions.csv": Decision,
}


def load_grants(sources: dict[str, Source]) -> dict[str, Grant]:
    """Make the stated grants what the files say and return them by code; a first year before
    the second that continues it.
    """
    known, texts = by_code(Grant), tomllib.loads((DATA / "grant_texts.toml").read_text("utf-8"))
    for row in read("grants.csv"):
        named, first = row.pop("sources"), row.pop("continues")
        told = texts.get(row["code"], {})
        known[row["code"]] = keep(
            Grant,
            known.get(row["code"]),
            origin=Origin.STATED,
            continues_id=known[first].pk if first else None,
            **values(row),
            **{name: told.get(name, "") for name in TEXTS},
        )
        known[row["code"]].sources.set(sources[code] for code in named.split())
    return known


def load_parts(grants: dict[str, Grant], sources: dict[str, Source]) -> None:
    for name, model in FILES.items():
        known = {(row.grant_id, row.text): row for row in model.objects.exclude(source=None)}
        for row in read(name):
            grant, source = grants[row.pop("grant")], sources[row.pop("source")]
            keep(
                model,
                known.get((grant.pk, row["text"])),
                grant_id=grant.pk,
                source_id=source.pk,
                **values(row),
            )


def load_letters(sources: dict[str, Source]) -> None:
    known = {letter.source_id: letter for letter in Letter.objects.exclude(source=None)}
    for row in read("letters.csv"):
        source, answer = sources[row.pop("source")], sources[row.pop("answer_source")]
        keep(
            Letter,
            known.get(source.pk),
            source_id=source.pk,
            answer_source_id=answer.pk,
            **values(row),
        )


def values(row: dict[str, str]) -> dict:
    """Return the cells as the columns hold them: dates, numbers, yes or no, else text."""
    return {name: _value(name, text) for name, text in row.items()}


def _value(name: str, text: str):
    if name in DATES:
        return partial(text)
    if name in NUMBERS:
        return number(text)
    return text == "yes" if name == "is_decided" else text
