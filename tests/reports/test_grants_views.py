"""The pages of grants: what they cost, what they say, what is refused, what leaves as a file."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.dates import PartialDate
from reports.models import Grant, LedgerLine, Letter
from tests.factories import grants as make
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db


def url(page, grant, **more):
    return reverse(f"reports:{page}", kwargs={"code": grant.code, **more})


def queries_of(client, address):
    with CaptureQueriesContext(connection) as found:
        page = client.get(address)
    return page.text, len([query for query in found if '"reports_' in query["sql"]])


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_grant_costs_the_same_for_any_number_of_rows(client, sign_in, rows):
    grant = make.GrantFactory(granted=True)
    for factory in (
        make.BudgetLineFactory, make.LedgerLineFactory, make.GoalFactory, make.ActivityFactory,
        make.DecisionFactory, make.GrantGroupFactory,
    ):  # fmt: skip
        factory.create_batch(rows, grant=grant)
    ReportFactory.create_batch(rows, grant=grant)
    sign_in(coordinator=True)

    page, number = queries_of(client, url("grant", grant))

    # The grant, its sources, six kinds of parts, its groups, its reports.
    assert (page.count("Mål "), number) == (rows * 2, 10)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "factory"), [("decisions", make.DecisionFactory), ("letters", make.LetterFactory)]
)
def test_registers_cost_the_same_for_any_number_of_rows(client, sign_in, name, factory, rows):
    factory.create_batch(rows)
    ReportFactory.create_batch(rows, sent=True)
    sign_in(head=True)

    # The rows, and the reports that belong to them.
    assert queries_of(client, reverse(f"reports:{name}"))[1] == 2


def test_page_says_which_sums_differ(client, sign_in):
    grant = make.GrantFactory(granted=True)
    make.BudgetLineFactory(grant=grant, sek=400_000)
    sign_in(coordinator=True)

    page = client.get(url("grant", grant)).text

    assert "Summor som skiljer sig" in page
    assert "400\N{NO-BREAK SPACE}000" in page


def test_a_stated_grant_offers_nothing_to_write_but_another_year(client, sign_in):
    grant = make.GrantFactory(granted=True, stated=True)
    sign_in(coordinator=True)

    page = client.get(url("grant", grant)).text

    assert [
        part
        for part in ("andra/", "/mal/ny/", "/budget/ny/", "/steg/")
        if f"{part}" in page.split("<main")[1]
    ] == []
    assert url("grant_next_year", grant) in page
    assert client.get(url("grant_edit", grant)).status_code == 403


def test_the_board_finds_no_application(client, sign_in):
    sign_in(board=True)

    assert client.get(url("grant", make.GrantFactory(applied=True))).status_code == 404
    assert client.get(url("grant", make.GrantFactory(granted=True))).status_code == 200


def test_a_new_grant_gets_an_address_and_bad_dates_a_sentence(client, sign_in):
    sign_in(coordinator=True)
    fields = {"project": "Fler grupper", "applicant": "Nämnden", "funder": "Lst"}

    refused = client.post(reverse("reports:grant_create"), fields | {"period_from": "i maj"})
    backwards = client.post(
        reverse("reports:grant_create"),
        fields | {"period_from": "2027-02", "period_to": "2027-01"},
    )
    made = client.post(reverse("reports:grant_create"), fields | {"period_from": "2027-02"})

    assert "Skriv en dag, en månad eller ett år" in refused.text
    assert "slutar innan den börjar" in backwards.text
    assert made.url == "/kontor/bidrag/fler-grupper/"
    assert str(Grant.objects.get().period_from) == "februari 2027"


def test_a_move_is_made_from_the_page_and_says_what_is_missing(client, sign_in):
    grant = make.GrantFactory()
    sign_in(coordinator=True)
    address = url("grant_move", grant, name="apply")

    empty = client.post(address, {"apply-applied_on": "2027-01-31"})
    make.BudgetLineFactory(grant=grant)
    no_day = client.post(address, {"apply-applied_on": ""})
    made = client.post(address, {"apply-applied_on": "2027-01-31"})

    assert (empty.status_code, no_day.status_code, made.status_code) == (422, 422, 302)
    assert "ingen rad att söka för" in empty.text
    grant.refresh_from_db()
    assert (grant.state, grant.applied_sek) == ("applied", 500_000)


def test_a_part_is_added_changed_and_removed_while_the_grant_allows(client, sign_in):
    grant = make.GrantFactory()
    sign_in(coordinator=True)
    fields = {"year": 2027, "funding": "applied", "post": "salary", "text": "Lön", "sek": 10}

    new = url("grant_part_create", grant, part="budget")
    zero = client.post(new, fields | {"sek": 0})
    assert "minst 1 krona" in zero.text
    assert client.post(new, fields).url == f"{grant.get_absolute_url()}#budget"
    row = grant.budget.get()
    client.post(url("grant_part", grant, part="budget", pk=row.pk), fields | {"sek": 20})
    assert grant.budget.get().sek == 20
    client.post(url("grant_part_remove", grant, part="budget", pk=row.pk))
    assert not grant.budget.exists()
    Grant.objects.update(state="applied", applied_on="2027", applied_sek=20)
    assert client.post(new, fields).status_code == 302
    assert not grant.budget.exists()


def costs(text):
    return {"file": SimpleUploadedFile("kostnader.csv", text.encode())}


def test_costs_of_a_file_are_entered_all_or_none(client, sign_in):
    grant = make.GrantFactory(granted=True)
    sign_in(coordinator=True)
    head = "Datum;Post;Belopp;Text;Verifikation\n"
    good = "2026-09-30;lön;45 000;Samordnare;4711\n"

    for bad, words in (
        ("2026-09-30;guld;45 000;Samordnare;1\n", "Rad 3: posten"),
        ("i går;lön;45 000;Samordnare;1\n", "Rad 3: skriv dagen"),
        ("2026-09-30;lön;45,50;Samordnare;1\n", "Rad 3: skriv summan"),
        (good, "mer än en gång"),
    ):
        assert words in client.post(url("grant_import", grant), costs(head + good + bad)).text
    assert "saknas" in client.post(url("grant_import", grant), costs("Datum;Post\n1;2\n")).text
    assert not LedgerLine.objects.exists()

    assert client.post(url("grant_import", grant), costs(head + good)).status_code == 302
    again = client.post(url("grant_import", grant), costs(head + good))
    assert "finns redan" in again.text
    assert list(LedgerLine.objects.values_list("sek", "post", "voucher", "is_imported")) == [
        (45_000, "salary", "4711", True)
    ]


def test_the_account_leaves_as_csv_and_excel(client, sign_in):
    row = make.BudgetLineFactory(grant__granted=True, sek=500_000)
    make.LedgerLineFactory(grant=row.grant)
    sign_in(head=True)

    text = client.get(url("grant_account", row.grant, kind="csv")).content.decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get(url("grant_account", row.grant, kind="xlsx")).content))

    assert list(csv.reader(StringIO(text), delimiter=";")) == [
        ["År", "Post", "Sökt", "Budget", "Förbrukat", "Kvar"],
        ["2026", "löner", "500000", "500000", "100000", "400000"],
        ["Summa", "", "500000", "500000", "100000", "400000"],
    ]
    assert [cell.value for cell in book.worksheets[0][3]][2:] == [500000, 500000, 100000, 400000]


def test_no_decision_becomes_a_formula_in_its_file(client, sign_in):
    make.DecisionFactory(grant__granted=True, text='=HYPERLINK("x")')
    sign_in(board=True)

    text = client.get(reverse("reports:decision_file", kwargs={"kind": "csv"})).text

    assert ';"=' not in text
    assert ";=" not in text


def test_a_letter_is_kept_and_answered(client, sign_in):
    sign_in(coordinator=True)
    fields = {"title": "Skrivelse", "board": "Nämnden", "parties": "s", "asks": "Svara"}

    assert client.post(reverse("reports:letter_create"), fields).status_code == 200
    client.post(reverse("reports:letter_create"), fields | {"received_on": "2027-01-31"})
    letter = Letter.objects.get()
    unsigned = client.post(
        letter.get_absolute_url(), fields | {"received_on": "2027", "answered_on": "2027"}
    )
    assert "dag och rapport" in unsigned.text
    assert "väntar på svar" in client.get(reverse("reports:letters")).text


def test_new_report_begins_with_the_grant_or_the_letter_that_it_is_of(client, sign_in):
    grant = make.GrantFactory(
        granted=True, period_from=PartialDate(2027, 1, 1), period_to=PartialDate(2027, 12)
    )
    letter = make.LetterFactory(title="Skrivelse om väntetider", board="Socialnämnden")
    sign_in(coordinator=True)
    new = reverse("reports:create")

    of_grant = client.get(f"{new}?bidrag={grant.code}").context["form"].initial
    answer = client.get(f"{new}?skrivelse={letter.pk}").context["form"].initial
    nonsense = client.get(f"{new}?bidrag=%00&skrivelse=%00").context["form"].initial

    assert of_grant == {
        "grant": grant, "title": grant.project, "period_from": date(2027, 1, 1),
    }  # fmt: skip
    assert answer == {
        "type": "letter_answer", "letter": letter, "title": "Svar på skrivelse om väntetider",
        "addressee": "Socialnämnden", "registry_number": letter.registry_number,
        "period_from": letter.received_on.first_day, "period_to": timezone.localdate(),
    }  # fmt: skip
    assert nonsense == {}


def test_next_move_stands_before_all_that_is_told_of_the_grant(client, sign_in):
    sign_in(coordinator=True)
    grant = make.GrantFactory(applied=True)

    page = client.get(grant.get_absolute_url()).text

    move = page.index(reverse("reports:grant_move", args=[grant.code, "refuse"]))
    assert page.index("<h1>") < move < page.index('id="budget"')


def test_button_of_the_import_says_what_it_does(client, sign_in):
    sign_in(coordinator=True)

    page = client.get(reverse("reports:grant_import", args=[make.GrantFactory(granted=True).code]))

    assert 'value="Läs in kostnaderna"' in page.text
    assert 'value="Spara"' not in page.text
