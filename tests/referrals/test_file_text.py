"""The text for the file: what it says, whose name stands in it, and that the reading is logged."""

import pytest
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from referrals.choices import FeedbackLevel
from referrals.file_text import text_for_file
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import LeaderFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
NAMES = {"first_name": "Åsa", "last_name": "Fågelsång"}


def page_of(client, referral):
    return client.get(reverse("referrals:file_text", args=[referral.reference]))


def test_it_says_what_was_told_on_what_ground_and_what_came_of_it(english):
    referral = ReferralFactory(accepted=True, identity=NAMES)
    ConsentFactory(referral=referral)

    text = text_for_file(referral.sent_by, referral, NAMES)

    for words in (
        "Child: Åsa Fågelsång",
        f"Receipt: {referral.spoken}",
        f"by {referral.sent_by.name}. Ground: the guardians have agreed that we tell the office.",
        "At home: ",
        "Yes to taking part: both guardians, ",
        "Where it stands: has been given a place.",
    ):
        assert words in text


def test_the_reading_is_logged_with_or_without_the_name(browse, office):
    referral = ReferralFactory(identity=NAMES)

    own, offices = page_of(browse(referral.sent_by), referral), page_of(office, referral)

    assert ("Fågelsång" in own.text, "Fågelsång" in offices.text) == (True, False)
    events = AuditEvent.objects.filter(action="referral.file_text").order_by("pk")
    assert [event.detail for event in events] == [{"with_name": True}, {"with_name": False}]
    office.post(reverse("referrals:open_names", args=[referral.reference]), {"why": "question"})
    assert "Fågelsång" in page_of(office, referral).text


def test_it_tells_no_more_than_the_sender_is_to_follow(english):
    referral = ReferralFactory(offered=True, feedback_level=FeedbackLevel.RECEIVED_AND_CLOSED)

    text = text_for_file(referral.sent_by, referral, {})

    assert "Where it stands: received." in text
    assert "Offered" not in text


def test_it_is_for_those_who_keep_a_file(browse):
    leader = LeaderFactory(with_account=True)
    referral = ReferralFactory(protected=True)
    ordinary = ReferralFactory()

    assert page_of(browse(AffiliationFactory().user), ordinary).status_code == 404
    assert page_of(browse(UserFactory(coordinator=True)), referral).status_code == 404
    assert page_of(browse(leader.user), ordinary).status_code == 403


def test_markup_in_a_name_stays_text(browse):
    referral = ReferralFactory(identity={"first_name": "</textarea><script>alert(1)</script>"})

    page = page_of(browse(referral.sent_by), referral)

    assert "<script>alert(1)" not in page.text
    assert "</textarea><script>" in page.context["text"]
