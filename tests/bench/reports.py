"""What a whole build costs beside bare WeasyPrint on the same page."""

import statistics
import time
from collections.abc import Callable
from datetime import date

from barnstod.accounts.choices import Role
from barnstod.accounts.models import RoleGrant, User
from barnstod.pdf.fetch import STATIC_BASE, fetch_static
from barnstod.security.actor import acting_as
from reports import services
from reports.building import build, page_of
from reports.loading import load_facts
from reports.models import Grant, Report, ReportFile

ROUNDS = 7


def rows():
    return [cpu_vs_weasyprint()]


def cpu_vs_weasyprint():
    """Order, build and measure the interim report, turn by turn with its page set by WeasyPrint."""
    with acting_as("system:bench"):
        load_facts()
        report, writer = draft()
    ours, bare = [], []
    for turn in range(ROUNDS + 1):
        with acting_as(writer):
            services.order(report=report, by=writer)
        whole = seconds_of_cpu(lambda: build(report.pk))
        with acting_as("system:bench"):
            file = ReportFile.objects.select_related("report__writer").get(report=report)
            html = page_of(file.report, file)
        alone = seconds_of_cpu(lambda html=html: weasyprint(html))
        if turn:  # the first of each also imports and compiles
            ours.append(whole)
            bare.append(alone)
    return {
        "key": "cpu_vs_weasyprint",
        "ratio": round(statistics.median(ours) / statistics.median(bare), 3),
        "target": 1.3,
        "better": "min",
        "rows": ROUNDS,
    }


def draft() -> tuple[Report, User]:
    writer = User.objects.create_user("bench@barnstod.example", "Mätning")
    RoleGrant.objects.create(user=writer, role=Role.COORDINATOR, valid_from=date(2020, 1, 1))
    report = services.create(
        by=writer,
        grant=Grant.objects.get(code="central-samordning-ar-1"),
        title="Central samordningsfunktion för gruppstöd",
        period_from=date(2006, 9, 18),
        period_to=date(2007, 6, 30),
    )
    return report, writer


def weasyprint(html: str) -> bytes:
    from weasyprint import HTML

    page = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetch_static)
    return page.write_pdf(pdf_variant="pdf/ua-1")


def seconds_of_cpu(call: Callable) -> float:
    before = time.process_time()
    call()
    return time.process_time() - before
