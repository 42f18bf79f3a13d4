"""The life of a group: the table, what each move writes, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from groups import services
from groups.choices import GroupState
from groups.exceptions import MoveNotPossible, SeatsInUse
from groups.workflow import MOVES, moves_open_to
from tests.factories.accounts import UserFactory
from tests.factories.groups import (
    GroupFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)

pytestmark = pytest.mark.django_db


def group_in(state, **more):
    return GroupFactory(**({} if state == GroupState.DRAFT else {state: True}), **more)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", GroupState)
def test_move_is_made_from_its_sources_and_from_no_other_state(state, name):
    group, coordinator = group_in(state), UserFactory(coordinator=True)
    rule = MOVES[name]

    if state in rule.sources:
        moved = services.move(group=group, name=name, by=coordinator, reason="För få")
        group.refresh_from_db()
        assert moved.state == group.state == rule.target
    else:
        with pytest.raises(MoveNotPossible):
            services.move(group=group, name=name, by=coordinator, reason="För få")
        group.refresh_from_db()
        assert (group.state, AuditEvent.objects.exists()) == (state, False)


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
@pytest.mark.parametrize("name", MOVES)
def test_move_by_anybody_but_a_coordinator_changes_nothing(name, role):
    group = group_in(MOVES[name].sources[0])

    with pytest.raises(PermissionDenied):
        services.move(group=group, name=name, by=UserFactory(**{role: True}), reason="x")

    group.refresh_from_db()
    assert (group.state, AuditEvent.objects.exists()) == (MOVES[name].sources[0], False)


@pytest.mark.parametrize("reason", ["", "   "])
def test_cancelling_needs_a_reason(reason):
    group = GroupFactory(planned=True)

    with pytest.raises(ValidationError):
        services.move(group=group, name="cancel", by=UserFactory(coordinator=True), reason=reason)

    group.refresh_from_db()
    assert group.state == GroupState.PLANNED


@pytest.mark.parametrize(
    ("name", "state", "seats"),
    [
        ("cancel", GroupState.PLANNED, {"places_held": 1}),
        ("cancel", GroupState.RUNNING, {"places_taken": 1}),
        ("complete", GroupState.RUNNING, {"places_held": 1}),
    ],
)
def test_nobody_loses_a_place_by_a_move(name, state, seats):
    group, coordinator = group_in(state, **seats), UserFactory(coordinator=True)

    with pytest.raises(SeatsInUse):
        services.move(group=group, name=name, by=coordinator, reason="För få")

    group.refresh_from_db()
    assert (group.state, name in moves_open_to(coordinator, group)) == (state, False)


def test_completed_group_keeps_those_who_had_a_place():
    group = GroupFactory(running=True, places_taken=5)

    moved = services.move(group=group, name="complete", by=UserFactory(coordinator=True))

    assert (moved.state, moved.places_taken) == (GroupState.COMPLETED, 5)


def test_cancelling_cancels_the_sessions_to_come_and_frees_room_and_leaders():
    group, now = GroupFactory(running=True), timezone.now()
    was = SessionFactory(group=group, during=two_hours_from(now - timedelta(days=7)))
    link = SessionLeaderFactory(
        session__group=group, session__during=two_hours_from(now + timedelta(days=7))
    )

    services.move(group=group, name="cancel", by=UserFactory(coordinator=True), reason="Sjukdom")

    was.refresh_from_db()
    link.refresh_from_db()
    assert (was.active, link.session.active, link.active) == (True, False, False)


def test_buttons_are_the_moves_that_will_be_made():
    coordinator = UserFactory(coordinator=True)

    assert {state: set(moves_open_to(coordinator, group_in(state))) for state in GroupState} == {
        GroupState.DRAFT: {"publish", "cancel"},
        GroupState.PLANNED: {"start", "cancel"},
        GroupState.RUNNING: {"complete", "cancel"},
        GroupState.COMPLETED: set(),
        GroupState.CANCELLED: set(),
    }
    assert moves_open_to(UserFactory(head=True), group_in(GroupState.DRAFT)) == {}
