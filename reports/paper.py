"""A report as its templates print it: the same for the PDF and for the page."""

from dataclasses import dataclass
from typing import Any

from reports.documents import COMPUTED, Section, document_of
from reports.models import Report, ReportFile
from reports.text import Block, blocks, items


@dataclass(frozen=True)
class PrintedSection:
    """A heading with its text, either in blocks or in items, and the tables that follow it."""

    section: Section
    blocks: list[Block]
    items: list[str]
    tables: list[dict[str, Any]]


def paper_of(report: Report, file: ReportFile) -> dict[str, Any]:
    """Return what the paper's templates need; figures come from ``file`` alone."""
    document = document_of(report)
    return {
        "report": report,
        "file": file,
        "document": document,
        "sections": [_printed(section, report, file.figures) for section in document.sections],
        "appendix_number": len(items(report.texts.get("attachments", ""))) + 1,
        "computed": [table for table in file.figures if table["place"] == COMPUTED],
    }


def _printed(section: Section, report: Report, figures: list[dict[str, Any]]) -> PrintedSection:
    text = report.texts.get(section.code, "")
    prose = section.kind == "text"
    return PrintedSection(
        section=section,
        blocks=blocks(text) if prose else [],
        items=[] if prose else items(text),
        tables=[table for table in figures if table["place"] == section.code],
    )
