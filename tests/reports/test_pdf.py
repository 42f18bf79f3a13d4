"""The interim report on paper: heading by heading, figure by figure, and readable by ear."""

import io
import re
from datetime import date

import pikepdf
import pypdf
import pytest
from django.db import transaction
from django.utils import timezone, translation

from barnstod.pdf.render import html_to_pdf
from barnstod.security.actor import acting_as
from reports import services
from reports.building import page_of
from reports.documents import template_version
from reports.freezing import freeze_counted, freeze_told
from reports.loading import load_facts
from reports.matter import Matter
from reports.models import Grant, ReportFile
from reports.paper import values_of
from reports.references import IN_TEXT
from reports.text import blocks, filled, items
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory

HEADINGS = [
    "Central samordningsfunktion för gruppstöd",
    "Förslag till beslut",
    "Sammanfattning",
    "Ärendets beredning",
    "Bakgrund",
    "Aktuell situation för utsatta barn och ungdomar i Stockholm",
    "1. Alkohol- eller drogproblem",
    "Psykiska problem",
    "Familjevåld",
    "Utblick i några andra kommuner",
    "Förvaltningens förslag",
    "Bilagor",
    "Bilaga 3. Beräknade uppgifter ur Barnstöd",
]

ROWS = 48  # of all tables together, the sum of the participants among them


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """The report of 2007 with its PDF, made once for all tests here and kept nowhere."""
    with django_db_blocker.unblock(), transaction.atomic(), acting_as("system:test"):
        load_facts()
        GroupFactory(running=True, year=2007)
        report = services.create(
            by=UserFactory(coordinator=True, name="Handläggare Ett"),
            grant=Grant.objects.get(code="central-samordning-ar-1"),
            title="Central samordningsfunktion för gruppstöd",
            period_from=date(2006, 9, 18),
            period_to=date(2007, 6, 30),
            registry_number="119-0019/2007",
            dated_on=date(2007, 6, 1),
        )
        matter = Matter(report, date(2007, 7, 2))
        file = ReportFile(
            report=report,
            figures=[*freeze_told(matter), *freeze_counted(matter)],
            template_version=template_version(report.type),
            built_at=timezone.now(),
        )
        with translation.override("sv"):
            file.pdf = html_to_pdf(page_of(report, file))
        transaction.set_rollback(True)
    return file


@pytest.fixture(scope="module")
def pages(paper):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.pdf)).pages]


@pytest.fixture(scope="module")
def text(pages):
    return squash(" ".join(pages))


@pytest.fixture(scope="module")
def document(paper):
    return pikepdf.open(io.BytesIO(paper.pdf))


def squash(text):
    """Return the text without what line breaks add and take: blanks and hyphens."""
    return re.sub(r"[\s\u00ad-]", "", text)


def tags(element):
    """Yield the tag of each structure element, in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element:
        yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from tags(child)


def names(document):
    return [str(tag["/S"]) for tag in tags(document.Root.StructTreeRoot)]


def test_headings_are_those_of_the_document_type_in_their_order(paper):
    def flat(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield entry.title

    assert list(flat(pypdf.PdfReader(io.BytesIO(paper.pdf)).outline)) == HEADINGS


def test_the_head_of_the_first_page(pages):
    head = squash(pages[0][:600])

    for words in (
        "Socialtjänstförvaltningen",
        "TJÄNSTEUTLÅTANDE",
        "DNR 119-0019/2007",
        "2007-06-01",
        "Handläggare: Handläggare Ett",
        "Till Socialtjänstnämnden",
        "Delrapport för perioden 2006-09-18 – 2007-06-30.",
    ):
        assert squash(words) in head


def test_every_page_says_which_and_of_how_many(pages):
    for number, page in enumerate(pages, start=1):
        assert squash(f"SID {number} ({len(pages)})") in squash(page)
        assert squash("Rapport") in squash(page)
    for page in pages[1:]:
        assert squash("TJÄNSTEUTLÅTANDE, dnr 119-0019/2007") in squash(page)


def test_clauses_are_numbered_and_the_immediate_approval_is_last(paper, pages):
    clauses = items(paper.report.texts["decisions"])
    first = squash(pages[0])

    assert len(clauses) == 5
    assert clauses[-1] == "Paragrafen justeras omedelbart."
    assert squash("".join(clauses)) in first
    assert "1.2.3.4.5.SID1" in first  # the numbers are drawn after the text


def test_signatories_are_titles(paper, text):
    assert squash("".join(items(paper.report.texts["signatories"]))) in text


def test_every_word_of_every_section_is_printed(paper, text):
    prose = [
        line
        for code, section in paper.report.texts.items()
        if code not in ("decisions", "signatories", "attachments")
        for block in blocks(section)
        for line in block.lines
    ]

    assert len(prose) > 40
    assert [line for line in prose if squash(line) not in text] == []


def test_every_figure_is_printed_with_all_that_belongs_to_it(paper, text):
    rows = [
        squash("".join([row["heading"], row["detail"], *(cell["text"] for cell in row["cells"])]))
        for table in paper.figures
        for row in table["rows"] + ([table["total"]] if table["total"] else [])
    ]

    assert len(rows) == ROWS
    assert [row for row in rows if row not in text] == []


def test_figures_of_the_sources_as_a_reader_finds_them(text):
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
        assert squash(words) in text, words


def test_computed_figures_stand_apart_after_everything_stated(paper, pages):
    kinds = [table["kind"] for table in paper.figures]
    begins = next(place for place, page in enumerate(pages) if squash(HEADINGS[-1]) in squash(page))
    appendix = squash("".join(pages[begins:]))

    assert kinds == sorted(kinds, reverse=True)
    assert squash(HEADINGS[-1]) in appendix
    assert "Beräknadeuppgifter" in appendix
    assert "Uppgifterurkällor" not in appendix
    assert not any("Beräknadeuppgifter" in squash(page) for page in pages[: begins - 1])


def test_no_person_of_the_sources_is_named(text):
    for name in ("Helin", "Jurdell", "Lindh", "Rågsjö", "Lindstein", "Nyberg"):
        assert name not in text


def test_it_is_a_tagged_swedish_document_with_a_title(document):
    with document.open_metadata() as metadata:
        claims = (metadata["pdfuaid:part"], metadata["dc:title"])

    assert claims == ("1", HEADINGS[0])
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("sv")
    assert document.Root.ViewerPreferences.DisplayDocTitle


def test_headings_are_tagged_in_order(document):
    levels = [int(name[2]) for name in names(document) if re.fullmatch(r"/H[1-6]", name)]

    assert levels == [1, 2, 2, 2, 2, 2, 3, 3, 3, 2, 2, 2, 2]


def test_every_cell_names_the_headers_of_its_row_and_column(document, paper):
    found = list(tags(document.Root.StructTreeRoot))
    headers = {str(tag["/ID"]) for tag in found if str(tag["/S"]) == "/TH"}
    of_cells = [
        {str(header) for header in tag["/A"]["/Headers"]}
        for tag in found
        if str(tag["/S"]) == "/TD"
    ]

    assert len(headers) == ROWS + sum(len(table["columns"]) for table in paper.figures)
    assert of_cells
    assert all(len(named) == 2 and named <= headers for named in of_cells)


def test_every_header_cell_says_whether_it_heads_a_row_or_a_column(document, paper):
    scopes = [
        str(tag["/A"].get("/Scope"))
        for tag in tags(document.Root.StructTreeRoot)
        if str(tag["/S"]) == "/TH"
    ]

    assert scopes.count("/Row") == ROWS
    assert scopes.count("/Column") == sum(len(table["columns"]) for table in paper.figures)


def test_no_paragraph_or_heading_is_empty(document):
    """Only a cell may be: the sum of the participants has no time."""
    empty = [str(tag["/S"]) for tag in tags(document.Root.StructTreeRoot) if not tag.get("/K")]

    assert not {"/P", "/H1", "/H2", "/H3", "/LI", "/TH", "/Caption"} & set(empty)


def test_tables_have_captions_and_lists_are_lists(document, paper):
    found = names(document)

    assert found.count("/Table") == len(paper.figures) == found.count("/Caption")
    points = sum(
        len(block.lines)
        for section in paper.report.texts.values()
        for block in blocks(section)
        if block.kind == "list"
    )
    assert found.count("/LI") == 5 + points + 3  # clauses, points, attachments


def test_the_file_is_sound_and_draws_no_picture_of_text(document):
    pictures = [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]

    assert document.check_pdf_syntax() == []
    assert pictures == []


def test_fonts_are_ours_and_embedded(document):
    fonts = [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]

    assert fonts
    for font in fonts:
        assert "Source-Sans-3" in str(font.FontName)
        assert "/FontFile2" in font or "/FontFile3" in font
