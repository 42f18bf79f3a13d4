"""The document type of a report: what it begins with, and what it is printed with."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Engine

from reports.choices import ReportType
from reports.document_types import COMPUTED, DOCUMENTS
from reports.models import Report
from reports.sections import Document

__all__ = ["COMPUTED", "document_of", "initial_texts", "matters", "template_version"]

MATTERS = Path(__file__).parent / "data/matters"
# What every document type is printed with.
TEMPLATE = "reports/pdf/report.html"
STYLE = settings.BASE_DIR / "static/barnstod/pdf.css"
SHARED = (
    TEMPLATE,
    "reports/paper/_body.html",
    "reports/paper/_correction.html",
    "reports/paper/_section.html",
    "reports/paper/_blocks.html",
    "reports/paper/_table.html",
    "reports/paper/_row.html",
    "reports/paper/_plot.html",
    "reports/paper/_signature.html",
    "pdf/base.html",
)


def document_of(report: Report) -> Document:
    return DOCUMENTS[ReportType(report.type)]


@cache
def matters() -> dict[str, dict[str, Any]]:
    """Return the matters of the source documents by the name of their file: what stands at the
    head of each report, and its texts retold.
    """
    files = sorted(MATTERS.glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def initial_texts(report: Report) -> dict[str, str]:
    """Return the texts that a new report begins with: those retold from a source where the
    report is of its matter, else what the document type begins with.
    """
    retold: dict[str, str] = next(
        (one["texts"] for one in matters().values() if _is_of(report, one)), {}
    )
    return {
        section.code: retold.get(section.code, section.begins).strip()
        for section in document_of(report).written
    }


def _is_of(report: Report, matter: dict[str, Any]) -> bool:
    about = matter["about"]
    return (
        report.type == about["type"]
        and (report.grant.code if report.grant else "") == about.get("grant", "")
        and _source_of(report) == about.get("letter", "")
        # What the texts name is known of that time alone.
        and report.period_from <= about["period_to"]
        and report.period_to >= about["period_from"]
    )


def _source_of(report: Report) -> str:
    source = report.letter and report.letter.source
    return source.code if source else ""


@cache
def template_version(type: str) -> str:
    """Return a mark of headings, templates and style sheet as they are: another mark, another
    paper.
    """
    document = DOCUMENTS[ReportType(type)]
    templates = [Path(Engine.get_default().get_template(name).origin.name) for name in SHARED]
    sources = [file.read_bytes() for file in [*templates, STYLE]]
    digest = hashlib.sha256(b"\0".join([repr(document.sections).encode(), *sources])).hexdigest()
    return f"{document.name} {digest[:8]}"
