"""What goes wrong with open data, whoever notices, is told in the form a machine reads."""

import pytest
from django.test import Client

from groups.views import api
from tests.faults import database_is_away

GROUPS = "/api/v1/groups"
PROBLEM = "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/", GROUPS, f"{GROUPS}/x", "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_nothing_can_be_sent(path, method):
    response = getattr(Client(), method)(path)

    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json() == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
    }


@pytest.mark.django_db
def test_fault_of_ours_is_told_with_a_reference_and_no_word_of_it(monkeypatch):
    monkeypatch.setattr(api, "version_tag", lambda: 1 / 0)

    response = Client(raise_request_exception=False).get(GROUPS)

    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert response["Cache-Control"] == "no-store"
    told = response.json()
    assert len(told.pop("reference")) == 8
    assert told == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


@pytest.mark.django_db(transaction=True)
def test_database_that_is_away_is_told_with_when_to_come_back():
    with database_is_away():
        response = Client(raise_request_exception=False).get(GROUPS)

    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert response["Retry-After"] == "30"
    assert response.json()["title"] == "Service Unavailable"
