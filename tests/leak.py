"""Looking for what must not be seen: walk every page, read every row, keep every log line.

A canary is a string that stands nowhere but in the data of one child. Tests of any app plant
canaries, walk the site as each role, and compare what was seen with what the role may see.
"""

import html
import io
import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

import psycopg
import pypdf
from django.db import connection
from django.urls import Resolver404, resolve

from barnstod.web.log import JsonFormatter

LINK = re.compile(r"""(?:href|src|action|hx-get)=["']([^"'#]+)""")
NEVER_FOLLOWED = ("/konto/logout/", "/static/")
PAGES_OF_A_KIND = 2  # months of the calendar have no end

# One of each kind; the number is one of Skatteverket's published test numbers.
TYPED = {
    "first_name": "Kanarina",
    "last_name": "Fågelburström",
    "guardians": "Gulfjädra Sångsvahn",
    "phone": "070-174 06 99",
    "address": "Burpinnegränd 71",
    "school": "Näbbviksskolan",
    "contact_note": "Kvittra försiktigt",
    "number": "20000105-2380",
}
CANARIES = {
    "Kanarina", "Fågelburström", "Gulfjädra", "Sångsvahn", "070-174 06 99", "0701740699",
    "Burpinnegränd", "Näbbviksskolan", "Kvittra", "20000105-2380", "200001052380", "0105-2380",
}  # fmt: skip
NUMBER = {"20000105-2380", "200001052380", "0105-2380"}
NAMES = CANARIES - NUMBER - {"0701740699"}  # what the form shows to those who may read it
FIRST = {"Kanarina"}

ESCAPED = re.compile(r"\\u([0-9a-f]{4})")  # a letter in JSON
FOLDED = re.compile(r"\r\n[ \t]")  # a long line in a calendar or in the head of a letter


class Walk:
    """The pages that ``client`` reaches from ``start`` by following links, and their answers.

    Any client will do whose ``get`` returns a response as Django's test client does. With ``only``
    no more is walked than the kinds of pages whose names begin so.
    """

    def __init__(
        self, client, *start: str, most: int = PAGES_OF_A_KIND, only: tuple[str, ...] = ("",)
    ):
        self.client = client
        self.pages: dict[str, int] = {}
        self.texts: list[str] = []
        self.texts_of: dict[str, list[str]] = defaultdict(list)  # by the name of the address
        kinds: Counter[str] = Counter()
        waiting = [(url, url) for url in start]  # and the address that led there by redirects
        while waiting:
            url, asked = waiting.pop(0)
            kind = kind_of(url)
            if url in self.pages or kind is None or kinds[kind] >= most:
                continue
            if not kind.startswith(only):
                continue
            kinds[kind] += 1
            response = client.get(url)
            self.keep(url, response, asked)
            if "text/html" in response.get("Content-Type", ""):
                links = [_absolute(url, link) for link in _links(response)]
                waiting += [(link, link) for link in links]
            if response.status_code in (301, 302):
                waiting.append((response["Location"], asked))

    def keep(self, url: str, response, asked: str) -> None:
        """Read an answer: headers, cookies and body, but for the address that was asked."""
        self.pages[url] = response.status_code
        texts = [f"{name}: {value}" for name, value in response.headers.items()]
        for text in [*texts, str(response.cookies), _text(response)]:
            read = unquote(text).replace(unquote(asked), "")
            self.texts.append(read)
            self.texts_of[kind_of(url) or ""].append(read)

    def seen(self, canaries: Iterable[str]) -> set[str]:
        return seen(self.texts, canaries)

    def where(self, canaries: Iterable[str]) -> dict[str, set[str]]:
        """Return which of the canaries stand on which kind of page."""
        found = {kind: seen(texts, canaries) for kind, texts in self.texts_of.items()}
        return {kind: canaries for kind, canaries in found.items() if canaries}


def seen(texts: Iterable[str], canaries: Iterable[str]) -> set[str]:
    """Return the canaries that stand in one of ``texts``, in whatever case or notation."""
    everything = FOLDED.sub("", "\n".join(texts))
    everything = ESCAPED.sub(lambda letter: chr(int(letter[1], 16)), everything).casefold()
    return {canary for canary in canaries if canary.casefold() in everything}


def every_row(name: str = "") -> Iterator[str]:
    """Yield every row of every table of a database as text, read by a superuser as in a dump."""
    name = name or connection.settings_dict["NAME"]
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


def kind_of(url: str) -> str | None:
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
