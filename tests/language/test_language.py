"""The public pages in Swedish: plain enough for who reads them, and spelled right."""

from pathlib import Path

import pytest
from django.urls import reverse

from districts.services import load_districts
from tests.architecture.addresses import World, addresses_of
from tests.language.reading import lix, text_of, unknown_words

FAMILY, EASY = 35, 25  # the highest readability index, for a parent and for a child
PAGES = {
    "groups:about": FAMILY,
    "groups:accessibility": FAMILY,
    "groups:ask_first": FAMILY,
    "groups:contact": FAMILY,
    "groups:leaving": FAMILY,
    "groups:personal_data": FAMILY,
    "groups:professionals": FAMILY,
    "groups:public_detail": FAMILY,
    "groups:public_list": FAMILY,
    "referrals:ask": FAMILY,
    "referrals:take_back": FAMILY,
    "referrals:urgent": FAMILY,
    "groups:children": EASY,
    "groups:easy_read": EASY,
}
APPROVED = set((Path(__file__).parent / "approved.txt").read_text().split())
OPEN = [
    address
    for address in addresses_of("public", "public_form")
    if not address.name.endswith(("feed", "robots", "sitemap"))
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAGES)
def test_page_is_plain(client, name):
    [address] = [address for address in OPEN if address.name == name]

    text = text_of(client.get(address.url(World())).text, inside="main")

    assert lix(text) <= PAGES[name]


@pytest.mark.parametrize("address", OPEN, ids=lambda address: address.name)
def test_page_is_spelled_right(client, address):
    load_districts()
    response = client.get(address.url(World()))
    if not response["Content-Type"].startswith("text/html"):
        return

    assert unknown_words(text_of(response.text)) - APPROVED == set()


def test_list_with_many_groups_is_plain(client):
    world = World()
    assert world.group

    assert lix(text_of(client.get(reverse("groups:public_list")).text, inside="main")) <= FAMILY


def test_index_counts_words_a_sentence_and_long_words():
    assert lix("Det är en katt. Den heter Kattmannen!") == pytest.approx(7 / 2 + 100 / 7)
    assert lix("Rubrik\nTre ord här") == pytest.approx(4 / 2)


def test_only_the_swedish_text_that_is_seen_is_read():
    html = '<head><title>A</title><script>B</script></head><main><p lang="en">C</p><p>D\n e</p>'

    assert text_of(html, inside="main").split() == ["D", "e"]
    assert "A" in text_of(html)


def test_what_no_dictionary_has_is_found():
    assert unknown_words("Alla barnen lekte i trädgårdn, sa Barnstöd.") == {"trädgårdn"}
