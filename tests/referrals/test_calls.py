"""The office's side of asking: who waits, how they are reached, and what comes of it."""

import time
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.security.actor import acting_as
from groups.choices import Need
from referrals import queries, services
from referrals.choices import ContactWay, GuidedTo, Names, State
from referrals.exceptions import AlreadyAnswered, MoveNotPossible
from referrals.models import Identity, Receipt, Referral
from referrals.queries import agenda
from referrals.receipts import words_for
from referrals.views.calls import MOST_SEARCHES
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
LIST, NEW, FIND = "/kontor/att-ringa/", "/kontor/att-ringa/nytt/", "/kontor/att-ringa/ord/"
KEY = UUID("0d0c9c52-5a1d-4a5e-9c43-0d6f2c3b1a11")
FRIDAY = "2026-11-20 15:00"
FIELDS = {
    "sender_kind": "family",
    "contact_ways": [ContactWay.RING],
    "child_birth_year": None,
    "child_district": None,
    "needs": [],
    "wished_group": None,
}


def asked(key=None, note="Fråga efter Kim."):
    """Let a family ask; return the request and the words of its receipt."""
    key = key or uuid4()
    identity = {"phone": "070-174 06 05", "contact_note": note}
    words = services.ask(key=key, fields=FIELDS, identity=identity)
    return Referral.objects.get(submission_key=key), words


def local(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the time."""

    def sets(text):
        monkeypatch.setattr(timezone, "now", lambda: local(text))

    return sets


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def client(browse, coordinator):
    return browse(coordinator)


def lines(user):
    return [(item.title, item.detail, item.urgency, item.due_on) for item in agenda(user)]


# --- who waits -----------------------------------------------------------------------------------


def test_the_list_says_who_and_for_how_long_and_not_why(client, coordinator, clock):
    clock(FRIDAY)
    farsta = DistrictFactory(name="Farsta")
    ReferralFactory(
        interest=True, first_contact_at=local(FRIDAY), child_district=farsta, needs=list(Need)
    )
    clock("2026-11-24 15:01")

    [row] = queries.call_rows(queries.waiting_calls(coordinator))

    assert (row.who, row.area, row.days) == ("familjen", "Farsta", 2)
    assert (row.is_read, row.is_late, str(row.read_by)) == (False, True, "2026-11-23")
    page = client.get(LIST).text
    assert "missbruk" not in page
    assert "våld" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, rows, django_assert_num_queries):
    ReferralFactory.create_batch(rows, interest=True)
    client.get(LIST)

    with django_assert_num_queries(10):
        response = client.get(LIST)

    assert len(response.context["rows"]) == rows


@pytest.mark.usefixtures("english")
def test_new_requests_are_to_do_and_urgent_after_a_working_day(clock, coordinator):
    ReferralFactory(interest=True, first_contact_at=local(FRIDAY))
    friday = local(FRIDAY).date()

    clock("2026-11-23 14:59")
    assert lines(coordinator) == [
        ("1 to ring back", "1 unread. They wrote when and how it is safe.", "soon",
         friday + timedelta(days=3))
    ]  # fmt: skip
    clock("2026-11-23 15:01")
    assert [urgency for _title, _detail, urgency, _due in lines(coordinator)] == ["now"]


@pytest.mark.usefixtures("english")
def test_what_has_been_read_waits_without_haste(clock, coordinator):
    referral = ReferralFactory(interest=True, first_contact_at=local(FRIDAY))
    services.open_names(referral=referral, by=coordinator, why="call")

    clock("2026-11-30 15:00")

    assert lines(coordinator) == [
        ("1 to ring back", "They wrote when and how it is safe.", "soon", None)
    ]


@pytest.mark.usefixtures("english")
def test_the_head_learns_how_many_wait_too_long_and_nothing_else(browse, clock):
    head = UserFactory(head=True)
    late = ReferralFactory(interest=True, first_contact_at=local(FRIDAY), identity={"phone": "1"})
    ReferralFactory(interest=True, first_contact_at=local("2026-11-23 14:00"))
    opened = ReferralFactory(interest=True, first_contact_at=local(FRIDAY))
    services.open_names(referral=opened, by=UserFactory(coordinator=True), why="call")

    clock("2026-11-23 15:01")

    assert lines(head) == [
        ("1 request has waited unread for more than a working day",
         "The office has promised to read within one working day.", "now", None)
    ]  # fmt: skip
    page = browse(head).get(LIST)
    assert (page.context["unread"].number, page.context["unread"].late) == (2, 1)
    assert late.spoken not in page.text
    assert late.reference not in page.text


def test_the_database_tells_nobody_but_the_head_how_many_wait(coordinator):
    ReferralFactory(interest=True)

    with acting_as(coordinator):
        assert queries.unread().number == 0


# --- one of them ---------------------------------------------------------------------------------


def test_a_request_opens_with_a_reason_and_then_shows_how_to_ring_and_our_word(client):
    referral, words = asked()
    url = reverse("referrals:call", args=[referral.reference])

    closed = client.get(url).text
    opened = client.post(
        reverse("referrals:open_names", args=[referral.reference]), {"why": "call"}, follow=True
    )

    assert not any(text in closed for text in ("070-174 06 05", "Kim", words.ours))
    assert opened.redirect_chain[-1][0] == url
    assert all(text in opened.text for text in ("070-174 06 05", "Kim", words.ours))
    assert not any(word in opened.text for word in words.theirs)
    actions = AuditEvent.objects.filter(subject=referral.reference).order_by("at", "pk")
    assert list(actions.values_list("action", flat=True)) == [
        "referral.ask", "identity.open", "identity.read"]  # fmt: skip


def test_the_page_of_the_case_leads_there_while_it_waits_to_be_rung(client):
    referral, _words = asked()

    assert client.get(referral.get_absolute_url()).url.endswith(f"/att-ringa/{referral.reference}/")
    referral.state, referral.names = State.DRAFT, Names.FULL
    referral.save()
    there = client.get(reverse("referrals:call", args=[referral.reference]))
    assert there.url == referral.get_absolute_url()


def test_it_is_taken_up_as_a_draft_that_holds_what_was_written(client):
    referral, _words = asked()

    client.post(reverse("referrals:move", args=[referral.reference, "take_up"]))
    client.post(reverse("referrals:open_names", args=[referral.reference]), {"why": "call"})
    page = client.get(reverse("referrals:edit", args=[referral.reference]))

    referral.refresh_from_db()
    assert referral.state == State.DRAFT
    assert page.context["form"]["phone"].value() == "070-174 06 05"
    assert page.context["form"]["contact_note"].value() == "Fråga efter Kim."


def test_it_is_closed_with_where_they_were_guided(client):
    referral, _words = asked()
    url = reverse("referrals:move", args=[referral.reference, "close"])

    assert "guided_to" in client.post(url, {}).context["form"].errors
    client.post(url, {"guided_to": "talk_was_enough"})

    referral.refresh_from_db()
    assert (referral.state, referral.guided_to) == (State.CLOSED, GuidedTo.TALK_WAS_ENOUGH)


def test_it_is_erased_by_their_wish(client):
    referral, _words = asked()
    url = reverse("referrals:call_erase", args=[referral.reference])

    assert client.get(url).status_code == 200
    assert client.post(url).url == LIST

    assert [model.objects.count() for model in (Referral, Identity, Receipt)] == [0, 0, 0]
    assert AuditEvent.objects.filter(action="referral.erase").count() == 1
    assert client.post(url).status_code == 404


def test_a_case_of_the_office_is_not_erased(client, coordinator):
    referral = ReferralFactory(waiting=True, telephone=True)

    with pytest.raises(MoveNotPossible):
        services.erase(referral=referral, by=coordinator)
    client.post(reverse("referrals:call_erase", args=[referral.reference]))
    assert Referral.objects.get() == referral


# --- two words on the telephone ------------------------------------------------------------------


def test_two_words_in_any_order_reach_the_request(client):
    referral, words = asked()
    asked()

    for said in (words.theirs, words.theirs[::-1]):
        assert client.post(FIND, {"words": " ".join(said)}).url == referral.get_absolute_url()

    events = AuditEvent.objects.filter(action="receipt.search")
    assert [event.detail for event in events] == [{"found": 1}, {"found": 1}]
    assert not any(word in str(events.values()) for word in words.theirs)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("", "Det här behövs."),
        ("citron", "Skriv 2 ord."),
        ("citron kudde blåbär", "Skriv 2 ord."),
        ("citron kuddde", "Menade du kudde?"),
        ("citron kudde", "Ingen förfrågan har de orden."),
    ],
)
def test_words_that_lead_nowhere_are_said_to_do_so(client, said, answer):
    asked(key=KEY)

    response = client.post(FIND, {"words": said})

    assert response.status_code == 200
    assert answer in response.text


def test_our_word_and_one_of_theirs_are_not_enough(client):
    _referral, words = asked()

    assert client.post(FIND, {"words": f"{words.theirs[0]} {words.ours}"}).status_code == 200


def test_searching_by_words_has_an_end(client, cache_away):
    _referral, words = asked()
    for _ in range(MOST_SEARCHES):
        client.post(FIND, {"words": "citron kudde"})

    response = client.post(FIND, {"words": " ".join(words.theirs)})

    assert "Du har prövat många ord." in response.text


# --- somebody rings ------------------------------------------------------------------------------


def call(client, button, **changed):
    answers = {
        "key": str(KEY),
        "sender_kind": "family",
        "phone": "070-174 06 05",
        "reach": "ring",
        button: "1",
    }
    return client.post(NEW, answers | changed)


def test_a_call_to_go_on_with_becomes_a_draft_of_now(client, coordinator):
    group = GroupFactory(planned=True)

    response = call(client, "draft", age="9", needs=["mental_illness"], wished_group=group.slug)

    referral = Referral.objects.get()
    assert response.url == reverse("referrals:edit", args=[referral.reference])
    assert (referral.state, referral.names, referral.sent_by) == (
        State.DRAFT, Names.FULL, coordinator)  # fmt: skip
    assert referral.child_birth_year == timezone.localdate().year - 9
    assert (referral.wished_group, referral.needs) == (group, ["mental_illness"])
    assert timezone.now() - referral.first_contact_at < timedelta(minutes=1)
    page = client.get(response.url)
    assert page.context["form"]["phone"].value() == "070-174 06 05"
    assert not Receipt.objects.exists()


def test_a_call_to_ring_back_shows_the_words_once_and_keeps_them_in_no_session(client, coordinator):
    response = call(client, "later", hours=["10-12"])

    words, referral = words_for(KEY, 0), Referral.objects.get()
    assert all(word in response.text for word in (*words.theirs, words.ours))
    assert (referral.state, referral.names, referral.sent_by) == (
        State.INTEREST, Names.CONTACT, coordinator)  # fmt: skip
    assert not any(word in str(dict(client.session)) for word in words.theirs)
    assert client.post(FIND, {"words": " ".join(words.theirs)}).url == referral.get_absolute_url()
    [row] = queries.call_rows(queries.waiting_calls(coordinator))
    assert row.is_read  # whoever wrote it has read it


def test_a_call_that_comes_twice_is_one_request(client):
    call(client, "later")
    call(client, "later")

    assert Referral.objects.count() == 1


def test_the_key_of_a_case_that_one_may_not_see_is_refused(coordinator):
    hidden = ReferralFactory(protected=True)

    with pytest.raises(AlreadyAnswered):
        services.register_call(
            by=coordinator,
            key=hidden.submission_key,
            fields=FIELDS,
            identity={},
            as_draft=True,
        )


def test_a_call_needs_no_number_unless_we_are_to_ring_back(client):
    later = call(client, "later", phone="")

    assert later.context["form"].errors == {"phone": ["Skriv numret som vi ska ringa tillbaka."]}
    assert call(client, "draft", phone="").status_code == 302
    assert Referral.objects.get().contact_ways == [ContactWay.RING]


def test_nobody_is_told_to_ring_where_only_writing_is_safe(client):
    text, ring = (
        ReferralFactory(interest=True, contact_ways=[way])
        for way in (ContactWay.TEXT_MESSAGE, ContactWay.RING)
    )

    pages = [client.get(reverse("referrals:call", args=[one.reference])) for one in (text, ring)]

    assert ["Ring aldrig" in page.text for page in pages] == [True, False]
    assert ["Säg bara ditt förnamn" in page.text for page in pages] == [False, True]


# --- both sides ----------------------------------------------------------------------------------


def test_a_family_asks_and_the_office_rings_without_a_name_on_the_way(client):
    stamp = Signer(salt="barnstod.form_guard").sign(str(int(time.time()) - 10))
    Client().post(
        "/plats/",
        {"stamp": stamp, "key": str(KEY), "sender_kind": "family", "phone": "070-174 06 05",
         "reach": "both"},
    )  # fmt: skip

    page = client.get(LIST)

    assert Referral.objects.get().spoken in page.text
    assert "070-174" not in page.text
