"""Whatever is public, in whatever form: no name says why, and nothing leads to a hidden group."""

import re
from datetime import date, time
from functools import cache
from urllib.parse import quote

import pytest
from django.db import transaction

from barnstod.web.public import forget
from districts.models import District
from districts.services import load_districts
from groups import printing
from groups.choices import Need
from tests.architecture.addresses import World
from tests.architecture.crawling import Page, walk
from tests.factories.districts import OrganisationFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    ProgrammeFactory,
    RoomFactory,
    SessionFactory,
    two_hours_from,
)

pytestmark = pytest.mark.django_db

WHY = re.compile(
    r"missbruk|beroende|drick|dryck|drog|alkohol|psyk|ohälsa|mår dåligt|våld|slår|hotar|skräm"
    r"|abuse|addict|drink|drug|alcohol|mental|violen|threat|frighten|\bhits\b",
    re.IGNORECASE,
)
# Two plans of one group about violence, which differ in everything that may not be told.
EVENING = {
    "district": "farsta",
    "organiser": "Kanariefåglarna",
    "venue": "Kanariehuset",
    "address": "Kanariegatan 17",
    "room": "Kanarierummet",
    "leaders": ["Kanarie Ledarsson"],
    "programme": "Kanariemetoden",
    "first": "Kanariefakta om första träffen",
    "plan": {
        "first_on": date(2027, 1, 12),
        "weekday": 1,
        "starts_at": time(16, 15),
        "ends_at": time(17, 45),
        "capacity": 8,
        "places_taken": 3,
        "languages": ["fi"],
        "planned_sessions": 10,
    },
    "months": 1,
}
MORNING = {
    "district": "skarholmen",
    "organiser": "Gråsparvarna",
    "venue": "Gråsparvshuset",
    "address": "Gråsparvsgränd 3",
    "room": "Gråsparvsrummet",
    "leaders": ["Gråsparv Ledarsson", "Domherre Ledarsson"],
    "programme": "Gråsparvsmetoden",
    "first": "Gråsparvsfakta om första träffen",
    "plan": {
        "first_on": date(2027, 2, 4),
        "weekday": 3,
        "starts_at": time(9, 20),
        "ends_at": time(11, 5),
        "capacity": 6,
        "places_taken": 6,
        "languages": ["so", "es"],
        "planned_sessions": 14,
    },
    "months": 2,
}
HIDDEN = ("organiser", "venue", "address", "room", "programme", "first")


@pytest.fixture(autouse=True)
def _city(acting_as_the_test):
    load_districts()


@pytest.fixture(autouse=True)
def _printed_once(monkeypatch):
    """The same page is the same paper: what both cities print alike is printed once."""
    monkeypatch.setattr(printing, "html_to_pdf", cache(printing.html_to_pdf))


def hidden_group(plan: dict):
    """Write a group about violence, and its parents' group, with everything filled in."""
    shared = {
        "running": True,
        "violence": True,
        "organisation": OrganisationFactory(name=plan["organiser"]),
        "hosting_districts": [District.objects.get(code=plan["district"])],
        "programme": ProgrammeFactory(name=plan["programme"]),
        "what_happens_first": plan["first"],
        **plan["plan"],
    }
    group = GroupFactory(
        **shared,
        slug="barngrupp-soderort-vt27-bcdf",
        leaders=[LeaderFactory(name=name) for name in plan["leaders"]],
        room=RoomFactory(
            name=plan["room"], venue__name=plan["venue"], venue__address=plan["address"]
        ),
        parallel_group=GroupFactory(
            **shared,
            slug="foraldragrupp-soderort-vt27-ghjk",
            audience="parents",
            age_from=None,
            age_to=None,
        ),
    )
    for number in range(plan["months"]):
        begins = two_hours_from(SessionFactory.build().during.lower).lower
        SessionFactory(group=group, number=number + 1, during=two_hours_from(begins))
    return group


def crawl(plan: dict) -> dict[str, Page]:
    """Return the public pages of a city with a hidden group and one that tells everything."""
    forget()
    with transaction.atomic():
        world = World()
        world.__dict__["group"] = hidden_group(plan)
        open_group = GroupFactory(
            planned=True,
            timed=True,
            slug="barngrupp-farsta-vt27-mnpq",
            needs=[Need.SUBSTANCE_USE, Need.MENTAL_ILLNESS],
            organisation=OrganisationFactory(name="Föreningen Lyktan"),
            programme=ProgrammeFactory(name="Metoden"),
            hosting_districts=[District.objects.get(code="farsta")],
            room=RoomFactory(name="A", venue__name="Kvarnhuset", venue__address="Provgatan 7"),
        )
        pages = walk(world)
        assert any(open_group.slug in page.text for page in pages.values())
        transaction.set_rollback(True)
    forget()
    return pages


def test_nothing_that_the_public_reads_tells_or_leads_to_what_is_hidden():
    evening = crawl(EVENING)

    no_name_says_why_and_nothing_hidden_is_told(evening)
    # Two cities that differ in nothing else look the same: no hour, weekday, day or number leads
    # there, nor an order, a filter or a file that would be another.
    morning = crawl(MORNING)
    assert evening.keys() == morning.keys()
    assert [url for url, page in evening.items() if page.text != morning[url].text] == []


def no_name_says_why_and_nothing_hidden_is_told(pages: dict[str, Page]) -> None:
    kinds = {"affisch.pdf", "grupper.ics", "groups", "openapi.json", "sitemap.xml"}
    assert kinds <= {url.partition("?")[0].rpartition("/")[2] for url in pages}
    said = {(url, name) for url, page in pages.items() for name in page.names if WHY.search(name)}
    assert said == set()

    hidden = [EVENING[name] for name in HIDDEN] + EVENING["leaders"]
    told = {
        (url, secret)
        for url, page in pages.items()
        for secret in hidden
        if secret in page.text or quote(secret) in page.text
    }
    assert told == set()
