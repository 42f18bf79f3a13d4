"""The pages about districts and organisations."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from barnstod.web.spreadsheets import read_table
from tests.factories.districts import DistrictFactory, NeighbourhoodFactory, OrganisationFactory
from tests.factories.registers import LiaisonFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

DISTRICTS, ORGANISATIONS = "/kontor/stadsdelar/", "/kontor/organisationer/"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 11),
        ("?dag=2006-06-01", 18),
        ("?dag=2007-01-01", 14),
        ("?dag=2020-07-01", 13),
        ("?dag=nonsense", 11),
        ("?dag=2006-06-31", 11),
        ("?dag=1990-01-01", 0),
    ],
)
def test_districts_of_a_day(client, sign_in, city, query, number):
    sign_in(board=True)

    text = client.get(f"{DISTRICTS}{query}").text

    assert len(re.findall(r"<tr id=", text)) == number


def test_district_shows_its_neighbourhoods_and_what_it_took_over(client, sign_in, city):
    sign_in(social_worker=True)

    row = client.get(DISTRICTS).text.split('<tr id="jarva">')[1].split("</tr>")[0]

    for name in ("Järva stadsdelsnämnd", "Rinkeby-Kista", "Spånga-Tensta", "Tensta", "Husby"):
        assert name in row


def test_districts_cost_the_same_for_one_and_for_three(client, sign_in):
    def add_district():
        district = DistrictFactory(ended=True)
        NeighbourhoodFactory(district=district)
        DistrictFactory(ended=True, successor=district)

    sign_in(head=True)
    url = f"{DISTRICTS}?dag=2010-01-01"
    add_district()
    for_one = queries_of(lambda: client.get(url))

    add_district()
    add_district()

    assert queries_of(lambda: client.get(url)) == for_one


def test_organisations_cost_the_same_for_one_and_for_three(client, sign_in):
    sign_in(admin=True)
    OrganisationFactory(parent=OrganisationFactory())
    for_one = queries_of(lambda: client.get(ORGANISATIONS))

    OrganisationFactory(parent=OrganisationFactory())
    OrganisationFactory(parent=OrganisationFactory())

    assert queries_of(lambda: client.get(ORGANISATIONS)) == for_one


@pytest.mark.parametrize("url", [DISTRICTS, ORGANISATIONS])
def test_account_without_a_role_reads_nothing(client, sign_in, url):
    sign_in()

    assert client.get(url).status_code == 403


def _of(kind, factory):
    return {"district": None, "organisation": None} | {kind: factory()}


@pytest.mark.parametrize(
    ("url", "kind", "factory"),
    [
        (DISTRICTS, "district", DistrictFactory),
        (ORGANISATIONS, "organisation", OrganisationFactory),
    ],
)
def test_lists_say_whom_to_ring_today_to_those_who_ring(client, sign_in, url, kind, factory):
    yesterday = timezone.localdate() - timedelta(days=1)
    LiaisonFactory(name="Nu Svensson", phone="08-508 00 001", **_of(kind, factory))
    LiaisonFactory(name="Då Svensson", valid_to=yesterday, **_of(kind, factory))
    sign_in(social_worker=True)
    text = client.get(url).text
    for_two = queries_of(lambda: client.get(url))
    LiaisonFactory(name="Också Svensson", **_of(kind, factory))

    assert queries_of(lambda: client.get(url)) == for_two
    assert ("Nu Svensson" in text, "Då Svensson" in text) == (True, False)
    assert 'href="tel:08-50800001"' in text
    sign_in(board=True)
    assert "Nu Svensson" not in client.get(url).text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_organisations_go_out_as_the_screen_shows_them(client, sign_in, kind):
    whole = OrganisationFactory(name="=Källan", kind="church", note="Utbildar")
    OrganisationFactory(name="Vändpunkten", kind="", parent=whole, has_operating_grant=True)
    LiaisonFactory(name="Nu Svensson", phone="08-508 00 001", **_of("organisation", lambda: whole))
    url = f"{ORGANISATIONS}organisationer.{kind}"

    sign_in(head=True)
    table = read_table(client.get(url).content)
    sign_in(board=True)
    without_liaisons = read_table(client.get(url).content)

    assert table.headings[3] == "Kontakt"
    assert [row.cells for row in table.rows] == [
        ("=Källan", "Kyrka", "", "Nu Svensson 08-508 00 001", "Utbildar", ""),
        ("Vändpunkten", "Inte angivet", "=Källan", "", "", "ja"),
    ]
    assert [row.cells for row in without_liaisons.rows] == [
        (*row.cells[:3], *row.cells[4:]) for row in table.rows
    ]
    assert f'href="{url}"' in client.get(ORGANISATIONS).text
    if kind == "csv":
        assert b"'=K" in client.get(url).content


def test_file_of_organisations_costs_the_same_for_one_and_for_three(client, sign_in):
    sign_in(coordinator=True)
    url = f"{ORGANISATIONS}organisationer.csv"

    def organisation():
        one = OrganisationFactory(parent=OrganisationFactory())
        LiaisonFactory(**_of("organisation", lambda: one))

    organisation()
    for_one = queries_of(lambda: client.get(url))
    organisation()
    organisation()

    assert queries_of(lambda: client.get(url)) == for_one
