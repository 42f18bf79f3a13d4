"""A session that children come to is cancelled: who is told, and that it happens once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from barnstod.notifications.models import Notice
from groups.exceptions import SessionRefusal
from referrals.choices import FeedbackLevel
from referrals.services.sessions import cancel_session
from tests.factories.accounts import UserFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    SessionFactory,
    two_hours_from,
)
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    group = GroupFactory(running=True, leaders=[LeaderFactory(with_account=True)])
    to_come = two_hours_from(timezone.now() + timedelta(days=3))
    return SessionFactory(group=group, number=1, during=to_come)


def told():
    return {(notice.kind, notice.recipient, notice.path) for notice in Notice.objects.all()}


def letters_of(*referrals):
    return {("session_cancelled", one.sent_by, one.get_absolute_url()) for one in referrals}


def test_leaders_and_the_senders_of_children_in_the_group_are_told(session):
    group = session.group
    child = ReferralFactory(started=True, group=group)
    also = ReferralFactory(accepted=True, group=group)
    ReferralFactory(offered=True, group=group)
    ReferralFactory(withdrawn=True)
    ReferralFactory(started=True, group=group, feedback_level=FeedbackLevel.RECEIVED_AND_CLOSED)

    number = cancel_session(
        session=session, reason="leader", seen=session.sequence, by=UserFactory(coordinator=True)
    )

    session.refresh_from_db()
    leader = group.leaders.get().user
    assert (session.active, number) == (False, 2)
    assert told() == letters_of(child, also) | {
        ("session_cancelled", leader, group.get_absolute_url())
    }


def test_sender_of_a_protected_child_is_told_if_named_on_the_case(session):
    named = ReferralFactory(started=True, group=session.group, protected=True)
    named.named_readers.create(user=named.sent_by, named_by=named.sent_by)
    ReferralFactory(started=True, group=session.group, protected=True)

    cancel_session(
        session=session, reason="room", seen=session.sequence, by=UserFactory(coordinator=True)
    )

    senders = {letter for letter in told() if letter[2] != session.group.get_absolute_url()}
    assert senders == letters_of(named)


def test_nobody_is_told_of_a_session_that_was_cancelled_already(session):
    session.active = False
    session.save()
    session.refresh_from_db()
    ReferralFactory(started=True, group=session.group)

    with pytest.raises(SessionRefusal):
        cancel_session(
            session=session, reason="room", seen=session.sequence, by=UserFactory(coordinator=True)
        )

    assert told() == set()


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_session_with_children_is_the_coordinators_to_cancel(session, role):
    with pytest.raises(PermissionDenied):
        cancel_session(
            session=session, reason="room", seen=session.sequence, by=UserFactory(**{role: True})
        )

    session.refresh_from_db()
    assert (session.active, told()) == (True, set())


def test_page_of_the_groups_leads_here_when_children_come(client, sign_in, session):
    sign_in(coordinator=True)
    session.group.places_taken = 1
    session.group.save()
    place = [session.group.slug, session.number]

    response = client.get(reverse("groups:session_cancel", args=place))
    here = reverse("referrals:cancel_session", args=place)
    page = client.post(here, {"reason": "leader", "seen": session.sequence})

    session.refresh_from_db()
    assert response["Location"] == here
    assert (page["Location"], session.active) == (session.group.get_absolute_url(), False)


def test_without_a_reason_nothing_is_cancelled(client, sign_in, session):
    sign_in(coordinator=True)
    here = reverse("referrals:cancel_session", args=[session.group.slug, session.number])

    response = client.post(here, {"seen": session.sequence})

    session.refresh_from_db()
    assert (response.status_code, session.active) == (200, True)
    assert "reason" in response.context["form"].errors
