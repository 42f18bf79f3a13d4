"""Every document type on paper: all that was written is printed, and readable by ear."""

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdf
import pytest
from django.template.loader import render_to_string

from barnstod.pdf.render import html_to_pdf
from reports.choices import ReportType
from reports.paper import is_wide, values_of
from reports.references import IN_TEXT
from reports.sections import Kind
from reports.text import blocks, filled, items
from tests.reports.papers import NAMES, squash

every_paper = pytest.mark.parametrize("name", NAMES)
INTERIM = "interim_report_2007"


def tags(element):
    """Yield each structure element, in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from tags(child)


def tags_of(paper, name):
    return list(tags(paper(name).document.Root.StructTreeRoot))


def names_of(paper, name):
    return [str(tag["/S"]) for tag in tags_of(paper, name)]


def tables_of(paper, name):
    return [table for one in paper(name).sections for table in one.tables]


def rows_of(table):
    return table["rows"] + ([table["total"]] if table["total"] else [])


def rows_in(paper, name):
    return sum(len(rows_of(table)) for table in tables_of(paper, name))


def columns_in(paper, name):
    """Of each table, and once more for each further page that it goes on to."""
    parts = [tag for tag in tags_of(paper, name) if str(tag["/S"]) == "/Table"]
    tables, place, found = tables_of(paper, name), -1, 0
    for part in parts:
        place += "/Caption" in [str(tag["/S"]) for tag in tags(part)]
        found += len(tables[place]["columns"])
    return found


def test_there_is_a_paper_of_every_type(paper):
    assert {paper(name).report.type for name in NAMES} == set(ReportType)


# --- What it says ---------------------------------------------------------------------------------


def test_the_head_of_the_first_page(paper):
    head = squash(paper(INTERIM).pages[0][:600])

    for words in (
        "Socialtjänstförvaltningen",
        "TJÄNSTEUTLÅTANDE",
        "DNR 119-0019/2007",
        "2026-07-02",
        "Handläggare: Handläggare Ett",
        "Till Socialtjänstnämnden",
        "Delrapport för perioden 2006-09-18 – 2007-06-30.",
    ):
        assert squash(words) in head


def test_clauses_are_numbered_and_the_immediate_approval_is_last(paper):
    clauses = items(paper(INTERIM).report.texts["decisions"])
    first = squash(paper(INTERIM).pages[0])

    assert len(clauses) == 5
    assert clauses[-1] == "Paragrafen justeras omedelbart."
    assert squash("".join(clauses)) in first
    assert "1.2.3.4.5.SID1" in first  # the numbers are drawn after the text


@every_paper
def test_every_word_of_every_section_is_printed(paper, name):
    values, text = values_of(paper(name).file.figures), paper(name).text
    lines = [
        line
        for words in paper(name).report.texts.values()
        for block in blocks(filled(words, values))
        for line in block.lines
    ]

    assert lines
    missing = [line for line in lines if squash(line) not in text]
    numbered = [one for one in missing if not all(squash(part) in text for part in one.split(". "))]
    assert numbered == []


@every_paper
def test_every_figure_is_printed_with_all_that_belongs_to_it(paper, name):
    figures = [table for table in paper(name).file.figures if table["place"] != IN_TEXT]
    rows = [
        squash("".join([row["heading"], row["detail"], *(cell["text"] for cell in row["cells"])]))
        for table in figures
        for row in rows_of(table)
    ]

    assert len(figures) == len(tables_of(paper, name))  # each has a heading to stand below
    assert [row for row in rows if row not in paper(name).text] == []


def test_figures_of_the_sources_as_a_reader_finds_them(paper):
    """Word for word, so that a change of the loader and of the template cannot hide each other."""
    for words in (
        "7 av 18 anges inte 18 stadsdelsområden 1999-01-01 – 2006-12-31 Skrivelse 2006-11-20",
        "13 av 18 april 2006 18 stadsdelsområden 1999-01-01 – 2006-12-31 Skrivelse 2006-11-20",
        "0 av 14 2007 14 stadsdelsområden 2007-01-01 – 2020-06-30 Tjänsteutlåtande 2007",
        "Bred basutbildning 170 2006",
        "Summa, beräknad 725",
        "Samma person kan förekomma flera gånger.",
        "Ersta Vändpunkten barn 3 våren 2007",
        "Källan anhöriga 1 varje termin",
        "Humlan barn antal ej angivet 2007",
        "drygt 70 november 2006",
        "Ansökan beslutad 2006-06-13",
        "Bidrag beviljat 2006-07-07",
        "Projektet började 2006-09-18",
        "Källa: Skrivelse om Barnstöd Stockholm, dnr 0585/2006, 2006-11-20.",
    ):
        assert squash(words) in paper(INTERIM).text, words


def test_computed_figures_stand_apart_after_everything_stated(paper):
    kinds = [table["kind"] for table in tables_of(paper, INTERIM)]
    heading = squash("Bilaga 3. Beräknade uppgifter ur Barnstöd")
    before, appendix = paper(INTERIM).text.rsplit(heading, 1)

    assert kinds == sorted(kinds, reverse=True)
    assert "Beräknadeuppgifter" in appendix
    assert "Uppgifterurkällor" not in appendix
    assert "Beräknadeuppgifter" not in before.replace(squash("Beräknade uppgifter ur"), "")


# --- How it is built ------------------------------------------------------------------------------


@every_paper
def test_it_is_a_tagged_swedish_document_with_a_title(paper, name):
    document = paper(name).document
    with document.open_metadata() as metadata:
        claims = metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["dc:title"]

    assert claims[:2] == ("1", "2")
    assert claims[2].startswith(paper(name).heading)
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("sv")
    assert document.Root.ViewerPreferences.DisplayDocTitle


@every_paper
def test_headings_are_tagged_in_order_and_are_the_bookmarks(paper, name):
    levels = [int(tag[2]) for tag in names_of(paper, name) if re.fullmatch(r"/H[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert len(paper(name).outline) == len(levels)


@every_paper
def test_every_cell_names_the_headers_of_its_row_and_column(paper, name):
    found = tags_of(paper, name)
    headers = {str(tag["/ID"]) for tag in found if str(tag["/S"]) == "/TH"}
    of_cells = [
        {str(header) for header in tag["/A"]["/Headers"]}
        for tag in found
        if str(tag["/S"]) == "/TD"
    ]

    assert len(headers) == rows_in(paper, name) + columns_in(paper, name)
    assert all(len(named) == 2 and named <= headers for named in of_cells)


@every_paper
def test_every_header_cell_says_whether_it_heads_a_row_or_a_column(paper, name):
    scopes = [
        str(tag["/A"].get("/Scope")) for tag in tags_of(paper, name) if str(tag["/S"]) == "/TH"
    ]

    assert (scopes.count("/Row"), scopes.count("/Column")) == (
        rows_in(paper, name),
        columns_in(paper, name),
    )


@every_paper
def test_no_paragraph_or_heading_is_empty(paper, name):
    """Only a cell may be: a sum has no time."""
    empty = {str(tag["/S"]) for tag in tags_of(paper, name) if not tag.get("/K")}

    assert not {"/P", "/H1", "/H2", "/H3", "/LI", "/TH", "/Caption"} & empty


@every_paper
def test_tables_have_captions_lists_are_lists_and_plots_say_what_they_show(paper, name):
    found = names_of(paper, name)
    printed = paper(name).sections
    points = sum(
        len(block.lines) for one in printed for block in one.blocks if block.kind == "list"
    )
    numbered = sum(
        len(one.items) for one in printed if one.section.kind in (Kind.CLAUSES, Kind.ATTACHMENTS)
    )
    alternatives = [tag for tag in tags_of(paper, name) if str(tag["/S"]) == "/Figure"]

    assert found.count("/Caption") == len(tables_of(paper, name))
    assert found.count("/Table") >= len(tables_of(paper, name))  # on each page that one goes on to
    assert found.count("/LI") == points + numbered
    assert len(alternatives) == sum(bool(table["plot"]) for table in tables_of(paper, name))
    assert all(str(figure["/Alt"]).strip() for figure in alternatives)


@every_paper
def test_the_file_is_sound_draws_no_picture_of_text_and_embeds_our_fonts(paper, name):
    document = paper(name).document
    things = [thing for thing in document.objects if isinstance(thing, pikepdf.Object)]
    pictures = [
        thing
        for thing in things
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]
    fonts = [
        thing
        for thing in things
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]

    assert document.check_pdf_syntax() == []
    assert pictures == []
    assert fonts
    for font in fonts:
        assert "Source-Sans-3" in str(font.FontName)
        assert "/FontFile2" in font or "/FontFile3" in font


def test_a_table_with_many_columns_stays_on_the_page():
    """Eleven districts by seven kinds of senders and their sum is the widest there is."""
    columns = ["Stadsdel", "Socialtjänsten", "Skola och förskola", "Vården", "Organisationer",
               "Familjen själv", "Den unga själv", "Någon annan", "Alla"]  # fmt: skip
    table = {
        "kind": "computed",
        "caption": "Förfrågningar",
        "columns": [{"heading": one, "style": "num" * (one != "Stadsdel")} for one in columns],
        "rows": [
            {
                "heading": "Hägersten-Älvsjö",
                "detail": "",
                "cells": [{"text": "färre än 5", "style": "num"}] * 8,
            }
        ],
        "total": None,
        "notes": [],
        "sources": [],
        "plot": None,
    }
    shown = render_to_string(
        "reports/paper/_table.html",
        {"table": table | {"is_long": False, "is_wide": is_wide(table)}},
    )
    style = '<html lang="sv"><title>T</title><link rel="stylesheet" href="barnstod/pdf.css">'
    page = pypdf.PdfReader(BytesIO(html_to_pdf(style + shown))).pages[0]

    places = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, *_: places.append((tm[4] * cm[0] + cm[4], text))
    )

    right = float(page.mediabox.width) - 24 / 25.4 * 72  # the margin of the page
    assert [text for left, text in places if text.strip() and left > right] == []
