"""A plan becomes sessions, with their room and leaders, and an address that tells nothing."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from barnstod.audit.models import AuditEvent
from districts.choices import Region
from groups import services
from groups.choices import Audience, Need, Precision, Season
from groups.models import Session, SessionLeader
from groups.models.support_groups import NEUTRAL_SLUG, REGION_SLUG
from groups.schedule import STOCKHOLM
from groups.slugs import KINDS, new_slug
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory

TUESDAY = date(2027, 3, 2)
PLAN = {"first_on": TUESDAY, "weekday": 1, "starts_at": time(16), "ends_at": time(17, 30)}


@pytest.mark.django_db
def test_plan_becomes_sessions_at_the_hour_on_the_wall_with_room_and_leaders():
    leaders, room = [LeaderFactory(), LeaderFactory()], RoomFactory()
    group = GroupFactory(**PLAN, planned_sessions=8, room=room, leaders=leaders)
    coordinator = UserFactory(coordinator=True)

    services.plan_sessions(group=group, by=coordinator, closed={TUESDAY + timedelta(days=7)})

    sessions = list(group.sessions.order_by("number"))
    local = [session.during.lower.astimezone(STOCKHOLM) for session in sessions]
    assert [session.number for session in sessions] == list(range(1, 9))
    assert {moment.time() for moment in local} == {time(16)}
    assert local[0].date() == TUESDAY
    assert TUESDAY + timedelta(days=7) not in {moment.date() for moment in local}
    assert {session.room for session in sessions} == {room}
    assert SessionLeader.objects.count() == 16
    assert AuditEvent.objects.get().detail == {"sessions": 8}


@pytest.mark.django_db
def test_plan_whose_room_is_taken_writes_nothing():
    room = RoomFactory()
    services.plan_sessions(group=GroupFactory(**PLAN, room=room), by=UserFactory(coordinator=True))
    written = Session.objects.count()

    with pytest.raises(IntegrityError, match="session_room_is_free"), transaction.atomic():
        services.plan_sessions(
            group=GroupFactory(**PLAN, room=room), by=UserFactory(coordinator=True)
        )

    assert Session.objects.count() == written


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["first_on", "weekday", "starts_at"])
def test_plan_that_is_not_whole_has_no_sessions(missing):
    plan = PLAN | {missing: None} | ({"ends_at": None} if missing == "starts_at" else {})

    with pytest.raises(ValueError, match="no first day, weekday or hours"):
        services.plan_sessions(group=GroupFactory(**plan), by=UserFactory(coordinator=True))


@pytest.mark.django_db
def test_only_a_coordinator_plans_sessions():
    with pytest.raises(PermissionDenied):
        services.plan_sessions(group=GroupFactory(**PLAN), by=UserFactory(head=True))


@given(
    audience=st.sampled_from(Audience),
    precision=st.sampled_from(Precision),
    region=st.sampled_from(Region),
    season=st.sampled_from(Season),
    year=st.integers(2000, 2099),
    city_wide=st.booleans(),
    district=st.sampled_from(["", "farsta", "enskede-arsta-vantor"]),
)
def test_address_is_neutral_and_says_no_more_than_the_precision(
    audience, precision, region, season, year, city_wide, district
):
    group = GroupFactory.build(
        audience=audience,
        precision=precision,
        region=region,
        season=season,
        year=year,
        is_city_wide=city_wide,
        programme=None,
        organisation=None,
    )

    slug = new_slug(group, district)

    assert re.match(NEUTRAL_SLUG, slug)
    assert slug.startswith(KINDS[audience])
    if precision == Precision.REGION:
        assert re.match(REGION_SLUG, slug)


def test_addresses_of_like_groups_differ():
    group = GroupFactory.build(programme=None, organisation=None, needs=[Need.MENTAL_ILLNESS])

    assert len({new_slug(group, "farsta") for _ in range(50)}) > 45
