"""No page makes the browser ask another site for anything.

The pages of the office are looked at in test_access.py, which opens them as every role.
"""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.architecture.addresses import World, addresses_of
from tests.architecture.asked import Asked, asks_nobody_but_us, hosts

STATIC = settings.BASE_DIR / "static"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    addresses_of("public", "public_form", "token", "signin"),
    ids=lambda address: address.name,
)
def test_page_asks_nobody_but_us(address):
    asks_nobody_but_us(Client().get(address.url(World())))


@pytest.mark.parametrize(
    "path", [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")], ids=lambda path: path.name
)
def test_style_sheets_and_scripts_ask_nobody_but_us(path):
    text = re.sub(r"http://www\.w3\.org/\d+/(svg|xlink)", "", path.read_text())

    assert not re.search(r"(https?:)?//[\w-]+\.\w", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    assert "@import" not in text


def test_nothing_is_found_is_not_what_the_finder_finds():
    """The finder above sees each way of asking another site."""
    page = Asked(
        '<a href="https://a.example/">x</a><img src="//b.example/x.png">'
        '<form action="https://c.example/"><link href="https://d.example/x.css">'
    )
    assert hosts(page.linked) == {"a.example"}
    assert hosts(page.asked) == {"b.example", "c.example", "d.example"}
    for html in ('<p style="color:red">', '<p onclick="x()">', '<meta http-equiv="refresh">'):
        with pytest.raises(AssertionError):
            Asked(html)
