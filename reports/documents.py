"""What a document type consists of: its headings in order, and which tables stand where.

The headings are those of the city's board papers and exist in Swedish only.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import Engine

from groups.choices import Need
from reports.choices import ReportType
from reports.models import Report

TEXTS = Path(__file__).parent / "data"
COMPUTED = "computed"  # the place of the computed tables, after the last section


@dataclass(frozen=True)
class Section:
    """One heading of a document, and how the text below it is written and printed."""

    code: str
    heading: str
    kind: str = "text"  # "text", "clauses" (numbered), "titles" (of those who sign), "numbered"
    level: int = 2


@dataclass(frozen=True)
class Document:
    """A document type: what it is called, the form of its paper, its sections and templates."""

    name: str
    label: str
    sections: tuple[Section, ...]
    template: str
    initial_texts: dict[str, str]  # code of a grant -> file with the texts to begin with


DOCUMENTS = {
    ReportType.INTERIM_REPORT: Document(
        name="delrapport",
        label="Tjänsteutlåtande",
        sections=(
            Section("decisions", "Förslag till beslut", kind="clauses"),
            Section("signatories", "Undertecknas av", kind="titles"),
            Section("summary", "Sammanfattning"),
            Section("preparation", "Ärendets beredning"),
            Section("background", "Bakgrund"),
            Section("situation", "Aktuell situation för utsatta barn och ungdomar i Stockholm"),
            Section(Need.SUBSTANCE_USE, "1. Alkohol- eller drogproblem", level=3),
            Section(Need.MENTAL_ILLNESS, "Psykiska problem", level=3),
            Section(Need.FAMILY_VIOLENCE, "Familjevåld", level=3),
            Section("outlook", "Utblick i några andra kommuner"),
            Section("proposal", "Förvaltningens förslag"),
            Section("attachments", "Bilagor", kind="numbered"),
        ),
        template="reports/pdf/interim_report.html",
        initial_texts={"central-samordning-ar-1": "interim_report_2007.toml"},
    ),
}

# What every document type is printed with, besides its own template.
STYLE = settings.BASE_DIR / "static/barnstod/pdf.css"
SHARED = (
    "reports/paper/_body.html",
    "reports/paper/_blocks.html",
    "reports/paper/_table.html",
    "reports/paper/_row.html",
    "reports/paper/_plot.html",
    "pdf/base.html",
)


def document_of(report: Report) -> Document:
    return DOCUMENTS[ReportType(report.type)]


def initial_texts(type: str, grant_code: str) -> dict[str, str]:
    """Return the texts that a new report begins with; empty ones where there is no draft."""
    document = DOCUMENTS[ReportType(type)]
    drafted = {}
    if name := document.initial_texts.get(grant_code):
        drafted = tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))
    return {section.code: drafted.get(section.code, "").strip() for section in document.sections}


@cache
def template_version(type: str) -> str:
    """Return a mark of templates and style sheet as they are: another mark, another paper."""
    document = DOCUMENTS[ReportType(type)]
    names = (document.template, *SHARED)
    templates = [Path(Engine.get_default().get_template(name).origin.name) for name in names]
    sources = (file.read_bytes() for file in [*templates, STYLE])
    digest = hashlib.sha256(b"\0".join(sources)).hexdigest()
    return f"{document.name} {digest[:8]}"
