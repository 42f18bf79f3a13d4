"""The sums of a grant by hand: budget and costs, what is paid back, what differs."""

from datetime import date

import pytest

from reports.grant_tables import grant_table, money_table
from reports.grants import printed
from reports.grants.choices import Post
from reports.grants.importing import sum_of
from reports.grants.sums import Difference, Use, differences, sums_of
from reports.matter import Project
from reports.models import BudgetLine, Decision, Grant, LedgerLine
from reports.references import OF_PROJECT
from tests.factories import grants as make


def budget(year, post, sek, funding="applied", revised=None):
    return BudgetLine(year=year, post=post, sek=sek, funding=funding, revised_sek=revised)


def moved(kind, sek, year=2026, post=""):
    return LedgerLine(kind=kind, sek=sek, on=date(year, 6, 1), post=post)


ROWS = [
    budget(2026, "salary", 300, revised=200),
    budget(2026, "training", 100),
    budget(2027, "salary", 600),
    budget(2027, "premises", 50, funding="own"),
    budget(2027, "other", 25, funding="income"),
]
LEDGER = [
    moved("cost", 210, post="salary"),
    moved("cost", -10, post="salary"),
    moved("cost", 40, 2028, post="materials"),
    moved("own", 50),
    moved("income", 30),
    moved("payout", 900),
    moved("refund", 100, 2028),
]


def test_budget_and_costs_by_year_and_post():
    sums = sums_of(Grant(granted_sek=800), ROWS, LEDGER)

    assert [(year.year, dict(year.posts), year.total) for year in sums.years] == [
        (
            2026,
            {Post.SALARY: Use(300, 200, 200), Post.TRAINING: Use(100, 100, 0)},
            Use(400, 300, 200),
        ),
        (
            2027,
            {Post.SALARY: Use(600, 600), Post.PREMISES: Use(0, 50), Post.OTHER: Use(0, 25)},
            Use(600, 675),
        ),
        (2028, {Post.MATERIALS: Use(0, 0, 40)}, Use(0, 0, 40)),
    ]
    assert (sums.total, sums.total.left) == (Use(1000, 975, 240), 735)
    assert (sums.applied, sums.own, sums.income) == (1000, 50, 25)


def test_others_pay_first_and_the_rest_of_what_was_paid_out_goes_back():
    sums = sums_of(Grant(granted_sek=800), ROWS, LEDGER)

    # 240 in costs, of which others paid 50 + 30; of 900 paid out 100 have gone back.
    assert (sums.consumed, sums.refunded, sums.to_refund) == (160, 100, 640)


@pytest.mark.parametrize(
    ("granted", "ledger", "to_refund"),
    [
        (800, [], 800),
        (800, [moved("cost", 801, post="salary")], 0),
        (800, [moved("own", 5)], 800),
        (None, [], 0),
    ],
)
def test_what_is_to_be_paid_back_is_never_below_zero(granted, ledger, to_refund):
    assert sums_of(Grant(granted_sek=granted), [], ledger).to_refund == to_refund


def test_sums_that_agree_or_are_not_known_are_no_difference():
    grant = Grant(applied_sek=1000, granted_sek=900)
    decisions = [Decision(kind="apply", sek=1000), Decision(kind="grant", sek=900)]

    assert differences(grant, ROWS, decisions) == []
    assert differences(grant, [], [Decision(kind="apply"), Decision(kind="report", sek=7)]) == []
    assert differences(Grant(), ROWS, [Decision(kind="apply", sek=1000)]) == []


def test_budget_that_was_not_cut_after_a_smaller_decision_is_told():
    rows = [budget(2026, "salary", 1000)]
    grant = Grant(applied_sek=1000, granted_sek=400)

    assert differences(grant, rows, []) == [Difference("granted_and_budget", 400, 1000)]
    assert differences(Grant(origin="stated", granted_sek=400), rows, []) == []


def test_each_sum_that_differs_is_told():
    grant = Grant(applied_sek=1001, granted_sek=899)
    decisions = [
        Decision(kind="apply", sek=1002), Decision(kind="apply", sek=1002),
        Decision(kind="grant", sek=898),
    ]  # fmt: skip

    assert differences(grant, ROWS, decisions) == [
        Difference("rows_and_application", 1000, 1001),
        Difference("application_and_clause", 1001, 1002),
        Difference("granted_and_decision", 899, 898),
        Difference("granted_and_budget", 899, 900),
    ]


@pytest.mark.parametrize(
    ("text", "kronor"),
    [
        ("1 530 000", 1_530_000),
        ("1\N{NO-BREAK SPACE}200 kr", 1200),
        ("-45,00", -45),
        ("12,50", None),
        ("1.000", None),
        ("", None),
        ("tolv", None),
        ("9" * 13, None),
    ],
)
def test_sums_of_a_file_are_whole_kronor(text, kronor):
    assert sum_of(text) == kronor


@pytest.mark.django_db
def test_what_was_applied_for_is_one_sum_wherever_it_is_printed():
    """A budget of which others pay every row says nothing of what was applied for."""
    grant = make.GrantFactory(applied=True)
    make.BudgetLineFactory(grant=grant, funding="own", sek=90_000)

    def told():
        project = Project.of(Grant.objects.get(pk=grant.pk))
        tables = grant_table(project), money_table(project)
        [in_table] = [row.cells[1] for row in tables[0].rows if row.cells[0] == "Sökt belopp"]
        return OF_PROJECT["sökt belopp"](project).value, tables[1].rows[0].value, in_table

    before = told()
    make.BudgetLineFactory(grant=grant, sek=450_000)

    assert before == (500_000, 500_000, "500\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr")
    assert told() == (450_000, 450_000, "450\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr")


def test_words_on_paper_are_those_of_the_interface():
    printed_words = printed.POSTS | printed.GOALS | printed.RESULTS

    assert printed_words == {code: str(code.label) for code in printed_words}
