"""Tables that come in and go out: every way people write them, and everything that is refused."""

import contextlib
import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from barnstod.web.spreadsheets import (
    Limits,
    Row,
    Sheet,
    SheetRefused,
    csv_of,
    read_table,
    workbook_of,
)
from barnstod.web.spreadsheets.formulas import as_written, harmless

HEADINGS = ("Namn", "Ort")
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+46 8",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "'=1",
    "''@x",
    "#REF!",
    'a;b,"c"\nd',
]


def workbook(*rows, sheet="Blad1"):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content, **parts):
    """Return the workbook with other parts; None takes one away."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        for name, text in parts.items():
            if text is not None:
                new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def words(content, limits=None):
    with pytest.raises(SheetRefused) as refusal:
        read_table(content, limits)
    return str(refusal.value)


GOOD = workbook(HEADINGS, ("Åsa", "Östberga"))


@pytest.mark.parametrize(
    "content",
    [
        "Namn;Ort\nÅsa;Östberga\n".encode(),
        "\ufeffNamn;Ort\r\nÅsa;Östberga\r\n".encode(),
        "Namn,Ort\nÅsa,Östberga".encode("cp1252"),
        "Namn\tOrt\nÅsa\tÖstberga".encode("utf-16"),
        "sep=,\nNamn,Ort\nÅsa,Östberga".encode(),
        '"Namn";"Ort"\n"Åsa";"Östberga"\n'.encode(),
        "A\u030asa".join(["Namn;Ort\n", ";Östberga"]).encode(),  # å as two signs, as a Mac writes
        " Namn ;Ort\xa0\n\u200bÅsa; Östberga ;;\n;;\n".encode(),
        GOOD,
    ],
    ids=["utf-8", "bom", "1252", "utf-16", "sep", "quoted", "two signs", "spaces", "xlsx"],
)
def test_table_is_read_however_it_was_written(content):
    table = read_table(content)

    assert (table.headings, [row.cells for row in table.rows]) == (HEADINGS, [("Åsa", "Östberga")])


def test_rows_have_the_numbers_that_the_spreadsheet_shows():
    lines = read_table(b"\nNamn;Ort\n\nA;B\n;\nC;D\n").rows
    book = read_table(workbook((), HEADINGS, (), ("A", "B"), (None, " "), ("C", "D"))).rows

    assert lines == book == (Row(4, ("A", "B")), Row(6, ("C", "D")))


def test_cells_of_a_workbook_are_what_somebody_would_have_typed():
    values = (
        datetime.combine(date(2027, 1, 12), time()),
        datetime.combine(date(2027, 1, 12), time(16, 30)),
        date(2027, 1, 12),
        time(16, 30),
        timedelta(hours=16, minutes=30),
        8,
        8.0,
        8.5,
        True,
        None,
    )
    table = read_table(workbook([str(place) for place in range(len(values))], values))

    assert table.rows[0].cells == (
        "2027-01-12",
        "2027-01-12 16:30",
        "2027-01-12",
        "16:30",
        "16:30",
        "8",
        "8",
        "8.5",
        "ja",
        "",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tom"),
        (b"   \n;;\n", "tom"),
        (b"Namn;Ort\n", "inga rader"),
        (b"%PDF-1.7 x", "ingen tabell"),
        (b"\x89PNG\r\n\x1a\n", "ingen tabell"),
        (b"a;b\n\x00\x01;\x02", "ingen tabell"),
        (b"\xff\xfe\x00", "ingen tabell"),
        (b'a;b\n"c;d\n', "citattecken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "äldre sort"),
        (b"PK\x03\x04" + b"\x00" * 50, "skadad"),
        (GOOD[: len(GOOD) // 2], "skadad"),
        (repacked(GOOD, **{"xl/workbook.xml": None}), "ingen Excelbok"),
        (repacked(GOOD, **{"xl/vbaProject.bin": "x"}), "makron"),
        (repacked(GOOD, **{"xl/workbook.xml": "<torn"}), "går inte att läsa"),
        (repacked(GOOD, **{"xl/worksheets/sheet1.xml": "<worksheet/>"}), "tom"),
        (repacked(GOOD, **{"xl/worksheets/sheet1.xml": None}), "går inte att läsa"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, says):
    assert says in words(content)


def test_entities_of_a_workbook_are_not_expanded():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )

    assert "går inte att läsa" in words(repacked(GOOD, **{"xl/worksheets/sheet1.xml": bomb}))


@pytest.mark.parametrize("row", ["99999999999", "-1", "x"])
def test_row_that_claims_to_stand_far_away_costs_nothing(row):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )

    assert words(repacked(GOOD, **{"xl/worksheets/sheet1.xml": sheet}))


def test_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(GOOD, **{"xl/media/zeros": b"\0" * 20_000_000})

    assert len(bomb) < 100_000
    assert "för stor" in words(bomb)


def test_archive_packed_as_no_office_program_does_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")

    assert "för stor" in words(file.getvalue())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a;b\n" + b"1;2\n" * 6, "fler än 5 rader"),
        (b"a;b;c;d\n1;2;3;4\n", "Rad 1 har fler än 3 kolumner"),
        (b"a;b\n" + b"x" * 41 + b";1\n", "Rad 2 har en cell"),
        (b"x" * 2_000_001, "större än 2 MB"),
        (workbook(["a"], *[[n] for n in range(6)]), "fler än 5 rader"),
        (workbook(["a"] * 4, [1, 2, 3, 4]), "fler än 3 kolumner"),
    ],
)
def test_table_beyond_the_limits_is_refused(content, says):
    assert says in words(content, Limits(rows=5, columns=3, letters=40))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_that_goes_out_is_a_formula_and_it_reads_back_as_it_was(text):
    book = workbook_of(Sheet("Blad", ["Namn", "Ort"], [[text, "x"]]))
    lines = csv_of(["Namn", "Ort"], [[text, "x"]])

    cell = load_workbook(io.BytesIO(book)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value[0] not in "=+-@\t\r\n＝＋－＠"
    assert b"\n=" not in lines
    assert b";=" not in lines
    read = as_written(harmless(text))
    assert read == text
    cleaned = text.strip().replace("\r", " ").strip()
    assert read_table(book).rows[0].cells[0] in (text, cleaned)
    assert read_table(lines).rows[0].cells[0] in (text, cleaned)


@given(st.text())
def test_making_harmless_can_always_be_taken_back(text):
    safe = harmless(text)

    assert as_written(safe) == text
    assert not safe or safe[0] not in "=+-@\t\r\n＝＋－＠"


def test_days_hours_and_numbers_go_out_as_what_they_are():
    sheet = load_workbook(
        io.BytesIO(workbook_of(Sheet("Blad", ["a"] * 4, [[date(2027, 1, 2), time(16), 8, None]])))
    ).active

    assert [cell.value for cell in sheet[2]] == [
        datetime.combine(date(2027, 1, 2), time()),
        time(16),
        8,
        None,
    ]
    assert csv_of(["a"], [[date(2027, 1, 2)], [time(16)], [8], [None]]) == (
        b'\xef\xbb\xbfa\r\n2027-01-02\r\n16:00\r\n8\r\n""\r\n'
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content):
    read_or_refused(content)


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=40), st.integers(0, len(GOOD) - 1))
def test_any_damage_to_a_workbook_is_a_table_or_refused(noise, place):
    read_or_refused(GOOD[:place] + noise + GOOD[place + len(noise) :])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_survives_both_ways(rows):
    table, again = (
        read_table_of(csv_of(HEADINGS, rows)),
        read_table_of(workbook_of(Sheet("Blad", HEADINGS, rows))),
    )

    assert table == again


def read_or_refused(content):
    """Read the file; anything else that is raised than a refusal fails the test."""
    with contextlib.suppress(SheetRefused):
        read_table(content)


def read_table_of(content):
    try:
        return [row.cells for row in read_table(content).rows]
    except SheetRefused as refusal:
        return str(refusal)
