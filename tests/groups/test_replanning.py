"""Sessions that follow their plan, whatever the plan was and becomes."""

import uuid
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups import services
from groups.closures import closed_days
from groups.schedule import STOCKHOLM
from tests.factories.accounts import UserFactory
from tests.factories.groups import LeaderFactory
from tests.groups.test_drafting import whole_plan

pytestmark = pytest.mark.django_db

FIRST = date(2027, 1, 18)
# Django's rows live through the examples of one test: each makes groups of its own.
SLOW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def evenings(draw):
    day = FIRST + timedelta(days=draw(st.integers(0, 120)))
    hour = draw(st.integers(8, 19))
    return {
        "first_on": day,
        "weekday": day.weekday(),
        "starts_at": time(hour, draw(st.sampled_from([0, 15, 30]))),
        "ends_at": time(hour + 2),
        "planned_sessions": draw(st.integers(8, 20)),
    }


@SLOW
@given(before=evenings(), after=evenings())
def test_changed_plan_has_the_sessions_of_a_new_one(before, after):
    coordinator, leader = UserFactory(coordinator=True), LeaderFactory()
    closed = closed_days(FIRST, FIRST + timedelta(days=600))
    group = services.create_group(
        by=coordinator,
        key=uuid.uuid4(),
        plan=whole_plan(**before, leaders=[leader]),
        closed=closed,
    )

    group = services.change_group(
        group=group,
        seen=services.version_of(group),
        by=coordinator,
        plan=after,
        closed=closed,
    )

    sessions = list(group.sessions.order_by("number"))
    begins = [one.during.lower.astimezone(STOCKHOLM) for one in sessions]
    assert [one.number for one in sessions] == list(range(1, after["planned_sessions"] + 1))
    assert all(one.date() < other.date() for one, other in pairwise(begins))
    assert {one.weekday() for one in begins} == {after["weekday"]}
    assert {one.time() for one in begins} == {after["starts_at"]}
    assert not {one.date() for one in begins} & closed.keys()
    assert all([link.leader for link in one.session_leaders.all()] == [leader] for one in sessions)
