"""Who leads one session: somebody in a leader's place, for that evening alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups.exceptions import SessionRefusal
from groups.models import Session
from groups.services.standing_in import choose_leaders
from tests.factories.accounts import UserFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)

pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=3)


def session_of(*leaders, begins=SOON):
    group = GroupFactory(running=True, leaders=leaders)
    session = SessionFactory(group=group, number=1, during=two_hours_from(begins))
    for leader in leaders:
        SessionLeaderFactory(session=session, leader=leader)
    return session


def leading(session):
    return {link.leader for link in session.session_leaders.all()}


def test_one_session_gets_somebody_in_a_leaders_place_and_both_are_told():
    stays, away, comes = (LeaderFactory(with_account=True) for _ in range(3))
    session, office = session_of(stays, away), UserFactory(coordinator=True)

    choose_leaders(session=session, leaders=[stays, comes], by=office)

    assert leading(session) == {stays, comes}
    assert set(session.group.leaders.all()) == {stays, away}
    letters = {(one.kind, one.recipient, one.path) for one in Notice.objects.all()}
    path = session.group.get_absolute_url()
    assert letters == {("session_leaders", one.user, path) for one in (away, comes)}
    event = AuditEvent.objects.get(action="session.leaders")
    assert event.detail["leaders"] == sorted([stays.pk, comes.pk])


def test_saving_the_same_leaders_tells_nobody_and_writes_nothing_down():
    leader = LeaderFactory(with_account=True)
    session = session_of(leader)

    choose_leaders(session=session, leaders=[leader], by=UserFactory(coordinator=True))

    assert not Notice.objects.exists()
    assert not AuditEvent.objects.filter(action="session.leaders").exists()


def test_nobody_leads_two_sessions_at_a_time():
    busy, away = LeaderFactory(), LeaderFactory()
    session_of(busy)
    session = session_of(away)

    with pytest.raises(SessionRefusal):
        choose_leaders(session=session, leaders=[busy], by=UserFactory(coordinator=True))

    assert leading(session) == {away}


@pytest.mark.parametrize("why", ["cancelled", "yesterday"])
def test_a_session_that_is_over_or_cancelled_keeps_its_leaders(why):
    begins = timezone.now() - timedelta(days=1) if why == "yesterday" else SOON
    session = session_of(LeaderFactory(), begins=begins)
    Session.objects.filter(pk=session.pk).update(active=why != "cancelled")

    with pytest.raises(SessionRefusal):
        choose_leaders(session=session, leaders=[], by=UserFactory(coordinator=True))

    assert len(leading(session)) == 1


def test_a_leader_gives_no_published_session_away():
    leader = LeaderFactory(with_account=True)
    session = session_of(leader)

    with pytest.raises(PermissionDenied):
        choose_leaders(session=session, leaders=[LeaderFactory()], by=leader.user)


def test_the_page_offers_who_leads_now_and_says_what_is_in_the_way(client):
    now, busy, free = LeaderFactory(), LeaderFactory(), LeaderFactory()
    session_of(busy)
    session = session_of(now)
    client.force_login(UserFactory(coordinator=True))
    url = f"{session.group.get_absolute_url()}traff/1/ledare/"

    assert client.get(url).context["form"]["leader_1"].value() == now.pk
    refused = client.post(url, {"leader_1": str(busy.pk)})
    unknown = client.post(url, {"leader_1": "<b>"})
    answer = client.post(url, {"leader_1": str(free.pk), "leader_2": str(free.pk)})

    assert "leder en annan träff" in refused.text
    assert list(unknown.context["form"].errors) == ["leader_1"]
    assert answer.status_code == 302
    assert leading(session) == {free}
