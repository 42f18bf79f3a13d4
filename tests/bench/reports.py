"""What figures and reports cost: counted, set on paper, and to a visitor meanwhile."""

import contextlib
import http.client
import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pypdfium2
from django.db import connection
from django.utils import translation

from barnstod.accounts.choices import Role
from barnstod.accounts.models import RoleGrant, User
from barnstod.local.places import Places
from barnstod.local.processes import spawn, stop_all, wait_until
from barnstod.local.running import is_free
from barnstod.local.services import commands
from barnstod.pdf.archive import VARIANT
from barnstod.pdf.fetch import STATIC_BASE, fetch_static
from barnstod.security.actor import acting_as
from districts.models import District
from groups.terms import Term
from reports import services
from reports.building import build, page_of
from reports.choices import IN_WORK, ReportType
from reports.figures.counting import Scope
from reports.figures.publishing import publish
from reports.figures.reading import COUNTER, tables_of
from reports.figures.registry import FIGURES
from reports.loading import load_facts
from reports.models import Grant, Report, ReportFile
from tests.bench._city import MARKS, YEAR, City
from tests.bench.public import cpu, row

FEW, MANY = 10_000, 1_000_000  # marks of attendance in a year
GROUPS = 300  # of the annual report, with 17 children each
PAGES = 40
ROUNDS = 4  # the least of them counts
REPORTS = 50  # that build while somebody reads the public page
IDLE = 300  # visits before, and as many after
PAUSE = 0.02  # seconds between two visits
LONGEST = 600.0  # seconds that the reports may take
TERMS = (Term(YEAR, 0), Term(YEAR, 1))
PARAGRAPH = (
    "Stödgrupperna har under året samlat barn från hela staden. Samordnaren har tagit emot "
    "förfrågningar, satt samman grupper över stadsdelsgränserna och följt hur länge barnen har "
    "väntat. Gruppledarna har träffats varje månad för handledning och för att dela erfarenheter."
)


def rows() -> list[dict]:
    logging.disable(logging.INFO)  # a line for each request would hide the table
    with acting_as("system:bench"):
        load_facts()
        writer = coordinator()
        city = City(list(District.objects.today().values_list("pk", flat=True)))
    city.grow_to(FEW // MARKS)
    few = figures_cpu() / (city.groups * MARKS)
    city.grow_to(GROUPS)
    for term in TERMS:
        with acting_as(writer):
            publish(term=term, by=writer)
    ratio, pages = cpu_vs_weasyprint(writer)
    web, visits = web_while_building(writer)
    city.grow_to(MANY // MARKS + 1)
    many = figures_cpu() / (city.groups * MARKS)
    return [
        row("figures_cpu_per_row_1000000_vs_10000", many / few, 1.2, "min", city.groups * MARKS),
        row("cpu_vs_weasyprint", ratio, 1.15, "min", pages),
        row("web_median_building_vs_idle", web, 2, "min", visits),
    ]


def coordinator() -> User:
    writer = User.objects.create_user("bench@barnstod.example", "Mätning")
    RoleGrant.objects.create(user=writer, role=Role.COORDINATOR, valid_from=date(2020, 1, 1))
    return writer


# --- figures -------------------------------------------------------------------------------------


def figures_cpu() -> float:
    """Return the least CPU seconds of counting every figure of the year, the database's too."""
    connection.ensure_connection()
    connection.close_at = None  # the same backend to the end, so that its CPU can be read
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    spent = []
    for _ in range(2):
        begun = cpu()
        with acting_as(COUNTER):
            for term in TERMS:
                scope = Scope.of(term, date(YEAR + 1, 1, 2))
                assert all(tables_of(figure, scope) for figure in FIGURES)
        spent.append(cpu() - begun)
    return min(spent)


# --- paper ---------------------------------------------------------------------------------------


def cpu_vs_weasyprint(writer: User) -> tuple[float, int]:
    """Order and build the annual report, turn by turn with its page set by bare WeasyPrint; return
    the ratio of their CPU and the pages."""
    report = annual_report(writer)
    ours, bare = [], []
    for turn in range(ROUNDS + 1):
        with acting_as(writer):
            services.order(report=report, by=writer)
        whole = seconds_of_cpu(lambda: build(report.pk))
        with acting_as("system:bench"), translation.override("sv"):
            file = ReportFile.objects.select_related("report__writer").get(report=report)
            html = page_of(file.report, file)
        alone = seconds_of_cpu(lambda html=html: weasyprint(html))
        if turn:  # the first of each also imports and compiles
            ours.append(whole)
            bare.append(alone)
    return min(ours) / min(bare), pages_of(file.pdf)


def annual_report(writer: User) -> Report:
    """Return the city's report of the year, as long as it is asked to be."""
    with acting_as(writer):
        report = services.create(
            by=writer,
            type=ReportType.ANNUAL_REPORT,
            title="Stödgrupper för barn",
            period_from=date(YEAR, 1, 1),
            period_to=date(YEAR, 12, 31),
        )
    paragraphs = 60
    for _ in range(3):
        text = "\n\n".join([PARAGRAPH] * paragraphs)
        with acting_as(writer):
            services.write(report=report, by=writer, texts={"summary": text, "next": text})
            services.order(report=report, by=writer)
        build(report.pk)
        with acting_as("system:bench"):
            missing = PAGES - pages_of(ReportFile.objects.get(report=report).pdf)
        if missing <= 0:
            return report
        paragraphs += 6 * missing
    raise AssertionError(f"{missing} pages are missing")


def pages_of(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def weasyprint(html: str) -> bytes:
    from weasyprint import HTML

    page = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetch_static)
    return page.write_pdf(pdf_variant=VARIANT)


def seconds_of_cpu(call: Callable) -> float:
    before = time.process_time()
    call()
    return time.process_time() - before


# --- the public page meanwhile -------------------------------------------------------------------


def web_while_building(writer: User) -> tuple[float, int]:
    """Return the median of visits while reports build against that of an idle portal, and how many
    visits there were. Idle is before and after, so that a change of the machine is in both."""
    port = next(number for number in count(8900) if is_free(number))
    with portal(port):
        wait_until(lambda: answers(port), 60)
        idle = [visit(port) for _ in range(IDLE)]
        order_reports(writer)
        building = []
        begun = time.monotonic()
        while are_building():
            building += [visit(port) for _ in range(25)]
            if time.monotonic() - begun > LONGEST:
                raise AssertionError("the reports are not built")
        idle += [visit(port) for _ in range(IDLE)]
    return statistics.median(building) / statistics.median(idle), len(building)


@contextlib.contextmanager
def portal(port: int) -> Iterator[None]:
    """Run the web server and the worker of reports as ``./portal run`` does."""
    places = Places(Path(os.environ["BARNSTOD_STATE_DIR"])).make()
    every = commands(port, places)
    env = os.environ | {"BARNSTOD_BASE_URL": f"http://localhost:{port}"}
    running = [
        spawn(every[name], env=env, log=places.log / f"bench-{name}.log")
        for name in ("web", "report-worker")
    ]
    try:
        yield
    finally:
        stop_all(running, patience=10)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        visit(port)
        return True
    return False


def visit(port: int) -> float:
    """Return the seconds until the list of groups has come to a visitor who just arrived."""
    begun = time.perf_counter()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as visitor:
        visitor.request("GET", "/", headers={"Accept-Encoding": "gzip", "Host": "localhost"})
        answer = visitor.getresponse()
        answer.read()
    assert answer.status == 200, answer.status
    spent = time.perf_counter() - begun
    time.sleep(PAUSE)
    return spent


def order_reports(writer: User) -> None:
    """Order so many interim reports, each of some ten pages."""
    for number in range(REPORTS):
        with acting_as(writer):
            report = services.create(
                by=writer,
                grant=Grant.objects.get(code="central-samordning-ar-1"),
                title=f"Central samordningsfunktion för gruppstöd, {number}",
                period_from=date(2006, 9, 18),
                period_to=date(2007, 6, 30),
            )
            services.order(report=report, by=writer)


def are_building() -> bool:
    with acting_as("system:bench"):
        return Report.objects.filter(state__in=IN_WORK).exists()
