"""No page makes the browser ask another site for anything; links away are few and known."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.architecture.addresses import World, addresses_of
from tests.architecture.test_access import HIDDEN, OFFICE

# Where a plain link may lead; nothing is asked for until somebody follows it.
LINKED = {"www.bris.se", "www.digg.se", "kvinnofridslinjen.se", "www.w3.org"}
ASKS = {"src", "srcset", "action", "formaction", "data", "poster", "href", "xlink:href", "ping",
        "hx-get", "hx-post", "hx-put", "hx-delete", "background", "manifest"}  # fmt: skip
STATIC = settings.BASE_DIR / "static"


class Asked(HTMLParser):
    """Collects what a page makes the browser ask for, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.asked, self.linked = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ASKS and value:
                tells = tag == "link" and dict(attributes).get("rel") in ("canonical", "alternate")
                is_link = name == "href" and (tag in ("a", "area") or tells)
                (self.linked if is_link else self.asked).append(value)
            if name == "style" or name.startswith("on"):
                raise AssertionError(f"<{tag} {name}> breaks the policy")
        if tag == "meta" and ("http-equiv", "refresh") in attributes:
            raise AssertionError("a page that leads away by itself")


def hosts(addresses):
    return {urlsplit(address).netloc for address in addresses} - {""}


def pages():
    for address in addresses_of("public", "public_form", "token", "signin"):
        yield address, None
    for address in addresses_of("office"):
        for role in sorted(OFFICE.get(address.name, set()) - HIDDEN.get(address.name, set())):
            yield address, role


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "role"), pages(), ids=lambda part: getattr(part, "name", part) or "nobody"
)
def test_page_asks_nobody_but_us(address, role):
    world, client = World(), Client()
    if role:
        client.force_login(world.person(role))
    response = client.get(address.url(world))
    if not response.get("Content-Type", "").startswith("text/html"):
        return

    page = Asked(response.text)
    assert hosts(page.asked) == set()
    assert hosts(page.linked) <= LINKED | {urlsplit(settings.BASE_URL).netloc}
    assert not re.search(r"<style|javascript:", response.text)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.text)
    assert all('type="application/json"' in attributes for attributes in scripts)


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
