"""The log of who did and who read what, for the head of unit."""

import pytest

from barnstod.audit.services import record
from tests.barnstod.audit.test_services import Case
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

LOG = "/kontor/logg/"


@pytest.fixture(autouse=True)
def head(sign_in):
    return sign_in(head=True)


@pytest.fixture
def events():
    eva, bo = UserFactory(name="Eva", email="eva@stad.se"), UserFactory(name="Bo")
    record("identity.read", by=eva, on=Case(), reason="call")
    record("case.move", by=bo, on=Case())
    record("account.close", by="system:sweep", on=bo)


def shown(response):
    return [(line.name, line.event.actor, line.event.action) for line in response.context["lines"]]


def test_log_shows_the_newest_first_with_the_name_of_the_colleague(client, events):
    response = client.get(LOG)

    assert [(name, action) for name, _, action in shown(response)] == [
        ("", "account.close"),
        ("Bo", "case.move"),
        ("Eva", "identity.read"),
    ]
    assert "reason: call" in response.text
    assert "<code>system:sweep</code>" in response.text


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"reference": "B7K2"}, ["case.move", "identity.read"]),
        ({"email": "eva@stad.se"}, ["identity.read"]),
        ({"reference": "B7K2", "email": "nobody@stad.se"}, []),
        ({"reference": "x" * 500}, ["account.close", "case.move", "identity.read"]),
    ],
)
def test_log_is_searched_by_reference_and_by_person(client, events, query, actions):
    assert [action for *_, action in shown(client.get(LOG, query))] == actions


def test_log_costs_the_same_for_any_number_of_events(client, django_assert_max_num_queries):
    for number in range(60):
        record("case.move", by=UserFactory(name=f"Eva {number}"), on=Case())

    with django_assert_max_num_queries(12):
        response = client.get(LOG)
    assert len(shown(response)) == 50
    assert len(shown(client.get(LOG, {"s": 2}))) == 10
