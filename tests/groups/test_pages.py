"""The pages of plain text in both languages, and what leads to them."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from groups.views.pages import PAGES
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.groups import GroupFactory

pytestmark = pytest.mark.django_db

NAMES = [*PAGES, "accessibility"]
NUMBERS = {"112", "020505050", "116111"}
URGENT = re.compile(r'href="tel:(112|020505050|116111)"')
HEADINGS = re.compile(r"<(h[1-4])\b")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def addresses(name):
    swedish = reverse(f"groups:{name}")
    return swedish, f"/en{swedish}"


@pytest.mark.parametrize("name", NAMES)
def test_page_has_a_twin_with_the_same_parts(client, name):
    swedish, english = (client.get(address).text for address in addresses(name))

    assert HEADINGS.findall(swedish) == HEADINGS.findall(english)
    assert '<html lang="sv">' in swedish
    assert '<html lang="en">' in english
    for page in (swedish, english):
        for code, address in zip(("sv", "en"), addresses(name), strict=True):
            alternate = (
                f'<link rel="alternate" hreflang="{code}" href="{settings.BASE_URL}{address}">'
            )
            assert alternate in page


@pytest.mark.parametrize("name", NAMES)
def test_page_has_the_way_out_first_and_the_numbers_to_ring(client, name):
    for address in addresses(name):
        page = client.get(address).text

        assert set(URGENT.findall(page)) == NUMBERS
        links = re.findall(r"<(?:a|button|input)\b[^>]*>", page)
        assert 'id="leave" href="/lamna/"' in links[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_leads_to_it(client, name):
    for language, address in zip(("sv", "en"), addresses(name), strict=True):
        with translation.override(language):
            start = reverse("groups:public_list")

        assert f'href="{address}"' in client.get(start).text


def test_text_pages_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for name in PAGES:
            client.get(reverse(f"groups:{name}"))


def test_own_number_and_hours_are_settings(client, settings):
    settings.OFFICE_PHONE, settings.OFFICE_HOURS = "08-123 45", "10–12"

    page = client.get(reverse("groups:contact")).text

    assert '<a class="short" href="tel:0812345">08-123 45</a>' in page
    assert "klockan 10–12" in page


def test_social_services_at_night_are_rung_directly_where_their_number_is_known(client, settings):
    settings.SOCIAL_EMERGENCY_PHONE = "08-123 00"

    for path in ("/barn/", "/en/barn/", "/nowhere/"):
        foot = client.get(path).text.partition("<footer")[2]
        assert re.findall(r'href="tel:(\d+)"', foot) == ["112", "0812300", "020505050", "116111"]


def test_sitemap_names_every_public_page_in_both_languages(client):
    group, draft = GroupFactory(planned=True), GroupFactory()

    response = client.get("/sitemap.xml")

    pages = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    found = {page.findtext(f"{SITEMAP}loc") for page in pages}
    expected = ["/", "/plats/", "/fraga/", f"/grupper/{group.slug}/"]
    expected += [reverse(f"groups:{name}") for name in NAMES]
    both = [path for swedish in expected for path in (swedish, f"/en{swedish}")]
    assert found == {settings.BASE_URL + path for path in both}
    assert draft.slug not in response.text
    for page in pages:
        twins = [(link.get("hreflang"), link.get("href")) for link in page.iter(f"{XHTML}link")]
        assert [code for code, _ in twins] == ["sv", "en"]
        assert page.findtext(f"{SITEMAP}loc") in dict(twins).values()
    assert response["Content-Type"] == "application/xml"
    again = client.get("/sitemap.xml", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_robots_may_read_how_to_leave_but_not_leave(client):
    text = client.get("/robots.txt").text

    assert "Disallow: /lamna/\nAllow: /lamna/om/\n" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


def test_statement_has_what_digg_asks_for(client):
    page = client.get("/tillganglighet/").text

    for words in (
        settings.OFFICE_NAME,
        settings.BASE_URL,
        "delvis förenlig",
        "Det som inte är tillgängligt",
        "22 november 2026",
        "Redogörelsen uppdaterad",
        "Självskattning",
        'href="https://www.digg.se/tdosanmalan"',
        "12 §",
        "9 §",
        "<form",
    ):
        assert words in page, words


def test_cookies_are_two_and_gone_with_the_browser_as_the_page_says(client):
    client.post(
        "/konto/login/", {"login": UserFactory(coordinator=True).email, "password": PASSWORD}
    )

    assert {name: (one["expires"], one["max-age"]) for name, one in client.cookies.items()} == {
        "barnstod": ("", ""),
        "csrftoken": ("", ""),
    }
