"""What no address alone shows: answers to questions and forms, kinds of group, flyers, errors."""

import re
from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from barnstod.web import errors
from districts.models import District, Neighbourhood
from districts.services import load_districts
from groups.choices import Need, Precision
from groups.flyers import Shape, page_of
from groups.publishing import public_view
from tests.factories.groups import GroupFactory, RoomFactory, SessionFactory
from tests.language.reading import lix, text_of, unknown_words
from tests.language.test_both import ENGLISH, SWEDISH, words_of
from tests.language.test_language import APPROVED, FAMILY
from tests.referrals.test_asking import answers, receipt_in

pytestmark = pytest.mark.django_db

ERRORS = {
    "400": errors.bad_request,
    "403": errors.forbidden,
    "403 csrf": errors.csrf_failure,
    "404": errors.not_found,
    "429": errors.too_many,
    "500": errors.server_error,
    "503": errors.unavailable,
}
QUESTIONS = (
    "?a=3&o=farsta&b=3",
    "?a=okand&o=okand",
    "?t=vt99&s=fi",
    "fraga/?a=8&d=1",
    "fraga/?a=8&d=4&o=farsta",
    "fraga/?a=24&b=1&o=jarva",
    "fraga/?a=14&o=okand",
)


@pytest.fixture
def groups(acting_as_the_test):
    """A group of every kind that the public pages word in their own way."""
    load_districts()
    kinds = [
        {"planned": True, "timed": True, "age_from": 7, "age_to": 9, "languages": ["fi", "so"]},
        {"running": True, "violence": True, "age_from": 7, "age_to": 9},
        {"planned": True, "audience": "parents", "age_from": None, "age_to": None},
        {"running": True, "audience": "teenagers", "age_from": 13, "age_to": 16, "capacity": 6,
         "places_taken": 6, "precision": Precision.DISTRICT, "needs": list(Need)[:2]},
        {"planned": True, "audience": "relatives", "age_from": None, "age_to": None,
         "is_city_wide": True},
    ]  # fmt: skip
    farsta = District.objects.get(code="farsta")
    room = RoomFactory(name="A", venue__name="Kvarnhuset", venue__address="Provgatan 7")
    made = [GroupFactory(hosting_districts=[farsta], room=room, **kind) for kind in kinds]
    SessionFactory(group=made[0], number=1)
    return made


def read(client, prefix: str, groups) -> Iterator[tuple[str, str]]:
    """Yield the pages, each by a name that tells which it was."""
    paths = [*QUESTIONS, *(f"grupper/{one.slug}/" for one in groups)]
    paths.append(f"plats/?grupp={groups[0].slug}")
    for path in paths:
        yield path, client.get(f"{prefix}/{path}").text

    def send(path, name, **fields):
        response = client.post(f"{prefix}/{path}", fields)
        assert response.status_code < 500
        return f"POST {path} {name}", response

    receipt = send("plats/", "sent", **answers())
    first, second, third = receipt_in(receipt[1])
    stamped = answers()
    for name, response in (
        receipt,
        send("plats/", "nothing"),
        send("plats/", "wrong", **answers(phone="x", age="nio", area="Ingenstans", key="")),
        send("plats/ta-tillbaka/", "unknown", **(stamped | {"words": f"{first} {first} {third}"})),
        send("plats/ta-tillbaka/", "gone", **(stamped | {"words": f"{first} {second} {third}"})),
        send("fraga/", "nothing"),
        send("fraga/", "too old", a="99"),
        send("tillganglighet/", "nothing", stamp=stamped["stamp"]),
        send("tillganglighet/", "sent", stamp=stamped["stamp"], text="Svårt"),
    ):
        yield name, response.text
    request = RequestFactory().post("/plats/", {"a": "b"})
    with override("en" if prefix else "sv"):
        for name, answer in ERRORS.items():
            yield name, answer(request).text
    shape = Shape(language="en" if prefix else "sv")
    for group in groups:
        yield f"flyer {group.slug}", page_of(public_view(group), shape)


def seen(html: str, language: str = "sv") -> str:
    """Return the text of a page without a receipt's words and the address that a flyer prints."""
    html = re.sub(r'<ol class="spoken".*?</ol>', "", html, flags=re.S)
    return re.sub(r"\S+/grupper/\S+", "", text_of(html, language=language))


def test_every_answer_in_swedish_is_plain_and_spelled_right(client, groups):
    places = set(" ".join(Neighbourhood.objects.values_list("name", flat=True)).split())
    pages = dict(read(client, "", groups))
    index = {
        name: lix(text_of(html, inside="main" if "<main" in html else None))
        for name, html in pages.items()
    }

    assert {name: heavy for name, heavy in index.items() if heavy > FAMILY} == {}
    assert unknown_words("\n".join(map(seen, pages.values()))) - APPROVED - places == set()
    assert mixed(pages, "sv", ENGLISH) == {}


def test_every_answer_in_english_is_english(client, groups):
    assert mixed(dict(read(client, "/en", groups)), "en", SWEDISH) == {}


def test_every_answer_has_the_way_out_first_and_the_numbers_to_ring(client, groups):
    lacking = [
        name
        for name, html in read(client, "", groups)
        if not name.startswith("flyer") and not is_safe(html)
    ]

    assert lacking == []


def is_safe(html: str) -> bool:
    first = re.search(r"<(?:a|button|input|select|textarea|summary)\b[^>]*>", html)[0]
    numbers = {"tel:112", "tel:020505050", "tel:116111"}
    return 'id="leave" href="/lamna/"' in first and all(number in html for number in numbers)


def mixed(pages: dict[str, str], language: str, foreign: set[str]) -> dict[str, set[str]]:
    """Return the words of another language that stand unmarked in the pages."""
    found = {name: words_of(seen(html, language)) & foreign for name, html in pages.items()}
    return {name: words for name, words in found.items() if words}
