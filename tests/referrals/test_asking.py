"""Asking without an account: what is asked for, what is kept, and what leaves no trace."""

import re
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.signing import Signer
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from barnstod.security.form_guard import MOST
from districts.models import Neighbourhood
from groups.choices import Precision
from referrals import services
from referrals.choices import ContactWay, DisclosureGround, FeedbackLevel, Names, State
from referrals.exceptions import TooManyTries
from referrals.models import Identity, Receipt, Referral
from referrals.receipts import pair_index, words_for
from referrals.services.erasing import MOST_MISSES
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
ASK, BACK = "/plats/", "/plats/ta-tillbaka/"
KEY = UUID("0d0c9c52-5a1d-4a5e-9c43-0d6f2c3b1a11")
SPOKEN = re.compile(r'<ol class="spoken" lang="sv">(.*?)</ol>', re.DOTALL)


def given_out(seconds=10):
    """Return the stamp of a form that was given out so many seconds ago."""
    return Signer(salt="barnstod.form_guard").sign(str(int(time.time()) - seconds))


def answers(**changed):
    """Return the least that a family says."""
    return {
        "stamp": given_out(),
        "key": str(KEY),
        "homepage": "",
        "sender_kind": "family",
        "phone": "070-174 06 05",
        "reach": "ring",
    } | changed


def ask(client=None, url=ASK, **changed):
    return (client or Client()).post(url, answers(**changed))


def receipt_in(response) -> tuple[str, ...]:
    return tuple(re.findall(r"<li>(\w+)</li>", SPOKEN.search(response.text)[1]))


def kept():
    """Return what is sealed of the only request."""
    return Identity.objects.get().opened(Referral.objects.get().reference)


# --- asking --------------------------------------------------------------------------------------


def test_a_number_is_enough_and_three_words_are_the_receipt():
    response = ask()

    words = words_for(KEY, 0)
    assert receipt_in(response) == (*words.theirs, words.ours)
    referral = Referral.objects.get()
    assert (referral.state, referral.names, referral.sent_by) == (
        State.INTEREST, Names.CONTACT, None)  # fmt: skip
    assert referral.disclosure_ground == DisclosureGround.OWN_REQUEST
    assert (referral.child_birth_year, referral.child_district, referral.needs) == (None, None, [])
    assert referral.contact_ways == [ContactWay.RING]
    assert {name: text for name, text in kept().items() if text} == {"phone": "070-174 06 05"}
    assert bytes(Receipt.objects.get().pair_index) == pair_index(words.theirs)


def test_what_is_told_is_kept_and_the_hours_are_sealed():
    farsta = DistrictFactory(name="Farsta")
    Neighbourhood.objects.create(name="Kanarienäset", district=farsta)

    ask(
        sender_kind="young_person",
        reach="text",
        hours=["8-10", "14-16"],
        contact_note="Fråga efter Kim.",
        age="14",
        area="kanarienäset",
        needs=["mental_illness", "family_violence"],
    )

    referral = Referral.objects.get()
    assert referral.child_birth_year == timezone.localdate().year - 14
    assert (referral.child_district, referral.sender_kind) == (farsta, "young_person")
    assert referral.needs == ["mental_illness", "family_violence"]
    assert referral.contact_ways == [ContactWay.TEXT_MESSAGE]
    assert kept()["contact_note"] == "Bara de här tiderna: 8–10, 14–16.\nFråga efter Kim."


def test_a_number_in_other_digits_is_kept_in_ours():
    ask(phone="٠٧٠-١٧٤ ٠٦ ٠٥")

    assert kept()["phone"] == "070-174 06 05"


def test_hours_are_in_swedish_for_the_office_whoever_wrote():
    response = ask(url="/en/plats/", hours=["8-10"])

    assert "Three words to remember" in response.text
    assert kept()["contact_note"] == "Bara de här tiderna: 8–10."


@pytest.mark.parametrize("kind", ["school", "health_care", "organisation", "other"])
def test_who_asks_for_somebody_else_has_no_ground_yet_and_learns_least(kind):
    ask(sender_kind=kind)

    referral = Referral.objects.get()
    assert referral.disclosure_ground == ""
    assert referral.feedback_level == FeedbackLevel.RECEIVED_AND_CLOSED


def test_the_group_they_came_from_goes_along():
    group = GroupFactory(planned=True, precision=Precision.EXACT)

    page = Client().get(f"{ASK}?grupp={group.slug}")
    ask(url=f"{ASK}?grupp={group.slug}")

    assert page.context["group"]["title"] in page.text
    assert f'action="/plats/?grupp={group.slug}"' in page.text
    assert Referral.objects.get().wished_group == group


@pytest.mark.parametrize("slug", ["ingen", "", "%00", "%ff", "å", "x" * 300])
def test_a_group_that_is_not_there_is_no_error(slug):
    assert Client().get(f"{ASK}?grupp={slug}").status_code == 200
    assert ask(url=f"{ASK}?grupp={slug}").status_code == 200
    assert Referral.objects.get().wished_group is None


def test_a_draft_of_a_group_is_nobodys_to_know():
    group = GroupFactory()

    assert ask(url=f"{ASK}?grupp={group.slug}").status_code == 200
    assert Referral.objects.get().wished_group is None


def test_the_form_that_comes_twice_is_one_request_with_the_same_receipt():
    first, second = ask(), ask(phone="070-174 06 99")

    assert receipt_in(first) == receipt_in(second)
    assert Referral.objects.count() == Receipt.objects.count() == 1
    assert kept()["phone"] == "070-174 06 05"
    assert AuditEvent.objects.filter(action="referral.ask").count() == 1


def test_the_key_of_somebody_elses_case_gives_nothing_away():
    ReferralFactory(submission_key=KEY)

    response = ask()

    assert "Det här formuläret är redan skickat" in response.text
    assert SPOKEN.search(response.text) is None


def test_a_pair_of_words_that_is_taken_is_not_given_again():
    taken = ReferralFactory(interest=True)
    Receipt.objects.create(referral=taken, pair_index=pair_index(words_for(KEY, 0).theirs))

    first, second = ask(), ask()

    words = words_for(KEY, 1)
    assert receipt_in(first) == receipt_in(second) == (*words.theirs, words.ours)


def test_the_office_is_told_that_there_is_something_to_read_and_nothing_more():
    office = UserFactory(coordinator=True)
    UserFactory(head=True)

    ask(needs=["family_violence"])

    notice = Notice.objects.get()
    assert (notice.recipient, notice.path) == (office, "/kontor/att-ringa/")
    event = AuditEvent.objects.get(action="referral.ask")
    assert (event.actor, event.subject, event.detail) == (
        "intake", Referral.objects.get().reference, {"who": "family"})  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"phone": ""}, "phone", "Det här behövs."),
        ({"phone": "ring mig"}, "phone", "Skriv ett telefonnummer, till exempel 070-174 06 05."),
        ({"phone": "12345"}, "phone", "Skriv ett telefonnummer, till exempel 070-174 06 05."),
        ({"reach": ""}, "reach", "Välj ett alternativ."),
        ({"sender_kind": ""}, "sender_kind", "Välj ett alternativ."),
        ({"sender_kind": "social_services"}, "sender_kind", None),
        ({"hours": ["22-24"]}, "hours", None),
        ({"age": "nio"}, "age", "Skriv åldern med siffror, till exempel 9."),
        ({"age": "21"}, "age", "Våra grupper är för dem som är högst 20 år."),
        ({"area": "Atlantis"}, "area", "Vi hittar inte den platsen."),
        ({"needs": ["love"]}, "needs", None),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(wrong, field, words):
    response = ask(contact_note="Fråga efter Kim.", **wrong)

    assert list(response.context["form"].errors) == [field]
    assert words is None or words in response.text
    assert "Fråga efter Kim." in response.text
    assert f'name="key" value="{KEY}"' in response.text
    assert not Referral.objects.exists()


def test_what_may_be_left_is_open_when_something_is_wrong_in_it():
    assert "<details open>" in ask(age="nio").text
    assert "<details>" in Client().get(ASK).text


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        ({"stamp": ""}, "Sidan hade varit öppen länge."),
        ({"stamp": given_out(13 * 3600)}, "Sidan hade varit öppen länge."),
        ({"homepage": "https://spam.example"}, "Lämna det sista fältet tomt"),
    ],
)
def test_the_guard_refuses_in_words_and_what_was_typed_stays(guard, words):
    response = ask(**guard)

    assert words in response.text
    assert 'value="070-174 06 05"' in response.text
    assert not Referral.objects.exists()
    assert response.context["form_stamp"]


def test_too_many_from_one_network_are_asked_to_ring():
    for _ in range(MOST):
        ask(phone="")

    response = ask()

    assert "Ring oss i stället" in response.text
    assert not Referral.objects.exists()


def test_a_key_that_is_none_is_replaced():
    response = ask(key="'; DROP TABLE", phone="")

    assert UUID(str(response.context["key"]))
    assert "DROP TABLE" not in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),  # as no-referrer makes it
        ({}, 200),
    ],
)
def test_only_our_own_page_can_send_the_form(headers, status):
    assert Client(headers=headers).post(ASK, answers()).status_code == status
    assert Referral.objects.count() == (status == 200)


@pytest.mark.parametrize("url", [ASK, "/en/plats/", BACK, "/plats/nu/", "/plats/?ring=1"])
def test_the_pages_keep_nothing_in_the_browser(url):
    response = Client().get(url)

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Storage" not in response.text


def test_the_receipt_sets_no_cookie_and_may_not_be_kept():
    response = ask()

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "Cookie" not in response.get("Vary", "")


def test_the_form_is_read_without_a_question_to_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(ASK).status_code == 200
        assert Client().get("/plats/nu/").status_code == 200
        assert Client().get(BACK).status_code == 200


# --- danger --------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_danger_comes_first_and_ends_in_no_form_of_ours(prefix):
    form = Client().get(f"{prefix}/plats/")
    page = Client().get(f"{prefix}/plats/nu/").text
    main = page[page.index("<main") : page.index("</main>")]

    assert form.text.index(f'href="{prefix}/plats/nu/"') < form.text.index("<form")
    assert all(number in main for number in ("tel:112", "tel:020505050"))
    assert ("social" in main) is True
    assert "<form" not in page
    assert "/plats/" not in re.sub(r"/plats/nu/", "", main)


def test_the_night_telephone_of_social_services_is_a_setting(settings):
    settings.SOCIAL_EMERGENCY_PHONE = "08-465 004 99"

    page = Client().get("/plats/nu/").text

    assert 'href="tel:0846500499"' in page


# --- the database's own wall ---------------------------------------------------------------------


def test_intake_adds_a_receipt_to_what_it_wrote_and_to_nothing_else():
    theirs, before = pair_index(("citron", "kudde")), ReferralFactory()
    ask()

    with acting_as("intake"):
        assert not Receipt.objects.exists()
        for referral in (before.pk, Referral(state=State.INTEREST).pk):
            with pytest.raises(DatabaseError), transaction.atomic():
                Receipt(referral_id=referral, pair_index=theirs).save(force_insert=True)
        assert Referral.objects.all().delete()[0] == 0


@pytest.mark.parametrize("role", ["head", "board", "admin", "leader", "social_worker"])
def test_nobody_but_the_office_sees_or_erases_a_request(role):
    ask()

    with acting_as(UserFactory(**{role: True})):
        assert (Referral.objects.count(), Receipt.objects.count()) == (0, 0)
        assert Referral.objects.all().delete()[0] == 0
        figures = unread_in_the_database()
    assert len(figures) == (1 if role == "head" else 0)
    assert Referral.objects.count() == 1


def unread_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referrals_unread_since()")
        return cursor.fetchall()


# --- taking it back ------------------------------------------------------------------------------


def take_back(words, **changed):
    return Client().post(BACK, {"stamp": given_out(), "words": words} | changed)


def test_three_words_in_any_order_erase_everything():
    words = receipt_in(ask(contact_note="Fråga efter Kim."))

    response = take_back(" ".join(reversed(words)))

    assert "Det är raderat" in response.text
    assert not response.cookies
    assert [model.objects.count() for model in (Referral, Identity, Receipt)] == [0, 0, 0]
    event = AuditEvent.objects.get(action="referral.erase")
    assert (event.actor, event.detail) == ("intake", {"before": "interest"})


def test_the_button_of_the_receipt_erases():
    response = ask()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.text))

    assert "Det är raderat" in take_back(hidden["words"]).text
    assert not Referral.objects.exists()


def test_two_right_words_and_a_wrong_one_erase_nothing():
    words = receipt_in(ask())
    other = next(word for word in words_for(UUID(int=9), 0).theirs if word not in words)

    for tried in ((*words[:2], other), (words[0], other, words[2])):
        assert "Vi hittade inget med de orden" in take_back(" ".join(tried)).text
    assert Referral.objects.count() == 1
    assert AuditEvent.objects.filter(action="receipt.miss", actor="intake").count() == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "waiting"])
def test_what_the_office_goes_on_with_is_not_erased_by_words(state):
    traits = {} if state == "submitted" else {state: True}
    referral = ReferralFactory(telephone=True, submission_key=KEY, **traits)
    words = words_for(KEY, 0)
    Receipt.objects.create(referral=referral, pair_index=pair_index(words.theirs))

    assert not services.erase_by_words(words=(*words.theirs, words.ours))
    assert Referral.objects.count() == 1


def test_guessing_is_stopped_without_any_cache(cache_away):
    receipt = receipt_in(ask())
    wrong = ("citron", "kudde", "blåbär")
    for _ in range(MOST_MISSES):
        assert not services.erase_by_words(words=wrong)

    with pytest.raises(TooManyTries):
        services.erase_by_words(words=receipt)
    assert "Många fel ord har prövats" in take_back(" ".join(receipt)).text
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Det här behövs."),
        ("blåbär", "Skriv 3 ord."),
        ("blåber kudde citron", "Menade du blåbär?"),
        ("zzzz kudde citron", "Se efter hur det stavas."),
    ],
)
def test_words_that_are_none_are_said_to_be_so(typed, words):
    response = take_back(typed)

    assert words in response.text
    assert list(response.context["form"].errors) == ["words"]
    assert not AuditEvent.objects.filter(action="receipt.miss").exists()


# --- forgetting ----------------------------------------------------------------------------------


def test_closed_requests_are_erased_when_their_time_is_over():
    now, kept_for = timezone.now(), django_settings.CLOSED_REQUESTS_KEPT
    recent = ReferralFactory(closed=True, closed_at=now - kept_for + timedelta(minutes=1))
    ReferralFactory(
        closed=True, closed_at=now - kept_for - timedelta(minutes=1), identity={"phone": "1"}
    )
    declined = ReferralFactory(declined=True, closed_at=now - 3 * kept_for)
    waiting = ReferralFactory(interest=True, first_contact_at=now - 3 * kept_for)

    assert (services.forget_closed(), services.forget_closed()) == (1, 0)

    assert set(Referral.objects.all()) == {recent, declined, waiting}
    assert not Identity.objects.exists()
    assert AuditEvent.objects.get(action="referral.erase").actor == "system:erase"
