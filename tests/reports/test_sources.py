"""The five source documents' matters, produced by the portal: heading by heading, figure by figure.

What is expected stands in source_documents.toml, copied from the documents.
"""

import re
import tomllib
from pathlib import Path

import pytest

from reports.documents import matters
from reports.sections import Kind
from tests.reports.papers import NAMES, squash
from tests.reports.test_grants_sources import FIRST_NAMES

EXPECTED = tomllib.loads((Path(__file__).parent / "source_documents.toml").read_text("utf-8"))
every_matter = pytest.mark.parametrize("name", EXPECTED)


def printed(paper, name, kind):
    return [one for one in paper(name).sections if one.section.kind == kind]


def test_every_matter_of_the_sources_is_there():
    assert set(EXPECTED) == set(matters())


@every_matter
def test_headings_are_those_of_the_source_in_their_order(paper, name):
    title, *headings = paper(name).outline
    ours = EXPECTED[name]["ours"]

    assert title == paper(name).heading
    assert [one for one in headings if one not in ours] == EXPECTED[name]["headings"]
    assert [one for one in headings if one in ours] == ours


@every_matter
def test_every_figure_of_the_source_is_printed(paper, name):
    text = paper(name).text

    assert [words for words in EXPECTED[name]["figures"] if squash(words) not in text] == []


@every_matter
def test_rows_of_tables_say_what_the_source_says(paper, name):
    rows = {}
    for table in paper(name).file.figures:
        for row in [*table["rows"], *filter(None, [table["total"]])]:
            cells = [cell["text"] for cell in row["cells"]]
            rows |= {row["heading"]: cells, " ".join([row["heading"], cells[0]]): cells[1:]}

    for words, figure in EXPECTED[name].get("rows", {}).items():
        assert rows[words][0] == figure
        assert squash(words + figure) in paper(name).text


@every_matter
def test_decisions_and_attachments_are_numbered_as_in_the_source(paper, name):
    clauses = [len(one.items) for one in printed(paper, name, Kind.CLAUSES)]
    attachments = [one.items for one in printed(paper, name, Kind.ATTACHMENTS)]
    expected = EXPECTED[name]

    assert clauses == ([expected["clauses"]] if "clauses" in expected else [])
    if "attachments" in expected:
        assert [one[: len(expected["attachments"])] for one in attachments] == [
            expected["attachments"]
        ]


@every_matter
def test_lists_of_the_grant_and_the_letter_are_filled_in_point_by_point(paper, name):
    points = [
        len(block.lines)
        for one in paper(name).sections
        for block in one.blocks
        if block.kind == "list"
    ]

    assert EXPECTED[name].get("points", 0) in (0, *points)


@every_matter
def test_every_page_bears_the_registry_number_and_how_many_there_are(paper, name):
    pages = paper(name).pages
    number = EXPECTED[name].get("number", "anges av registrator")

    for place, page in enumerate(pages, start=1):
        assert squash(f"SID {place} ({len(pages)})") in squash(page)
        assert squash(f"dnr {number}") in squash(page).replace("DNR", "dnr")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_braces_is_left_and_nobody_is_named(paper, name):
    assert "{" not in paper(name).text
    assert not FIRST_NAMES.search(" ".join(paper(name).pages).replace("Dag anges inte", ""))


def test_the_sum_applied_for_is_one_sum_wherever_it_stands(paper):
    """600 000 for the first year and 1 860 000 for the second are 2 460 000."""
    found = re.findall(r"2460000kr|600000kr|1860000kr", paper("suburb_application_2013").text)

    assert sorted(set(found)) == ["1860000kr", "2460000kr", "600000kr"]
    budget = next(
        table
        for table in paper("suburb_application_2013").file.figures
        if table["caption"] == "Budget"
    )
    assert [row["value"] for row in budget["rows"]] == [600_000, 1_860_000]
    assert budget["total"]["value"] == 2_460_000


def test_the_goal_that_was_not_fully_tried_is_partly_attained(paper):
    results = next(
        table
        for table in paper("final_report_2012").file.figures
        if table["caption"] == "Mål och resultat"
    )

    assert sorted(row["cells"][0]["text"] for row in results["rows"]) == [
        "delvis uppnått",
        "uppnått",
    ]
