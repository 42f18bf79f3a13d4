"""A report as its templates print it: the same for the PDF and for the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.documents import document_of
from reports.models import Report, ReportFile
from reports.references import IN_TEXT
from reports.sections import Document, Kind, Section
from reports.text import Block, blocks, filled, items

MOST_COLUMNS = 7  # of a table in letters of the usual size
MOST_ROWS_KEPT, MOST_LETTERS_KEPT = 12, 300  # of a table that is never divided


@dataclass(frozen=True)
class PrintedSection:
    """A heading with its text, in blocks or in items, and the tables that follow it.

    ``number`` is that of an attachment that is printed in the paper itself; ``lines`` are the
    short values of a form that stand side by side below this heading.
    """

    section: Section
    blocks: list[Block] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0
    lines: list["PrintedSection"] = field(default_factory=list)


def paper_of(report: Report, file: ReportFile) -> dict[str, Any]:
    """Return what the paper's templates need; figures come from ``file`` alone."""
    document = document_of(report)
    values = values_of(file.figures)
    texts = {code: filled(text, values) for code, text in report.texts.items()}
    numbers, attachments = _attachments(document, texts)
    sections = [
        section
        for section in document.sections
        if section.is_printed(texts) or (section.kind == Kind.ATTACHMENTS and attachments)
    ]
    printed = [
        PrintedSection(
            section=section,
            blocks=blocks(texts.get(section.code, "")) if section.kind == Kind.TEXT else [],
            items=attachments
            if section.kind == Kind.ATTACHMENTS
            else _items(section, texts.get(section.code, "")),
            tables=[
                table | {"is_long": is_long(table), "is_wide": is_wide(table)}
                for table in file.figures
                if table["place"] == section.code
            ],
            number=numbers.get(section.code, 0),
        )
        for section in sections
    ]
    return {
        "report": report,
        "file": file,
        "document": document,
        "heading": document.heading or report.title,
        "lead": _lead(document, report),
        "what_changed": PrintedSection(Section("what_changed", ""), blocks(report.what_changed)),
        "sections": _with_lines(printed),
    }


def values_of(figures: list[dict[str, Any]]) -> dict[str, str]:
    """Return what each name in the texts stands for, as it was frozen."""
    return {
        row["heading"]: row["cells"][0]["text"]
        for table in figures
        if table["place"] == IN_TEXT
        for row in table["rows"]
    }


def is_long(table: dict[str, Any]) -> bool:
    """Tell whether a page should be broken inside the table rather than left half empty."""
    rows = table["rows"]
    letters = sum(len(row["heading"]) + len(row["detail"]) for row in rows)
    return len(rows) > MOST_ROWS_KEPT or letters > MOST_LETTERS_KEPT


def is_wide(table: dict[str, Any]) -> bool:
    return len(table["columns"]) > MOST_COLUMNS


def _items(section: Section, text: str) -> list[str]:
    return [] if section.kind == Kind.TEXT or not section.is_written else items(text)


def _lead(document: Document, report: Report) -> str:
    return filled(document.lead, {"perioden": f"{report.period_from} – {report.period_to}"})


def _attachments(document: Document, texts: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """Number the attachments: those printed here, then the typed ones, then the figures."""
    annexes = [section for section in document.sections if section.kind == Kind.ANNEX]
    counted = [section for section in document.sections if section.kind == Kind.COMPUTED]
    typed = items(texts.get("attachments", ""))
    numbers = {section.code: place for place, section in enumerate(annexes, start=1)}
    before = len(annexes) + len(typed)
    numbers |= {section.code: before + place for place, section in enumerate(counted, start=1)}
    return numbers, [
        *(section.heading for section in annexes),
        *typed,
        *(section.heading for section in counted),
    ]


def _with_lines(printed: list[PrintedSection]) -> list[PrintedSection]:
    """Gather the short values of a form that follow one another, to stand side by side."""
    found: list[PrintedSection] = []
    for one in printed:
        if one.section.kind != Kind.LINE:
            found.append(one)
        elif found and found[-1].lines:
            found[-1].lines.append(one)
        else:
            found.append(PrintedSection(one.section, lines=[one]))
    return found
