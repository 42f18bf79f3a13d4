"""Each move: what it changes, what it refuses, what it leaves behind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups.exceptions import NoSeatLeft
from referrals import services
from referrals.choices import OfferState, State
from referrals.exceptions import MoveNotPossible, NoConsent
from referrals.models import Offer
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db


def seats(group):
    group.refresh_from_db()
    return (group.places_held, group.places_taken)


def test_make_offer_holds_a_seat_writes_the_audit_and_tells_the_sender():
    referral, group = ReferralFactory(waiting=True), GroupFactory(planned=True)
    coordinator, deadline = UserFactory(coordinator=True), timezone.localdate()

    services.make_offer(referral=referral, group=group, deadline=deadline, by=coordinator)

    referral.refresh_from_db()
    assert (referral.state, referral.group) == (State.OFFERED, group)
    assert seats(group) == (1, 0)
    offer = Offer.objects.get()
    assert (offer.group, offer.made_by, offer.deadline, offer.state) == (
        group,
        coordinator,
        deadline,
        OfferState.OPEN,
    )
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.actor) == (
        "referral.offer",
        referral.reference,
        f"user:{coordinator.pk}",
    )
    assert event.detail == {"before": "waiting", "after": "offered"}
    assert [(notice.kind, notice.recipient) for notice in Notice.objects.all()] == [
        ("place_offered", referral.sent_by)
    ]


def test_the_unit_accepts_and_the_seat_is_taken():
    referral = ReferralFactory(offered=True)
    offer = referral.offers.get()

    services.move_as_one(referral=referral, name="accept", by=referral.sent_by)

    referral.refresh_from_db()
    offer.refresh_from_db()
    assert (referral.state, offer.state, offer.answered_by) == (
        State.ACCEPTED,
        OfferState.ACCEPTED,
        referral.sent_by,
    )
    assert seats(referral.group) == (0, 1)
    assert [(notice.kind, notice.recipient) for notice in Notice.objects.all()] == [
        ("offer_answered", offer.made_by)
    ]


def test_nobody_starts_without_a_yes():
    referral = ReferralFactory(accepted=True)
    coordinator = UserFactory(coordinator=True)

    with pytest.raises(NoConsent):
        services.move(referral=referral, name="start", by=coordinator)
    ConsentFactory(referral=referral)
    services.move(referral=referral, name="start", by=coordinator)

    referral.refresh_from_db()
    assert referral.state == State.STARTED


def test_no_place_in_a_full_group():
    referral, group = ReferralFactory(waiting=True), GroupFactory(planned=True, full=True)

    with pytest.raises(NoSeatLeft):
        services.make_offer(
            referral=referral,
            group=group,
            deadline=timezone.localdate(),
            by=UserFactory(coordinator=True),
        )

    referral.refresh_from_db()
    assert (referral.state, referral.group) == (State.WAITING, None)
    assert not Offer.objects.exists()


def test_a_second_answer_says_who_was_first():
    referral = ReferralFactory(offered=True)
    coordinator = UserFactory(coordinator=True)
    services.move_as_one(referral=referral, name="accept", by=referral.sent_by)

    with pytest.raises(MoveNotPossible, match="Handläggaren hann före"):
        services.move_as_one(referral=referral, name="refuse", by=coordinator)


def test_a_stranger_moves_nothing():
    referral = ReferralFactory(offered=True)

    with pytest.raises(PermissionDenied):
        services.move_as_one(referral=referral, name="accept", by=UserFactory(social_worker=True))

    assert seats(referral.group) == (1, 0)
    assert not AuditEvent.objects.exists()
