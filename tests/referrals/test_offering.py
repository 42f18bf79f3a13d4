"""Places: lapsed, lost with a cancelled group, exchanged for another."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.choices import GroupState
from groups.exceptions import GroupNotOpen, NoSeatLeft
from referrals import services
from referrals.choices import OfferState
from referrals.models import Referral
from referrals.tasks import lapse_offers
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


def seats(group):
    group.refresh_from_db()
    return (group.places_held, group.places_taken)


def states(*referrals):
    for referral in referrals:
        referral.refresh_from_db()
    return [str(referral.state) for referral in referrals]


def told():
    return [(notice.kind, notice.recipient) for notice in Notice.objects.order_by("pk")]


# --- lapse -----------------------------------------------------------------------------------


def offered_until(days):
    referral = ReferralFactory(offered=True)
    referral.offers.update(deadline=timezone.localdate() + timedelta(days=days))
    return referral


def test_offers_lapse_when_their_last_day_is_over_and_not_before():
    over, today, later = offered_until(-1), offered_until(0), offered_until(1)

    assert services.lapse_offers() == 1

    assert states(over, today, later) == ["waiting", "offered", "offered"]
    offer = over.offers.get()
    assert (offer.state, offer.answered_by) == (OfferState.LAPSED, None)
    assert over.group is None
    assert seats(offer.group) == (0, 0)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor) == ("referral.lapse", "system:lapse")
    assert told() == [("offer_lapsed", over.sent_by), ("offer_lapsed", offer.made_by)]


def test_lapse_may_run_twice_and_reaches_protected_children():
    referral = ReferralFactory(offered=True, protected=True)
    referral.offers.update(deadline=timezone.localdate() - timedelta(days=1))

    with acting_as(""):  # as in the worker, where nobody acts before the job says who
        lapse_offers()
        lapse_offers()

    assert states(referral) == ["waiting"]
    assert AuditEvent.objects.count() == 1


def test_nobody_but_the_job_lapses_an_offer():
    with pytest.raises(PermissionDenied):
        services.move(
            referral=ReferralFactory(offered=True), name="lapse", by=UserFactory(coordinator=True)
        )


# --- another group -----------------------------------------------------------------------------


def test_a_child_changes_group_with_both_seats_or_neither():
    referral, other = ReferralFactory(accepted=True), GroupFactory(planned=True)
    full = GroupFactory(planned=True, capacity=1, minimum=1)
    ReferralFactory(accepted=True, group=full)
    before, office = referral.group, UserFactory(coordinator=True)

    def change(group):
        services.move(referral=referral, name="change_group", by=office, group=group)

    with pytest.raises(NoSeatLeft):
        change(full)
    with pytest.raises(ValidationError):
        change(before)
    assert (seats(before), seats(full)) == ((0, 1), (0, 1))

    change(other)
    assert (states(referral), referral.group) == (["accepted"], other)
    assert (seats(before), seats(other)) == ((0, 0), (0, 1))


# --- a cancelled group ---------------------------------------------------------------------------


def test_cancel_group_puts_its_children_first_on_the_waiting_list():
    office, group = UserFactory(coordinator=True), GroupFactory(planned=True)
    long_ago = timezone.now() - timedelta(days=400)
    waits = ReferralFactory(waiting=True, first_contact_at=long_ago)
    offered = ReferralFactory(offered=True, group=group)
    accepted = ReferralFactory(accepted=True, group=group)
    started = ReferralFactory(started=True, group=group)
    hidden = ReferralFactory(accepted=True, group=group, protected=True)
    elsewhere = ReferralFactory(accepted=True)
    first_contacts = [row.first_contact_at for row in (accepted, started, hidden)]

    with acting_as(office):
        moved = services.cancel_group(group=group, by=office, reason="För få barn")

    assert moved == 4
    group.refresh_from_db()
    assert (group.state, seats(group)) == (GroupState.CANCELLED, (0, 0))
    assert states(offered, accepted, started, hidden) == ["waiting"] * 4
    assert states(waits, elsewhere) == ["waiting", "accepted"]
    lost = [accepted, started, hidden]
    assert [row.must_have_new_place for row in lost] == [True] * 3
    assert [row.first_contact_at for row in lost] == first_contacts
    assert offered.must_have_new_place is False
    assert offered.offers.get().state == OfferState.WITHDRAWN
    in_order = list(Referral.objects.waiting())
    assert set(in_order[:3]) == set(lost)
    assert in_order[3:] == [waits, offered]


def test_a_new_place_ends_the_precedence():
    office, group = UserFactory(coordinator=True), GroupFactory(planned=True)
    referral = ReferralFactory(waiting=True, must_have_new_place=True)

    services.make_offer(referral=referral, group=group, deadline=timezone.localdate(), by=office)
    services.move_as_one(referral=referral, name="refuse", by=office)
    referral.refresh_from_db()
    assert referral.must_have_new_place is True
    services.make_offer(referral=referral, group=group, deadline=timezone.localdate(), by=office)
    services.move_as_one(referral=referral, name="accept", by=office)

    referral.refresh_from_db()
    assert referral.must_have_new_place is False


def test_no_place_is_offered_in_a_cancelled_group():
    with pytest.raises(GroupNotOpen):
        services.make_offer(
            referral=ReferralFactory(waiting=True),
            group=GroupFactory(cancelled=True),
            deadline=timezone.localdate(),
            by=UserFactory(coordinator=True),
        )


def test_nobody_but_the_office_cancels_a_group():
    referral = ReferralFactory(accepted=True)

    with pytest.raises(PermissionDenied):
        services.cancel_group(group=referral.group, by=referral.sent_by, reason="nej")

    assert states(referral) == ["accepted"]


# --- what the sender is told ----------------------------------------------------------------------


def test_a_sender_who_wants_little_is_told_only_what_needs_them_and_the_end():
    office = UserFactory(coordinator=True)
    referral = ReferralFactory(feedback_level="received_and_closed")

    services.move(referral=referral, name="return", by=office, missing=["area"])
    services.move(referral=referral, name="submit", by=referral.sent_by)
    services.move(referral=referral, name="wait", by=office)
    services.make_offer(
        referral=referral,
        group=GroupFactory(planned=True),
        deadline=timezone.localdate(),
        by=office,
    )
    with pytest.raises(PermissionDenied):
        services.move_as_one(referral=referral, name="accept", by=referral.sent_by)
    services.move(
        referral=referral,
        name="decline",
        by=office,
        decline_reason="no_group",
        guided_to="school",
    )

    assert told() == [
        ("referral_returned", referral.sent_by),
        ("referral_submitted", office),
        ("referral_closed", referral.sent_by),
    ]


def test_nobody_who_may_not_read_a_protected_case_gets_a_letter_of_it():
    office = UserFactory(coordinator=True)
    referral = ReferralFactory(protected=True, named=[office])  # the sender is no longer named

    services.move(referral=referral, name="return", by=office, missing=["call"])

    assert told() == []
