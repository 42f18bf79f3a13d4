"""Whatever the group, no field beyond its precision: on the view, the list and the page."""

import re
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, time, timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from barnstod.web.public import forget
from districts.choices import Region
from groups import words
from groups.choices import Audience, Need, Openable, Precision
from groups.listing import Area, Choice, answer, sections
from groups.models import SupportGroup
from groups.publishing import FROM_DISTRICT, FROM_EXACT, PublicGroup, precision_of, public_view
from groups.services import open_field
from groups.terms import Term
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import (
    FIRST_NOON,
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    two_hours_from,
)

pytestmark = pytest.mark.django_db

# The session of SessionFactory, in the words of both languages.
DAY_OF_SESSION = timezone.localdate(FIRST_NOON + timedelta(days=17))
with translation.override("sv"):
    MONTHS = [date_format(DAY_OF_SESSION, "F"), f"{DAY_OF_SESSION:%B}"]

NOTHING = {one.name: one.default for one in fields(PublicGroup)}
SECRETS = {
    "district": "Kanariedistriktet",
    "organiser": "Kanariefåglarna",
    "venue": "Kanariehuset",
    "address": "Kanariegatan 17",
    "leader": "Kanarie Ledarsson",
    "room": "Kanarierummet",
    "first": "Kanariefakta om första träffen",
    "programme": "Kanariemetoden",
}


@st.composite
def groups(draw, **fixed):
    """A published group with everything filled in, of any needs and any precision allowed."""
    needs = fixed.get("needs") or draw(st.lists(st.sampled_from(Need), min_size=1, unique=True))
    precision = fixed.get("precision") or (
        Precision.REGION if Need.FAMILY_VIOLENCE in needs else draw(st.sampled_from(Precision))
    )
    return {
        "needs": needs,
        "precision": precision,
        "audience": draw(st.sampled_from([Audience.CHILDREN, Audience.TEENAGERS])),
        "capacity": 8,
        "places_taken": draw(st.integers(0, 8)),
        "is_city_wide": draw(st.booleans()),
        "state": draw(st.sampled_from(["planned", "running"])),
        "region": draw(st.sampled_from(Region)),
        "opened": draw(st.sampled_from(["", *Openable]))
        if Need.FAMILY_VIOLENCE in needs and fixed.get("may_be_opened")
        else "",
    }


def secret_group(needs, precision, state, opened="", **plan):
    """Write a group whose every field that could tell something tells it."""
    district = DistrictFactory(name=SECRETS["district"], code="kanarie")
    room = RoomFactory(
        name=SECRETS["room"],
        venue__name=SECRETS["venue"],
        venue__address=SECRETS["address"],
        is_step_free=True,
    )
    group = GroupFactory(
        **{state: True},
        **plan,
        needs=needs,
        precision=precision,
        slug=f"barngrupp-{plan['region']}-vt27-{SupportGroup.objects.count():04}",
        programme__name=SECRETS["programme"],
        organisation=OrganisationFactory(name=SECRETS["organiser"]),
        hosting_districts=[district],
        leaders=[LeaderFactory(name=SECRETS["leader"])],
        languages=["fi"],
        first_on=date(2027, 1, 12),
        weekday=1,
        starts_at=time(16, 15),
        ends_at=time(17, 45),
        room=room,
        what_happens_first=SECRETS["first"],
        parallel_group=GroupFactory(
            planned=True,
            parents=True,
            needs=needs,
            precision=precision,
            slug=f"foraldragrupp-{plan['region']}-vt27-{SupportGroup.objects.count():04}",
        ),
    )
    SessionFactory(
        group=group,
        number=1,
        room=room,
        during=two_hours_from(FIRST_NOON + timedelta(days=17)),
    )
    if opened:
        open_field(group=group, field=opened, reason="Skäl", by=UserFactory(coordinator=True))
    return SupportGroup.objects.for_public().get(pk=group.pk)


# A page takes its time, so a failing example is shown as it is and not made smaller.
whatever = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@contextmanager
def a_group_of_its_own(plan):
    """Let one example of many write a group, and take it back."""
    forget()
    with transaction.atomic():
        yield secret_group(**plan)
        transaction.set_rollback(True)


@whatever
@given(plan=groups(may_be_opened=True))
def test_view_holds_no_field_beyond_the_precision(plan):
    with a_group_of_its_own(plan) as group:
        view = public_view(group)

    allowed = {Precision.REGION: (), Precision.DISTRICT: FROM_DISTRICT}.get(
        view.precision, FROM_DISTRICT + FROM_EXACT
    )
    allowed = (*allowed, plan["opened"])
    for name in FROM_DISTRICT + FROM_EXACT:
        if name not in allowed:
            assert getattr(view, name) == NOTHING[name], name


def test_every_field_of_the_view_belongs_to_one_precision():
    """A field somebody adds must be given a place, or this fails."""
    always = {one.name for one in fields(PublicGroup)} - set(FROM_DISTRICT) - set(FROM_EXACT)

    assert always == {
        "slug",
        "audience",
        "needs",
        "age_from",
        "age_to",
        "region",
        "term",
        "is_running",
        "precision",
    }
    assert all(NOTHING[name] in ((), "", None, False) for name in FROM_DISTRICT + FROM_EXACT)


@pytest.mark.parametrize("precision", Precision)
def test_violence_among_the_needs_is_region_whatever_the_row_says(precision):
    group = GroupFactory.build(
        needs=[Need.MENTAL_ILLNESS, Need.FAMILY_VIOLENCE], precision=precision
    )

    assert precision_of(group) == Precision.REGION


@whatever
@given(plan=groups(needs=[Need.FAMILY_VIOLENCE]))
def test_pages_of_a_group_with_violence_tell_nothing_that_leads_there(plan):
    with a_group_of_its_own(plan) as group:
        paths = (
            *("/", f"/grupper/{group.slug}/", "/?b=3", f"/?o={plan['region']}", "/?b=3&a=12"),
            *("/fraga/?a=8", f"/fraga/?a=8&o={plan['region']}&d=1", "/fraga/?a=8&d=3"),
        )
        pages = [
            told_by(Client().get(f"{prefix}{path}", headers=headers))
            for prefix in ("", "/en")
            for path in paths
            for headers in ({}, {"HX-Request": "true"})
        ]

    told = {
        secret
        for page in pages
        for secret in [
            *SECRETS.values(),
            *(quote(value) for value in SECRETS.values()),
            "16.15",
            "17.45",
            "16:15",
            "Tisdag",
            "tisdag",
            "Tuesday",
            "12 januari",
            "12 January",
            *(f"{DAY_OF_SESSION.day} {month}" for month in MONTHS),
            "2027-01-12",
            "places left",
            "platser kvar",
            "few places",
            "få platser",
            "waiting list",
            "Finnish",
        ]
        if secret in page
    }
    assert told == set()


def told_by(response) -> str:
    """Return the page without what can be chosen in a form: a form names every weekday."""
    return re.sub(r"<select.*?</select>", "", response.text, flags=re.DOTALL)


@pytest.mark.parametrize("opened", Openable)
def test_opened_field_and_nothing_else_is_told(opened):
    plan = {"needs": [Need.FAMILY_VIOLENCE], "precision": Precision.REGION, "state": "planned"}
    plan |= {"region": Region.SOUTH}
    with a_group_of_its_own(plan) as group:
        closed = public_view(group)
    with a_group_of_its_own(plan | {"opened": opened}) as group:
        view = public_view(group)
        page = Client().get(f"/grupper/{group.slug}/").text

    told = {
        one.name for one in fields(view) if getattr(view, one.name) != getattr(closed, one.name)
    }
    assert told - {"slug"} == {opened}
    assert [secret for secret in SECRETS.values() if secret in page] == []
    assert [word for word in ("16.15", "12 januari", "platser kvar") if word in page] == []
    told_of = {"weekday": "Tisdagar", "languages": "finska", "has_parent_group": "föräldragrupp"}
    if word := told_of.get(opened):
        assert word in page.lower() or word in page


def test_only_fields_that_lead_to_no_door_can_be_opened():
    assert set(Openable.values) == {"weekday", "sessions", "languages", "has_parent_group"}
    assert set(Openable.values) <= set(FROM_DISTRICT)


def view_of(**known):
    return PublicGroup(
        **{
            "slug": "barngrupp-soderort-vt27-aaaa",
            "audience": "children",
            "needs": (Need.SUBSTANCE_USE,),
            "age_from": 7,
            "age_to": 9,
            "region": Region.SOUTH,
            "term": Term(2027, 0),
            "is_running": False,
            "precision": Precision.DISTRICT,
        }
        | known
    )


FARSTA = Area("farsta", "Farsta", Region.SOUTH)
JARVA = Area("jarva", "Järva", Region.WEST)
AREAS = {
    "farsta": FARSTA,
    "jarva": JARVA,
    "skarholmen": Area("skarholmen", "Skärholmen", Region.SOUTH),
    "soderort": Area("soderort", "Söderort", Region.SOUTH),
}
VAGUE = view_of(needs=(Need.FAMILY_VIOLENCE,), precision=Precision.REGION)


@pytest.mark.parametrize(
    ("choice", "is_found"),
    [
        (Choice(), True),
        (Choice(need=Need.FAMILY_VIOLENCE), True),
        (Choice(need=Need.SUBSTANCE_USE), False),
        (Choice(age=8), True),
        (Choice(age=12), False),
        (Choice(area="farsta"), True),
        (Choice(area="skarholmen"), True),
        (Choice(area="jarva"), False),
        (Choice(language="fi"), True),
        (Choice(language="sv"), True),
        (Choice(term=Term(2027, 0)), True),
        (Choice(term=Term(2026, 1)), False),
    ],
)
def test_filter_answers_for_a_vague_group_by_region_ages_and_term_alone(choice, is_found):
    assert (answer([VAGUE], choice, AREAS) == [VAGUE]) is is_found


def test_order_of_the_list_puts_vague_groups_where_no_date_would():
    """Sorted by a date that is not told, they would tell it."""
    early = view_of(slug="barngrupp-farsta-vt27-bbbb", first_on=date(2027, 1, 5))
    late = view_of(slug="barngrupp-farsta-vt27-cccc", first_on=date(2027, 3, 30))

    assert answer([VAGUE, late, early], Choice(), AREAS) == [early, late, VAGUE]


def test_place_asked_for_comes_first_then_its_part_of_the_city_then_the_whole_city():
    farsta = view_of(slug="a", districts=(("farsta", "Farsta"),))
    skarholmen = view_of(slug="b", districts=(("skarholmen", "Skärholmen"),))
    jarva = view_of(slug="c", districts=(("jarva", "Järva"),), region=Region.WEST)
    whole = view_of(slug="d", is_city_wide=True, region=Region.WEST)

    found = answer([whole, jarva, skarholmen, farsta], Choice(area="farsta"), AREAS)

    assert found == [farsta, skarholmen, whole]
    assert [(one.place, len(one.groups)) for one in sections(found, FARSTA)] == [
        ("Farsta", 1),
        ("På annat håll i Söderort", 1),
        ("Hela staden", 1),
    ]


def test_language_finds_groups_that_speak_it_and_swedish_is_understood():
    finnish, silent = view_of(slug="a", languages=("fi",)), view_of(slug="b")

    assert answer([finnish, silent], Choice(language="fi"), AREAS) == [finnish]
    assert answer([finnish, silent], Choice(language="sv"), AREAS) == [silent]


def test_group_without_ages_answers_grown_ups_and_those_who_did_not_say():
    parents = view_of(age_from=None, age_to=None, audience="parents")

    assert [len(answer([parents], Choice(age=age), AREAS)) for age in (None, 9, 18)] == [1, 0, 1]


SET = {"capacity": 8, "first_on": date(2027, 1, 12)}


@pytest.mark.parametrize(
    ("known", "places"),
    [
        (SET | {"places_left": 8}, ("8 platser kvar av 8", "free")),
        (SET | {"places_left": 3}, ("3 platser kvar av 8", "free")),
        (SET | {"places_left": 2}, ("få platser, 2 kvar av 8", "few")),
        (SET | {"places_left": 1}, ("få platser, 1 kvar av 8", "few")),
        (SET | {"places_left": 0}, ("väntelista", "none")),
        (SET | {"places_left": 8, "first_on": None}, ("planeras till våren 2027", "plan")),
        (
            SET | {"places_left": 8, "first_on": None, "is_running": True},
            ("8 platser kvar av 8", "free"),
        ),
        ({"precision": Precision.REGION}, ("planeras, ring oss", "plan")),
        ({"precision": Precision.REGION, "is_running": True}, ("pågår, ring oss", "plan")),
    ],
)
def test_places_are_told_in_words(known, places):
    told = words.places(view_of(**known))

    assert (told.words, told.tone) == places


@pytest.mark.parametrize(
    ("known", "title"),
    [
        ({}, "Barngrupp i Söderort"),
        ({"districts": (("jarva", "Järva"),), "audience": "teenagers"}, "Tonårsgrupp i Järva"),
        (
            {
                "districts": (("a", "Farsta"), ("b", "Skarpnäck"), ("c", "Vantör")),
                "audience": "parents",
            },
            "Föräldragrupp i Farsta, Skarpnäck och Vantör",
        ),
        ({"is_city_wide": True, "audience": "relatives"}, "Anhöriggrupp för hela staden"),
    ],
)
def test_title_says_for_whom_and_where(known, title):
    assert words.title(view_of(**known)) == title
