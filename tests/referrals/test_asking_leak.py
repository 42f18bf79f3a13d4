"""Canaries and hostile text in a request without an account: who sees it, and where it stands."""

import html
import time
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client

from barnstod.notifications.models import Notice
from barnstod.notifications.services import send as send_letter
from barnstod.security.actor import acting_as
from referrals.models import Identity, Referral
from referrals.receipts import words_for
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import LeaderFactory
from tests.leak import LogLines, Walk, every_row, seen
from tests.referrals.test_hostile import HOSTILE

ASK = "/plats/"
KEY = UUID("0d0c9c52-5a1d-4a5e-9c43-0d6f2c3b1a11")
CANARIES = {"070-174 06 99", "Kvittra", "8–10, 14–16"}
LEAST = {"sender_kind": "family", "phone": "070-174 06 99", "reach": "ring"}


def send(**changed):
    stamp = Signer(salt="barnstod.form_guard").sign(str(int(time.time()) - 10))
    return Client().post(ASK, LEAST | {"stamp": stamp, "key": str(uuid4())} | changed)


@pytest.mark.django_db(transaction=True)
def test_only_the_office_sees_who_asked_and_only_while_it_is_open():
    with LogLines() as log, acting_as("system:test"):
        office, elsewhere = UserFactory(coordinator=True), AffiliationFactory()
        people = {
            "another unit": elsewhere.user,
            "a leader": LeaderFactory(with_account=True).user,
            "the head": UserFactory(head=True),
            "the board": UserFactory(board=True),
            "the administrator": UserFactory(admin=True),
        }
    with log:
        answer = send(
            key=str(KEY),
            contact_note="Kvittra försiktigt",
            hours=["8-10", "14-16"],
            needs=["family_violence"],
        )
        send(phone="nej", contact_note="Kvittra försiktigt")
        Client(headers={"Origin": "https://evil.example"}).post(ASK, {"contact_note": "Kvittra"})
        with acting_as("system:test"):
            referral = Referral.objects.get()
            for notice in Notice.objects.all():
                send_letter(notice_id=notice.pk)
        words = words_for(KEY, 0)
        url = f"/kontor/att-ringa/{referral.reference}/"
        secret = CANARIES | {referral.spoken, *words.theirs}
        found = {
            who: Walk(signed_in(user), "/kontor/", "/kontor/att-ringa/", url).seen(secret)
            for who, user in people.items()
        }
        found["nobody"] = Walk(Client(), ASK, url).seen(secret)
        office_browser = signed_in(office)
        closed = Walk(office_browser, "/kontor/", url).seen(secret)
        office_browser.post(f"/kontor/forfragningar/{referral.reference}/namn/", {"why": "call"})
        opened = Walk(office_browser, url).seen(secret)
        rows = list(every_row())

    assert found == {who: set() for who in [*people, "nobody"]}
    assert closed == {referral.spoken}
    assert opened == CANARIES | {referral.spoken}
    assert any(referral.reference in row for row in rows)
    assert seen(rows, CANARIES | set(words.theirs) | {words.ours}) == set()
    assert seen(log.lines, secret | {words.ours, referral.reference}) <= {referral.reference}
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert len(letters) == 1
    assert seen(letters, secret | {referral.reference, "våld", "familj"}) == set()
    assert all(word in answer.text for word in (*words.theirs, words.ours))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_kept_as_it_is_or_refused_beside_its_field(name):
    text = HOSTILE[name]

    response = send(contact_note=text)

    if name == "very long":  # more than the server takes
        assert response.status_code in (200, 400)
        assert not Referral.objects.exists()
    elif Referral.objects.exists():
        referral = Referral.objects.get()
        assert Identity.objects.get().opened(referral.reference)["contact_note"] == text
        client = signed_in(UserFactory(coordinator=True))
        client.post(f"/kontor/forfragningar/{referral.reference}/namn/", {"why": "call"})
        page = client.get(f"/kontor/att-ringa/{referral.reference}/")
        shown = html.unescape(page.text).replace("<br>", "\n")
        assert text.replace("\r\n", "\n") in shown
        assert "<script>alert" not in page.text
    else:
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["contact_note"]


FIELDS = ("phone", "age", "area", "sender_kind", "reach", "hours", "needs")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"very long"}))
def test_each_other_field_refuses_it_in_words(name):
    # All at once: each is refused beside itself; a stamp that is none, before anything is read.
    refused = send(**dict.fromkeys(FIELDS, HOSTILE[name]))
    unstamped = send(stamp=HOSTILE[name])

    assert set(refused.context["form"].errors) == set(FIELDS)
    assert list(unstamped.context["form"].errors) == ["__all__"]
    assert not any("<script>alert" in page.text for page in (refused, unstamped))
    assert not Referral.objects.exists()
    assert "Tre ord att komma ihåg" in send(key=HOSTILE[name]).text


@pytest.mark.django_db
def test_hostile_words_reach_nothing():
    stamp = Signer(salt="barnstod.form_guard").sign(str(int(time.time()) - 10))
    office = signed_in(UserFactory(coordinator=True))

    for name in set(HOSTILE) - {"very long"}:
        cache.clear()  # each as the first that comes from its network
        anybody = Client().post("/plats/ta-tillbaka/", {"stamp": stamp, "words": HOSTILE[name]})
        theirs = office.post("/kontor/att-ringa/ord/", {"words": HOSTILE[name]})

        for response in (anybody, theirs):
            assert response.status_code == 200, name
            assert "<script>alert" not in response.text, name
            assert list(response.context["form"].errors) == ["words"], name
