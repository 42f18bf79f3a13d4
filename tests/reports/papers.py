"""Every document type as a paper with its PDF, made of rows that are gone when it is done."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from io import BytesIO

import pikepdf
import pypdf
from django.db import transaction
from django.utils import timezone, translation

from barnstod.pdf.archive import VARIANT
from barnstod.pdf.render import html_to_pdf
from barnstod.security.actor import acting_as
from districts.models import District
from groups.choices import Season
from groups.terms import Term
from reports import retold, services
from reports.building import page_of
from reports.choices import ReportType
from reports.documents import document_of, matters, template_version
from reports.figures.publishing import publish
from reports.freezing import freeze_counted, freeze_told
from reports.grants.choices import Funding, Result
from reports.loading import load_facts
from reports.matter import Matter
from reports.models import Report, ReportFile
from reports.paper import paper_of
from reports.sections import Kind
from tests.factories.accounts import UserFactory
from tests.factories.grants import (
    ActivityFactory,
    BudgetLineFactory,
    DecisionFactory,
    GoalFactory,
    GrantFactory,
    LedgerLineFactory,
)
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

TODAY = date(2026, 7, 2)
SPRING = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}
YEAR = {"period_from": date(2025, 7, 1), "period_to": date(2026, 6, 30)}
# Types that no source document is an example of.
OURS = (
    ReportType.GRANT_APPLICATION,
    ReportType.OFFICIAL_STATEMENT,
    ReportType.TERM_REPORT,
    ReportType.ANNUAL_REPORT,
)


@dataclass
class Paper:
    """One report with what was built of it, after its rows are gone again."""

    report: Report
    file: ReportFile
    sections: list
    heading: str
    html: str

    @cached_property
    def pages(self) -> list[str]:
        return [page.extract_text() for page in pypdf.PdfReader(BytesIO(self.file.pdf)).pages]

    @cached_property
    def text(self) -> str:
        return squash(" ".join(self.pages))

    @cached_property
    def document(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.file.pdf))

    @cached_property
    def outline(self) -> list[str]:
        return list(_flat(pypdf.PdfReader(BytesIO(self.file.pdf)).outline))


def squash(text: str) -> str:
    """Return the text without what line breaks add and take: blanks and hyphens."""
    return re.sub(r"[\s\u00ad-]", "", text)


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry.title


NAMES = (*matters(), *OURS)


def build_paper(name: str) -> Paper:
    """Return the paper of a matter of the source documents, or of one of OURS."""
    with transaction.atomic(), acting_as("system:test"), translation.override("sv"):
        load_facts()
        writer = UserFactory(coordinator=True, name="Handläggare Ett")
        report = retold.begin(name, by=writer) if name in matters() else _ours(name, writer)
        report.dated_on = TODAY
        matter = Matter(report, TODAY)
        file = ReportFile(
            report=report,
            figures=[*freeze_told(matter), *freeze_counted(matter)],
            template_version=template_version(report.type),
            built_at=timezone.now(),
        )
        printed = paper_of(report, file)
        html = page_of(report, file)
        file.pdf = html_to_pdf(html, VARIANT)
        transaction.set_rollback(True)
    return Paper(report, file, printed["sections"], printed["heading"], html)


def _ours(type: str, writer) -> Report:
    if type in (ReportType.TERM_REPORT, ReportType.ANNUAL_REPORT):
        _a_published_term(writer)
    about = SPRING if type == ReportType.TERM_REPORT else YEAR
    needs_grant = type == ReportType.GRANT_APPLICATION
    report = services.create(
        by=writer, type=type, title="Rapport", grant=_grant() if needs_grant else None, **about
    )
    for section in document_of(report).written:
        filler = (
            "Ett ord om saken." if section.kind != Kind.TITLES else "Enhetschef\nAvdelningschef"
        )
        report.texts[section.code] = report.texts[section.code] or filler
    return report


def _a_published_term(by) -> None:
    """Nine children in a group of the spring of 2026, told to everybody since."""
    group = GroupFactory(running=True, year=2026, capacity=12)
    district = District.objects.valid_on(date(2026, 3, 1)).first()
    for _ in range(9):
        ReferralFactory(
            started=True,
            group=group,
            child_district=district,
            submitted_at=datetime(2026, 1, 10, tzinfo=UTC),
        )
    publish(term=Term.of(2026, Season.SPRING), by=by)


def _grant():
    grant = GrantFactory(
        applied=True,
        purpose="Fler barn ska få plats.",
        target_group="Barn.",
        method="Grupper.",
        partners="Stadsdelarna.",
        evaluation="Enkät.",
        after_plan="Nämnden tar över.",
        period_from="2027",
        period_to="2028",
    )
    BudgetLineFactory(grant=grant, year=2027, sek=300_000)
    BudgetLineFactory(grant=grant, year=2028, sek=200_000)
    BudgetLineFactory(grant=grant, year=2027, sek=50_000, funding=Funding.OWN)
    GoalFactory(grant=grant, result=Result.NONE, target="90 barn", indicator="Antal barn")
    ActivityFactory(grant=grant)
    DecisionFactory(grant=grant, kind="apply", sek=500_000, text="Ansöker om bidrag")
    LedgerLineFactory(grant=grant)
    return grant
