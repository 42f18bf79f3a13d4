"""The report form of the accessibility statement: open to all, kept briefly, answered by one."""

import time

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups.models import Barrier
from groups.queries import barriers as queries
from groups.services import barriers
from tests.factories.accounts import UserFactory
from tests.factories.barriers import BarrierFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

FORM, LIST = "/tillganglighet/", "/kontor/hinder/"
REPORT = {"page": "Startsidan", "text": "Jag kan inte läsa listan.", "contact": "070-174 06 05"}


@pytest.fixture
def stamp(monkeypatch):
    """Return the stamp of a form that was given out a minute ago."""
    from barnstod.security import form_guard

    given, now = form_guard.stamp(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)
    return given


def send(given, **fields):
    return Client().post(FORM, REPORT | {"stamp": given} | fields)


def test_report_is_kept_sealed_and_the_office_gets_one_letter(stamp):
    coordinator = UserFactory(coordinator=True)
    UserFactory(head=True)

    first, second = send(stamp), send(stamp, contact="")

    assert "Tack. Vi läser så snart vi kan." in first.text
    assert second.status_code == 200
    kept, nameless = Barrier.objects.all()
    assert (kept.page, kept.text, kept.contact) == tuple(REPORT.values())
    assert REPORT["contact"] not in kept.sealed_contact
    assert (nameless.sealed_contact, nameless.contact) == ("", "")
    assert [(notice.recipient, notice.path) for notice in Notice.objects.all()] == [
        (coordinator, LIST)
    ]
    events = AuditEvent.objects.filter(action="barrier.report")
    assert [(event.actor, event.detail) for event in events] == [("intake", {})] * 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Skriv vad som är svårt, så att vi kan rätta det."),
        ({"text": "x" * 2001}, "2000"),
        ({"homepage": "http://example.com"}, "Lämna det sista fältet tomt och skicka igen."),
        ({"stamp": "made up"}, "Sidan hade varit öppen länge. Skicka gärna igen."),
    ],
    ids=["nothing told", "too long", "honeypot", "no stamp"],
)
def test_report_that_is_not_taken_says_why_and_keeps_what_was_written(stamp, fields, said):
    response = send(stamp, **fields)

    assert response.status_code == 422
    assert said in response.text
    assert 'value="Startsidan"' in response.text
    assert not Barrier.objects.exists()


def test_another_site_cannot_send_a_report(stamp):
    response = Client().post(
        FORM, REPORT | {"stamp": stamp}, headers={"Origin": "https://other.example"}
    )

    assert response.status_code == 403
    assert not Barrier.objects.exists()


def test_answering_forgets_how_to_reach_the_sender_and_is_done_once(client, sign_in):
    coordinator = sign_in(coordinator=True)
    barrier = barriers.report_barrier(**REPORT)
    assert REPORT["contact"] in client.get(LIST).text

    for _ in range(2):
        response = client.post(reverse("groups:barrier_answer", args=[barrier.key]), follow=True)

    assert "Ingen väntar på svar." in response.text
    barrier.refresh_from_db()
    assert (barrier.answered_on, barrier.contact) == (timezone.localdate(), "")
    answered = AuditEvent.objects.get(action="barrier.answer")
    assert (answered.actor, answered.subject) == (f"user:{coordinator.pk}", str(barrier.pk))


def test_only_the_coordinator_answers(client, sign_in):
    sign_in(head=True)

    response = client.post(reverse("groups:barrier_answer", args=[BarrierFactory().key]))

    assert response.status_code == 403


def test_list_costs_the_same_for_any_number_of_reports(client, sign_in):
    sign_in(coordinator=True)
    barriers.report_barrier(**REPORT)
    one = queries_of(lambda: client.get(LIST))
    for _ in range(2):
        barriers.report_barrier(**REPORT)

    assert queries_of(lambda: client.get(LIST)) == one


def test_to_do_has_one_line_for_all_that_wait():
    BarrierFactory(answered=True)
    assert queries.waiting() == []
    BarrierFactory.create_batch(2)

    [item] = queries.waiting()

    assert (item.title, item.url) == ("2 anmälningar om tillgänglighet väntar på svar", LIST)


def test_contact_whose_key_has_gone_is_no_contact():
    barrier = BarrierFactory(sealed_contact="gone:AAAA")

    assert barrier.contact == ""


@pytest.mark.parametrize(
    "broken",
    [{"text": " \n"}, {"answered": True, "sealed_contact": "k1:x"}],
    ids=["says nothing", "answered and still known"],
)
def test_database_refuses(broken):
    with pytest.raises(IntegrityError):
        BarrierFactory(**broken)
