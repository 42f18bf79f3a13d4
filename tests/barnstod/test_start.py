"""*Att göra*: what needs the reader today, from every app, the most urgent first."""

from datetime import date
from types import SimpleNamespace

import pytest

from barnstod import start
from barnstod.web.agenda import AgendaItem
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ITEMS = [
    AgendaItem("info", "/i/", urgency="info", due_on=date(2027, 1, 1)),
    AgendaItem("soon without day", "/s/"),
    AgendaItem("soon, late", "/s/", due_on=date(2027, 2, 2)),
    AgendaItem("soon, early", "/s/", due_on=date(2027, 2, 1)),
    AgendaItem("now", "/n/", urgency="now", detail="today"),
]


@pytest.fixture
def agendas(monkeypatch):
    """Let two apps have something to say, each its half of ITEMS."""
    halves = [
        SimpleNamespace(agenda=lambda user, half=half: half) for half in (ITEMS[:3], ITEMS[3:])
    ]
    monkeypatch.setattr(start, "SOURCES", halves)


def test_most_urgent_and_earliest_come_first_and_those_without_a_day_last(client, sign_in, agendas):
    sign_in(coordinator=True)

    assert [item.title for item in client.get("/kontor/").context["items"]] == [
        "now",
        "soon, early",
        "soon, late",
        "soon without day",
        "info",
    ]


def test_reader_with_nothing_to_do_is_told_so_kindly(client, sign_in):
    sign_in(admin=True)

    page = client.get("/kontor/")

    assert page.context["items"] == []
    assert 'class="empty"' in page.text


def test_account_without_role_has_no_start_page(client):
    client.force_login(UserFactory())

    assert client.get("/kontor/").status_code == 403


def test_every_app_is_asked():
    assert {source.__name__ for source in start.SOURCES} == {
        f"{app}.queries" for app in ("districts", "groups", "referrals", "reports")
    }
