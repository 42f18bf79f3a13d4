"""The open data: its shape, its codes, its errors, and how cheaply it says that nothing is new."""

import json
from datetime import date, time

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from districts.choices import Region
from districts.services import load_districts
from groups import open_data, services
from groups.choices import Audience, Precision
from tests.factories.districts import OrganisationFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    ProgrammeFactory,
    RoomFactory,
    SessionFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

GROUPS, DESCRIPTION = "/api/v1/groups", "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def _city(acting_as_the_test):
    load_districts()


def in_district(code):
    from districts.models import District

    return District.objects.get(code=code)


def described(client):
    return client.get(DESCRIPTION).json()


def faults(client, name: str, answer) -> list[str]:
    """Return what in ``answer`` is not as the description says of the schema ``name``."""
    whole = described(client) | {"$ref": f"#/components/schemas/{name}"}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answer)]


@pytest.fixture
def exact():
    group = GroupFactory(
        planned=True,
        slug="barngrupp-jarva-vt27-bcdf",
        room=RoomFactory(venue__name="Kvarnhuset", venue__address="Provgatan 7", is_step_free=True),
        first_on=date(2027, 1, 12),
        weekday=1,
        starts_at=time(16),
        ends_at=time(17, 30),
        organisation=OrganisationFactory(name="Föreningen Lyktan"),
        hosting_districts=[in_district("jarva")],
        region=Region.WEST,
        leaders=[LeaderFactory(), LeaderFactory()],
        languages=["sv", "fi"],
        parallel_group=GroupFactory(planned=True, parents=True, region=Region.WEST),
        what_happens_first="Ni träffar en av oss.",
        places_taken=3,
        programme=ProgrammeFactory(),
    )
    SessionFactory(group=group, number=1)
    return group


def test_description_is_valid_openapi_and_names_no_need_where_it_may_not(client):
    description = described(client)

    validate(description)
    names = [description["info"]["title"]] + [
        operation["summary"]
        for path in description["paths"].values()
        for operation in path.values()
    ]
    assert names == [
        "Groups for children and young people",
        "Planned and running groups",
        "One group",
    ]


def test_description_knows_the_codes_of_the_offer(client):
    group = described(client)["components"]["schemas"]["Group"]["properties"]

    assert group["audience"]["enum"] == Audience.values
    assert group["precision"]["enum"] == Precision.values
    assert group["region"]["properties"]["code"]["enum"] == Region.values
    schema = described(client)["components"]["schemas"]["Groups"]["properties"]["groups"]
    assert schema["maxItems"] == open_data.LARGEST_ANSWER


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("kind", ["children", "parents"])
def test_answers_are_as_described_and_the_list_holds_what_one_group_does(client, precision, kind):
    group = GroupFactory(
        running=True,
        timed=True,
        precision=precision,
        room=RoomFactory(),
        hosting_districts=[in_district("farsta")],
        **({"parents": True} if kind == "parents" else {}),
    )
    SessionFactory(group=group)

    answer, one = client.get(GROUPS).json(), client.get(f"{GROUPS}/{group.slug}").json()

    assert faults(client, "Groups", answer) == []
    assert faults(client, "Group", one) == []
    assert answer["groups"] == [one]


def test_schema_refuses_what_is_not_described(client, exact):
    """Show that the test above can fail."""
    one = client.get(f"{GROUPS}/{exact.slug}").json()

    assert faults(client, "Group", one | {"leader": "Kanarie Ledarsson"})
    assert faults(client, "Group", {name: value for name, value in one.items() if name != "id"})


def test_exact_group_tells_where_when_and_how_many_places(client, exact):
    session = exact.sessions.get()

    one = client.get(f"{GROUPS}/{exact.slug}").json()

    assert one == one | {
        "id": exact.slug,
        "url": {
            "sv": f"http://localhost:8000/grupper/{exact.slug}/",
            "en": f"http://localhost:8000/en/grupper/{exact.slug}/",
        },
        "name": {"sv": "Barngrupp i Järva", "en": "Children's group in Järva"},
        "needs": ["1"],
        "at_home": {
            "sv": "När en vuxen hemma dricker för mycket eller tar droger",
            "en": "When a grown-up at home drinks too much or takes drugs",
        },
        "ages": {"from": 7, "to": 9},
        "term": "vt27",
        "state": "planned",
        "region": {"code": "vasterort", "name": {"sv": "Västerort", "en": "Western districts"}},
        "districts": [{"code": "jarva", "name": "Järva"}],
        "city_wide": False,
        "venue": {"name": "Kvarnhuset", "address": "Provgatan 7", "step_free": True},
        "weekday": 2,
        "starts_at": "16:00",
        "ends_at": "17:30",
        "first_on": "2027-01-12",
        "days": [session.during.lower.date().isoformat()],
        "organiser": "Föreningen Lyktan",
        "leaders": 2,
        "languages": ["sv", "fi"],
        "parents_group": True,
        "first_time": "Ni träffar en av oss.",
    }
    assert (one["places"]["capacity"], one["places"]["left"]) == (8, 5)


def test_group_with_violence_tells_part_of_the_city_term_and_ages(client):
    group = GroupFactory(
        planned=True,
        violence=True,
        timed=True,
        room=RoomFactory(),
        hosting_districts=[in_district("farsta")],
        leaders=[LeaderFactory()],
        languages=["fi"],
        what_happens_first="Kanariefakta",
    )
    SessionFactory(group=group)

    one = client.get(f"{GROUPS}/{group.slug}").json()

    told = {name for name, value in one.items() if value not in (None, [])}
    assert told == {
        *("id", "url", "flyer", "name", "audience", "needs", "at_home", "ages", "term", "state"),
        *("precision", "region", "places", "free_of_charge"),
    }
    assert one["places"] == {
        "words": {"sv": "planeras, ring oss", "en": "being planned, ring us"},
        "capacity": None,
        "left": None,
    }


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["barngrupp-farsta-vt27-aaaa", "barngrupp-jarva-vt27-bbbb"]),
        ("?b=1", ["barngrupp-farsta-vt27-aaaa"]),
        ("?a=8", ["barngrupp-farsta-vt27-aaaa"]),
        ("?o=jarva", ["barngrupp-jarva-vt27-bbbb"]),
        ("?o=soderort", ["barngrupp-farsta-vt27-aaaa"]),
        ("?t=vt27", ["barngrupp-farsta-vt27-aaaa", "barngrupp-jarva-vt27-bbbb"]),
        ("?s=fi", ["barngrupp-jarva-vt27-bbbb"]),
        ("?b=1&o=jarva", []),
        ("?x=1", ["barngrupp-farsta-vt27-aaaa", "barngrupp-jarva-vt27-bbbb"]),
    ],
)
def test_codes_choose_groups_as_on_the_list(client, query, slugs):
    GroupFactory(
        planned=True,
        slug="barngrupp-farsta-vt27-aaaa",
        hosting_districts=[in_district("farsta")],
    )
    GroupFactory(
        planned=True,
        slug="barngrupp-jarva-vt27-bbbb",
        hosting_districts=[in_district("jarva")],
        region=Region.WEST,
        needs=["mental_illness"],
        age_from=13,
        age_to=15,
        languages=["fi"],
    )

    answer = client.get(f"{GROUPS}{query}").json()

    assert [one["id"] for one in answer["groups"]] == slugs
    assert answer["total"] == len(slugs)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?b=4", ["b"]),
        ("?a=ung&o=nowhere", ["a", "o"]),
        ("?o=okand", ["o"]),
        ("?t=vt99&s=klingon", ["t", "s"]),
        ("?o=%00", ["o"]),
    ],
)
def test_code_that_means_nothing_is_a_problem_not_another_answer(client, query, names):
    response = client.get(f"{GROUPS}{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "A code is not known",
        "status": 400,
        "parameters": names,
    }
    assert faults(client, "Problem", response.json()) == []
    assert "ETag" not in response


@pytest.mark.parametrize(
    "path", ["/api/v1/groups/barngrupp-farsta-vt27-zzzz", "/api/v1/groups/", "/api/v2/", "/api/x"]
)
def test_what_is_not_there_is_a_problem_too(client, path):
    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["status"] == 404
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", ["draft", "completed", "cancelled"])
def test_group_that_is_not_published_is_in_no_answer(client, state):
    group = GroupFactory(**({} if state == "draft" else {state: True}))

    assert client.get(f"{GROUPS}/{group.slug}").status_code == 404
    assert client.get(GROUPS).json()["groups"] == []


def test_root_says_where_things_are(client):
    places = client.get("/api/v1/").json()

    assert places == {
        "groups": "http://localhost:8000/api/v1/groups",
        "description": "http://localhost:8000/api/v1/openapi.json",
    }


@pytest.mark.parametrize("path", [GROUPS, DESCRIPTION, "/api/v1/", "/api/v1/groups/{slug}"])
def test_answer_may_be_kept_asked_about_and_read_by_every_site(path, exact):
    client = Client(headers={"Origin": "https://stadsdelen.example"})
    path = path.format(slug=exact.slug)

    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"x", {first["ETag"]}'})
    head = client.head(path)

    for response in (first, again, head):
        assert response["Cache-Control"] == "public, no-cache"
        assert response["ETag"] == first["ETag"]
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert first["Content-Type"] == "application/json"


def test_nothing_new_is_said_without_asking_for_more_than_the_version(client, exact):
    tag = client.get(GROUPS)["ETag"]

    from barnstod.web.public import forget

    forget()
    asked = queries_of(lambda: client.get(GROUPS, headers={"If-None-Match": tag}))

    assert asked == 1


def test_change_of_a_seat_is_news(client, exact, settings):
    settings.PUBLIC_VERSION_SECONDS = 0
    before = client.get(GROUPS)

    services.hold_seat(exact.pk)
    after = client.get(GROUPS, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert [one["places"]["left"] for one in after.json()["groups"] if one["id"] == exact.slug] == [
        4
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_groups(client, rows):
    for _ in range(rows):
        group = GroupFactory(
            planned=True,
            timed=True,
            room=RoomFactory(),
            leaders=[LeaderFactory()],
            hosting_districts=[in_district("farsta")],
        )
        SessionFactory(group=group)

    # version, codes of districts, areas, groups, their districts, leaders and days
    assert queries_of(lambda: client.get(GROUPS)) <= 7


def test_most_groups_of_an_answer_are_as_many_as_are_promised(client, monkeypatch):
    monkeypatch.setattr(open_data, "LARGEST_ANSWER", 1)
    GroupFactory(planned=True), GroupFactory(planned=True)

    answer = client.get(GROUPS).json()

    assert (answer["total"], len(answer["groups"])) == (2, 1)


def test_answer_is_the_same_whatever_language_asked(exact):
    answers = [
        Client(headers={"Accept-Language": language}).get(GROUPS).content
        for language in ("sv", "en")
    ]

    assert answers[0] == answers[1]
    assert "Järva" in json.dumps(json.loads(answers[0]), ensure_ascii=False)
