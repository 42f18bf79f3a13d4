"""Which report pages exist for whom: 403 for a page that a role may not use, 404 for a row."""

import pytest
from django.urls import reverse

from reports.choices import State
from tests.factories.reports import ReportFactory
from tests.reports.test_models import TRAITS

pytestmark = pytest.mark.django_db

ROLES = ["coordinator", "head", "board", "social_worker", "leader", "admin"]
READERS = ROLES[:4]


def url(name, report, *more):
    return reverse(f"reports:{name}", args=[report.reference, *more])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("list", READERS),
        ("create", ["coordinator"]),
        ("grants", ["coordinator", "head", "board"]),
    ],
)
def test_page_is_for(client, sign_in, role, name, allowed):
    sign_in(**{role: True})

    assert client.get(reverse(f"reports:{name}")).status_code == (200 if role in allowed else 403)


SEEN = {
    "coordinator": set(State),
    "head": {State.BUILT, State.APPROVED, State.ON_AGENDA, State.DECIDED, State.SENT},
    "board": {State.ON_AGENDA, State.DECIDED, State.SENT},
    "social_worker": {State.SENT},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", ROLES)
def test_report_exists_for(client, sign_in, role, state):
    report = ReportFactory(**TRAITS[state])
    sign_in(**{role: True})
    seen = state in SEEN.get(role, ())
    found = 403 if role not in READERS else 200 if seen else 404
    of_file = 404 if found == 200 and not report.has_file else found

    answers = [
        client.get(url(name, report)).status_code for name in ("detail", "read", "pdf", "figures")
    ]
    assert answers == [found, of_file, of_file, of_file]


@pytest.mark.parametrize("role", ROLES[1:])
def test_only_a_coordinator_changes_texts(client, sign_in, role):
    report = ReportFactory(built=True)
    sign_in(**{role: True})

    assert client.get(url("edit", report)).status_code == 403
    assert client.post(url("edit", report)).status_code == 403


@pytest.mark.parametrize("role", ["head", "board", "social_worker"])
def test_a_move_that_is_not_mine_is_refused(client, sign_in, role):
    report = ReportFactory(sent=True)
    built = ReportFactory(built=True)
    sign_in(**{role: True})

    assert client.post(url("move", built, "order")).status_code == (403 if role == "head" else 404)
    client.post(url("move", report, "send_back"))
    report.refresh_from_db()
    assert report.state == State.SENT


def test_nobody_gets_a_word_without_signing_in(client):
    report = ReportFactory(sent=True)

    for address in (reverse("reports:list"), url("detail", report), url("pdf", report)):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/login/")
