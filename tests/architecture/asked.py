"""What a page makes the browser ask for: nobody but us; links away are few and known."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

# Where a plain link may lead; nothing is asked for until somebody follows it.
LINKED = {"www.bris.se", "www.digg.se", "kvinnofridslinjen.se", "www.w3.org"}
ASKS = {"src", "srcset", "action", "formaction", "data", "poster", "href", "xlink:href", "ping",
        "hx-get", "hx-post", "hx-put", "hx-delete", "background", "manifest"}  # fmt: skip


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


def asks_nobody_but_us(response) -> None:
    """Look at a page as its reader got it; an answer that is no page asks for nothing."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    page = Asked(response.text)
    assert hosts(page.asked) == set()
    assert hosts(page.linked) <= LINKED | {urlsplit(settings.BASE_URL).netloc}
    assert not re.search(r"<style|javascript:", response.text)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.text)
    assert all('type="application/json"' in attributes for attributes in scripts)
