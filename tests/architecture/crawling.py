"""A walk over every public address, and every link that leads on from it, as a machine reads it.

Begins at the addresses that the URL resolver knows, in each language, so that a new one is walked
over by itself. A page is read for what it tells (all of its text) and for its names: what ends up
in a window's title, a history, a list of downloads, a calendar on a shared telephone.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from groups.listing import NEEDS
from tests.architecture.addresses import World, addresses_of

ANSWERED = (200, 301, 302, 303, 404)
NO_WORKERS = ("/healthz/", 503)  # in a test nobody beats
MOST = 400  # addresses; a walk that finds more has lost its way
NAME_KEYS = ("id", "@id", "name", "headline", "title", "summary", "url", "flyer", "operationId")
CALENDAR_NAMES = ("NAME", "X-WR-CALNAME", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES")
ASKED = ("groups:public_list", "groups:ask_first")
OFFICE = ("/kontor/", "/konto/", "/lank/", "/static/")


@dataclass
class Page:
    """What one address answered."""

    url: str
    text: str
    names: list[str]
    links: list[str] = field(default_factory=list)


def walk(world: World) -> dict[str, Page]:
    """Return every page that can be reached without signing in, by its address."""
    waiting, pages = list(seeds(world)), {}
    while waiting:
        url = waiting.pop(0)
        if url not in pages:
            assert len(pages) < MOST, sorted(pages)
            pages[url] = read(url)
            waiting += pages[url].links
    return pages


def seeds(world: World) -> Iterator[str]:
    for address in addresses_of("public", "public_form"):
        for language, _name in settings.LANGUAGES:
            with override(language):
                url = address.url(world)
                yield url
                if address.name in ASKED:  # a form's answers are behind no link
                    yield from (f"{url}?a=9&b={code}" for code in NEEDS)


def read(url: str) -> Page:
    response = Client().get(url)
    status = response.status_code
    assert status in ANSWERED or (url, status) == NO_WORKERS, (url, status)
    kind = response.get("Content-Type", "").partition(";")[0]
    reader = READERS.get(kind)
    assert reader or not response.content, f"{url} is {kind}, which nobody here can read"
    page = reader(url, response.content) if reader else Page(url, "", [])
    page.text = re.sub(r'(name="(stamp|key)" value=)"[^"]*"', r"\1", page.text)
    page.names += [unquote(url), response.get("Content-Disposition", "")]
    if "Location" in response:
        page.links.append(response["Location"])
    page.names += [unquote(link) for link in page.links]
    page.links = [ours for link in page.links if (ours := _ours(url, link))]
    return page


def _ours(url: str, link: str) -> str | None:
    """Return the path and query of a link to another public page of ours."""
    whole = urlsplit(urljoin(settings.BASE_URL + url, link))
    if f"{whole.scheme}://{whole.netloc}" != settings.BASE_URL or whole.path.startswith(OFFICE):
        return None
    return whole.path + (f"?{whole.query}" if whole.query else "")


class _Html(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.links, self.data, self._inside = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta":
            self.names.append(given.get("content") or "")
        self.names += [given[name] or "" for name in ("download", "id", "class") if name in given]
        self.links += [given[name] or "" for name in ("href", "src", "action") if name in given]
        is_data = tag == "script" and given.get("type") == "application/ld+json"
        self._inside = "data" if is_data else tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "title":
            self.names.append(data)
        elif self._inside == "data":
            self.data.append(data)


def _html(url: str, octets: bytes) -> Page:
    text, parser = octets.decode(), _Html()
    parser.feed(text)
    links = [link for link in parser.links if not link.startswith(("http", "tel:", "mailto:"))]
    ours = [link for link in parser.links if link.startswith(settings.BASE_URL)]
    names = parser.names + [
        name for data in parser.data for name in _names_of(json.loads(data), NAME_KEYS)
    ]
    return Page(url, text, names, links + ours)


def _json(url: str, octets: bytes) -> Page:
    data = json.loads(octets)
    names = list(_names_of(data, NAME_KEYS))
    return Page(url, octets.decode(), names, [name for name in names if name.startswith("http")])


def _names_of(data, keys) -> Iterator[str]:
    """Yield the strings under ``keys``, however deep: ``{"name": {"sv": "…"}}`` has one."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value) if key in keys else _names_of(value, keys)
    elif isinstance(data, list):
        for value in data:
            yield from _names_of(value, keys)


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _calendar(url: str, octets: bytes) -> Page:
    text = octets.decode().replace("\r\n ", "")
    lines = [line.partition(":") for line in text.split("\r\n")]
    names = [value for name, _colon, value in lines if name.partition(";")[0] in CALENDAR_NAMES]
    return Page(url, text, names)


def _pdf(url: str, octets: bytes) -> Page:
    text, names = _read_pdf(octets)
    return Page(url, "\n".join([text, *names]), list(names))


@cache
def _read_pdf(octets: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, and what the file says of itself; reading one takes as long as a page."""
    reader = PdfReader(io.BytesIO(octets))
    text = "\n".join(page.extract_text() for page in reader.pages)
    about = [str(value) for value in (reader.metadata or {}).values()]
    outline = [str(entry.title) for entry in reader.outline if hasattr(entry, "title")]
    return text, (*about, *outline)


def _xml(url: str, octets: bytes) -> Page:
    text = octets.decode()
    return Page(url, text, [], re.findall(r"<loc>([^<]*)</loc>", text))


def _plain(url: str, octets: bytes) -> Page:
    return Page(url, octets.decode(), [octets.decode()])


READERS = {
    "application/json": _json,
    "application/pdf": _pdf,
    "application/problem+json": _json,
    "application/xml": _xml,
    "text/calendar": _calendar,
    "text/html": _html,
    "text/plain": _plain,
}
