"""Looking for what must not be seen: walk every page, read every row, keep every log line.

A canary is a string that stands nowhere but in the data of one child. Tests of any app plant
canaries, walk the site as each role, and compare what was seen with what the role may see.
"""

import html
import io
import logging
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

import psycopg
import pypdf
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from barnstod.web.log import JsonFormatter

LINK = re.compile(r"""(?:href|src|action|hx-get)=["']([^"'#]+)""")
NEVER_FOLLOWED = ("/konto/logout/", "/static/")
PAGES_OF_A_KIND = 6  # months of the calendar have no end


class Walk:
    """The pages that ``client`` reaches from ``start`` by following links, and their answers."""

    def __init__(self, client: Client, *start: str):
        self.client = client
        self.pages: dict[str, int] = {}
        self.texts: list[str] = []
        kinds: Counter[str] = Counter()
        waiting = [(url, url) for url in start]  # and the address that led there by redirects
        while waiting:
            url, asked = waiting.pop(0)
            kind = _kind(url)
            if url in self.pages or kind is None or kinds[kind] >= PAGES_OF_A_KIND:
                continue
            kinds[kind] += 1
            response = client.get(url)
            self.keep(url, response, asked)
            if "text/html" in response.get("Content-Type", ""):
                links = [_absolute(url, link) for link in _links(response)]
                waiting += [(link, link) for link in links]
            if response.status_code in (301, 302):
                waiting.append((response.url, asked))

    def keep(self, url: str, response, asked: str) -> None:
        """Read an answer: headers, cookies and body, but for the address that was asked."""
        self.pages[url] = response.status_code
        texts = [f"{name}: {value}" for name, value in response.headers.items()]
        for text in [*texts, str(response.cookies), _text(response)]:
            self.texts.append(unquote(text).replace(unquote(asked), ""))

    def seen(self, canaries: Iterable[str]) -> set[str]:
        return seen(self.texts, canaries)


def seen(texts: Iterable[str], canaries: Iterable[str]) -> set[str]:
    """Return the canaries that stand in one of ``texts``, in whatever case."""
    everything = "\n".join(texts).casefold()
    return {canary for canary in canaries if canary.casefold() in everything}


def every_row() -> Iterator[str]:
    """Yield every row of every table as text, read by a superuser as in a dump."""
    name = connection.settings_dict["NAME"]
    url = os.environ["BARNSTOD_TEST_ADMIN_URL"]
    with psycopg.connect(url, dbname=name, autocommit=True) as admin:
        tables = admin.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
            " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            for (row,) in admin.execute(f"SELECT t::text FROM {table} AS t"):
                yield f"{table} {row}"


class LogLines(logging.Handler):
    """Keeps what the real formatter would write; put on the root logger while it is entered."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(self.format(record))

    def __enter__(self):
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *error):
        logging.getLogger().removeHandler(self)


def _kind(url: str) -> str | None:
    """Return what kind of page an address of ours is; None for what is not walked."""
    if not url.startswith("/") or url.startswith(NEVER_FOLLOWED):
        return None
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return "not found"


def _links(response) -> list[str]:
    return [html.unescape(link) for link in LINK.findall(_text(response))]


def _absolute(page: str, link: str) -> str:
    return urlsplit(page).path + link if link.startswith("?") else link


def _text(response) -> str:
    body = response.getvalue() if response.streaming else response.content
    if response.get("Content-Type", "").startswith("application/pdf"):
        reader = pypdf.PdfReader(io.BytesIO(body))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    return html.unescape(body.decode("utf-8", errors="replace"))
