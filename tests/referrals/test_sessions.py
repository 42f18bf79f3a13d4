"""A session that children come to is moved or cancelled: who is told, and that it happens once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups.exceptions import Clash, SessionRefusal
from groups.services import plan_sessions, version_of
from groups.services.sessions import slot_of
from referrals.choices import FeedbackLevel
from referrals.exceptions import EveningDoesNotWork
from referrals.services.sessions import cancel_session, change_plan, move_session
from tests.factories.accounts import UserFactory
from tests.factories.families import kept_apart
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
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


def letters_of(*referrals, kind="session_cancelled"):
    return {(kind, one.sent_by, one.get_absolute_url()) for one in referrals}


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


# --- moving ------------------------------------------------------------------------------------


def a_day_later(session):
    slot = slot_of(session)
    return replace(slot, day=slot.day + timedelta(days=1))


def move(session, by=None, **wish):
    wish = {"to": a_day_later(session), "room": session.room, "seen": session.sequence} | wish
    return move_session(session=session, by=by or UserFactory(coordinator=True), **wish)


def test_leaders_and_senders_are_told_of_a_move_once_though_the_rest_follow(session):
    group = session.group
    for weeks in (1, 2):
        SessionFactory(
            group=group,
            number=1 + weeks,
            during=two_hours_from(session.during.lower + timedelta(weeks=weeks)),
        )
    child = ReferralFactory(started=True, group=group)
    ReferralFactory(started=True, group=group, feedback_level=FeedbackLevel.RECEIVED_AND_CLOSED)
    ReferralFactory(offered=True, group=group)
    protected = ReferralFactory(accepted=True, group=group, protected=True)
    protected.named_readers.create(user=protected.sent_by, named_by=protected.sent_by)

    shifts = move(session, rest_follows=True)

    leader = group.leaders.get().user
    assert len(shifts) == 3
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["session_moved"] * 3
    assert told() == letters_of(child, protected, kind="session_moved") | {
        ("session_moved", leader, group.get_absolute_url())
    }
    assert AuditEvent.objects.filter(action="session.move").count() == 1


def test_senders_of_both_groups_of_an_evening_are_told(session):
    parents = GroupFactory(running=True, parents=True, region=session.group.region)
    session.group.parallel_group = parents
    session.group.save()
    SessionFactory(group=parents, number=1, during=session.during)
    child = ReferralFactory(started=True, group=session.group)

    move(parents.sessions.get(), parallel_follows=True)

    assert letters_of(child, kind="session_moved") <= told()


def test_nobody_is_told_of_a_move_that_was_refused(session):
    ReferralFactory(started=True, group=session.group)
    in_the_way = a_day_later(session)
    SessionFactory(
        group=GroupFactory(planned=True),
        room=session.room,
        during=(in_the_way.moments[0], in_the_way.moments[1]),
    )

    with pytest.raises(Clash):
        move(session)

    assert (told(), AuditEvent.objects.filter(action="session.move").count()) == (set(), 0)


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_session_with_children_is_the_coordinators_to_move(session, role):
    with pytest.raises(PermissionDenied):
        move(session, by=UserFactory(**{role: True}))

    assert told() == set()


def test_form_and_dragging_come_to_the_page_that_tells_the_senders(client, sign_in, session):
    sign_in(coordinator=True)
    child = ReferralFactory(started=True, group=session.group)
    session.group.places_taken = 1
    session.group.save()
    place = [session.group.slug, session.number]
    to = a_day_later(session)

    dragged = client.get(
        reverse("groups:session_move", args=place), {"till": to.day.isoformat()}, follow=True
    )
    wish = dict(dragged.context["answers"])
    answers = {name: value for name, value in wish.items() if value}
    page = client.post(reverse("groups:session_move", args=place), answers, follow=True)

    session.refresh_from_db()
    here = reverse("referrals:move_session", args=place)
    assert dragged.redirect_chain == [(f"{here}?till={to.day}", 307)]
    assert "skickas inget" in dragged.text
    assert (page.status_code, slot_of(session).day) == (200, to.day)
    assert letters_of(child, kind="session_moved") <= told()


# --- the whole plan -----------------------------------------------------------------------------


@pytest.fixture
def planned():
    group = GroupFactory(
        planned=True,
        planned_sessions=8,
        first_on=timezone.localdate() + timedelta(days=30),
        weekday=(timezone.localdate() + timedelta(days=30)).weekday(),
        starts_at=time(16),
        ends_at=time(17, 30),
        room=RoomFactory(),
        leaders=[LeaderFactory(with_account=True)],
    )
    plan_sessions(group=group, by=UserFactory(coordinator=True))
    return group


def changed(group, **plan):
    user = UserFactory(coordinator=True)
    return change_plan(group=group, seen=version_of(group), by=user, plan=plan)


@pytest.mark.parametrize("what", ["starts_at", "first_on", "room"])
def test_a_changed_plan_is_told_like_a_moved_session(planned, what):
    child = ReferralFactory(accepted=True, group=planned)
    later = planned.first_on + timedelta(days=7)
    news = {"starts_at": time(15), "first_on": later, "room": RoomFactory()}

    changed(planned, **{what: news[what]})

    leader = planned.leaders.get().user
    assert told() == letters_of(child, kind="session_moved") | {
        ("session_moved", leader, planned.get_absolute_url())
    }


def test_what_changes_neither_time_nor_place_is_told_to_nobody(planned):
    ReferralFactory(accepted=True, group=planned)

    changed(planned, what_happens_first="Vi ringer upp")

    assert told() == set()


def test_the_parents_evening_moves_with_the_childrens_and_both_are_told(planned):
    same = ("planned_sessions", "first_on", "weekday", "starts_at", "ends_at")
    evening = {name: getattr(planned, name) for name in same}
    parents = GroupFactory(planned=True, parents=True, **evening)
    planned.parallel_group = parents
    planned.save()
    child = ReferralFactory(accepted=True, group=planned)

    changed(planned, starts_at=time(15))

    parents.refresh_from_db()
    assert parents.starts_at == time(15)
    assert letters_of(child, kind="session_moved") <= told()


def test_the_form_of_a_group_with_children_tells_their_senders(client, planned):
    child = ReferralFactory(accepted=True, group=planned)
    client.force_login(UserFactory(coordinator=True))
    url = f"{planned.get_absolute_url()}andra/"

    answer = client.get(url)
    page = client.get(answer.url)
    fields = {
        field.html_name: field.value()
        for field in page.context["form"]
        if field.value() is not None
    }
    answer = client.post(url, fields | {"starts_at": "15:00", "save": "1"}, follow=True)

    planned.refresh_from_db()
    assert planned.starts_at == time(15)
    assert letters_of(child, kind="session_moved") <= told()


def test_a_plan_that_brings_two_together_is_refused_in_words(planned):
    here = ReferralFactory(accepted=True, group=planned)
    session = planned.sessions.first()
    room = RoomFactory()
    other = SessionFactory(
        group=GroupFactory(planned=True),
        room=room,
        during=two_hours_from(session.during.upper + timedelta(hours=1)),
    )
    kept_apart(here, ReferralFactory(accepted=True, group=other.group))

    with pytest.raises(EveningDoesNotWork):
        changed(planned, room=RoomFactory(venue=room.venue))

    assert told() == set()
    planned.refresh_from_db()
    assert planned.room.venue != room.venue
