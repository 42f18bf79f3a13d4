"""The board's page: what it is to decide, what it has decided, and how the key figures go."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import now

from groups.choices import Season
from groups.terms import Term
from reports.board.trends import Trend, trends
from reports.figures.cells import Mark
from reports.figures.registry import BY_CODE
from reports.models import PublishedCell, PublishedTable
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db


def published(figure, year, season, value=None, mark=""):
    """One published number of the whole city, as publishing keeps it."""
    table = PublishedTable.objects.create(
        figure=figure, code=figure, year=year, season=season, unit="children", day=date(year, 1, 1),
        is_of_children=True, heads={}, version="x", counted_at=now(), published_by=UserFactory(),
    )  # fmt: skip
    PublishedCell.objects.create(
        table=table, is_of_children=True, row="staden", column="", value=value, mark=mark
    )


def test_trend_says_what_it_shows():
    published("children_started", 2026, Season.AUTUMN, 42)
    published("children_started", 2026, Season.SPRING, 36)
    published("wait_offer", 2026, Season.SPRING, 9)
    published("wait_offer", 2026, Season.AUTUMN, 7)
    published("attendance", 2026, Season.SPRING, 80)
    published("attendance", 2026, Season.AUTUMN, 84)
    published("cost_child", 2026, Season.SPRING, 9000)
    published("cost_child", 2026, Season.AUTUMN, 9000)
    published("children_waiting", 2026, Season.SPRING, 12)
    published("children_completed", 2026, Season.SPRING, mark="few")
    published("children_completed", 2026, Season.AUTUMN, 12)

    assert {trend.figure.code: trend.finding for trend in trends()} == {
        "children_waiting": "12 barn våren 2026. Det är den första termin som är publicerad.",
        "wait_offer": "7 veckor hösten 2026, 2 kortare än våren 2026.",
        "attendance": "84 procent hösten 2026, 4 procentenheter mer än våren 2026.",
        "cost_child": "9\N{NO-BREAK SPACE}000 kronor hösten 2026, lika mycket som våren 2026.",
        "children_started": "42 barn hösten 2026, 6 fler än våren 2026.",
        "children_completed": "12 barn hösten 2026, färre än 5 våren 2026.",
    }


def test_plot_tells_its_finding_and_draws_each_term_once():
    published("children_started", 2026, Season.AUTUMN, 40)
    published("children_started", 2026, Season.SPRING, 20)
    published("children_started", 2025, Season.AUTUMN, mark="hidden")
    (trend,) = trends()

    assert trend.plot["title"] == f"Barn som har börjat: {trend.finding}"
    assert [(bar["words"], bar["text"], bar["is_known"]) for bar in trend.plot["bars"]] == [
        ("hösten 2025", "döljs", False),
        ("våren 2026", "20", True),
        ("hösten 2026", "40", True),
    ]


def test_board_sees_what_is_for_it_and_nothing_earlier(client):
    hidden = [ReportFactory(), ReportFactory(built=True), ReportFactory(approved=True)]
    shown = [ReportFactory(on_agenda=True), ReportFactory(decided=True), ReportFactory(sent=True)]
    published("children_started", 2026, Season.SPRING, 36)
    client.force_login(UserFactory(board=True))

    page = client.get(reverse("reports:board")).text

    assert [report.title in page for report in shown] == [True] * 3
    assert [report.title in page for report in hidden] == [False] * 3
    assert "36 barn våren 2026." in page


def test_paper_that_is_corrected_leads_to_its_newer_version(client):
    old = ReportFactory(on_agenda=True)
    new = ReportFactory(on_agenda=True, corrects=old, version=2, what_changed="Ett tal.")
    client.force_login(UserFactory(board=True))

    page = client.get(reverse("reports:board")).text

    assert page.count("Det finns en nyare version:") == 1
    assert f'<a href="{new.get_absolute_url()}">version 2</a>' in page


def test_empty_page_says_so(client):
    client.force_login(UserFactory(board=True))

    page = client.get(reverse("reports:board")).text

    assert "Ingenting står på dagordningen." in page
    assert "Inga siffror är publicerade än." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_any_number_of_papers(client, django_assert_num_queries, rows):
    for trait in ("on_agenda", "decided", "sent"):
        ReportFactory.create_batch(rows, **{trait: True})
    for year in range(2020, 2020 + rows):
        published("children_started", year, Season.SPRING, 36)
    client.force_login(UserFactory(board=True))

    with django_assert_num_queries(12):
        client.get(reverse("reports:board"))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (46, "46 barn våren 2027."),
        (Mark.FEW, "Färre än 5 barn våren 2027."),
        (Mark.HIDDEN, "Visas inte våren 2027."),
        (None, "Inget värde våren 2027."),
    ],
)
def test_finding_of_a_number_that_is_not_told_has_no_unit(cell, words):
    found = Trend(BY_CODE["children_started"], ((Term(2027, 0), cell),)).finding

    assert found == f"{words} Det är den första termin som är publicerad."
