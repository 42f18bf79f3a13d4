"""Five hundred hostile texts in every text field of every form: kept as they are, or refused.

The forms are found on the pages that the resolver knows, each opened by a role that may. Every
text carries a mark of its own: wherever the mark turns up again, in a column of the database or on
a page, the whole text must stand around it, on a page as text and not as markup. An error of the
server is raised by the client. Sealed columns, and each field alone: tests/referrals/.
"""

import html
import re
from itertools import cycle, permutations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from barnstod.accounts.choices import Role
from barnstod.security import form_guard
from tests.architecture.addresses import World, addresses_of
from tests.architecture.forms import FREE, Form, body_of, forms_of
from tests.referrals.test_hostile import FORM, HOSTILE

pytestmark = pytest.mark.django_db

LONG = ("long", "very long", "very large")
MORE = {"formula": "=1+1|cmd", "plus": "+46", "at": "@SUM(A1)", "lone": "\ud800", "path": "../../x"}
PARTS = [text for name, text in HOSTILE.items() if name not in LONG] + list(MORE.values())
TEXTS = [f"{one}k{n:03}q{two}" for n, (one, two) in enumerate(permutations(PARTS, 2))]
MEGABYTE = "a" * 1_000_000
FILE = re.compile(r"\.(pdf|csv|zip|ics|json)|_format:|_file:")
IN_WORDS = re.compile('invalid-feedback|errorlist|aria-invalid="true"|role="alert"')
MARK = re.compile(r"k\d\d\dq")
ROLES = (Role.COORDINATOR, Role.HEAD, Role.ADMIN, Role.LEADER, Role.SOCIAL_WORKER, Role.BOARD)
SLUG = re.compile(r"[a-z0-9_-]+")  # of an address of ours, made of what was typed
CHOSEN = ("number", "date", "time", "email", "hidden", "select", "radio")
LEFT_OUT = {"account_logout"}  # on every page, with nothing to type


class Site:
    """Every form of the site, by the view it goes to, with the browser of one who may send it."""

    def __init__(self):
        self.world, self.forms = World(), {}
        self.browsers = {role: signed_in(self.world.person(role)) for role in ROLES}
        for address in addresses_of("office", "public_form", "signin"):
            if not FILE.search(address.route):
                self.look(address)

    def look(self, address):
        role = next((role for role in ROLES if self.may(address, role)), None)
        client = self.browsers[role] if role else Client()
        url = address.url(self.world)
        with transaction.atomic():
            page = client.get(url)
            transaction.set_rollback(True)
        if page.status_code != 200 or "text/html" not in page.get("Content-Type", ""):
            return
        for form in forms_of(url, page.text):
            name = resolve(form.url).view_name
            if name not in LEFT_OUT and form.named(*FREE, "number", "date"):
                self.forms.setdefault((name, *sorted(form.values)), (client, form))

    def may(self, address, role):
        user = self.browsers[role].user
        return address.access.kind == "office" and address.access.policy(user)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def send(client, form: Form, values: dict) -> tuple:
    """POST the form; return the answer, the page it led to, and all that was written meanwhile."""
    written = []

    def listen(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            written.extend(one for one in params or () if isinstance(one, str))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(listen):
            answer = client.post(form.url, body_of(form.values | values), content_type=FORM)
        pages = [answer]
        if answer.status_code in (302, 303) and answer.url.startswith("/"):
            pages.append(client.get(answer.url))
        transaction.set_rollback(True)
    return answer, [page.text for page in pages if not page.streaming], written


def wrong_with(texts: list[str], pages: list[str], written: list[str]) -> list:
    """Return the texts that were kept or shown as something else than what was typed."""
    found = []
    for text in texts:
        mark = MARK.search(text)[0]
        read = same(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
        kept = {read, read.strip()}
        found += [
            (text, "kept", one)
            for one in written
            if mark in one and not SLUG.fullmatch(one) and not any(k in same(one) for k in kept)
        ]
        for page in pages:
            shown = same(html.unescape(page))
            if mark in shown and not any(one in shown for one in kept):
                found.append((text, shown[shown.index(mark) - 60 : shown.index(mark) + 60]))
            found += [(text, "markup")] * (html.escape(read) != read and read in page)
    return found


def same(text: str) -> str:
    """Return the text with the line ends of the database and of a page."""
    return text.replace("\r\n", "\n").replace("<br>", "\n")


def test_hostile_text_in_any_form_is_kept_and_shown_as_it_is_or_refused(monkeypatch):
    monkeypatch.setattr(form_guard, "QUICKEST", 0)  # the page is sent as soon as it is read
    monkeypatch.setattr(form_guard, "MOST", len(TEXTS))
    site, typed, used, kept, broken, grown = Site(), cycle(TEXTS), set(), set(), [], set()

    for (name, *_values), (client, form) in site.forms.items():
        free = form.named(*FREE)
        for fields in (free, form.named(*FREE, *CHOSEN)):
            values = {one: [next(typed)] for one in fields}
            texts = [text for [text] in values.values()]
            answer, pages, written = send(client, form, values)
            broken += [(name, *one) for one in wrong_with(texts, pages, written)]
            is_kept = answer.status_code in (302, 303)
            if not is_kept and fields == free and not IN_WORDS.search(answer.text):
                broken.append((name, answer.status_code, "refused without a word"))
            kept |= {name} if is_kept else set()
            used.update(texts)
        app = name.partition(":")[0]
        if free and app not in grown:  # what the server still takes
            grown.add(app)
            assert send(client, form, {free[0]: [MEGABYTE]})[0].status_code in (200, 422)

    assert broken == []
    assert len(used) >= 500
    assert (len(site.forms) >= 45, len(kept) >= 12) == (True, True)  # else nothing was tried
