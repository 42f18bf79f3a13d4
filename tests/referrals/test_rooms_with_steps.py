"""A room with steps under a child who cannot manage them: the office looks at the place again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.models import SupportGroup
from groups.services import venues
from referrals.choices import RoomNeed
from referrals.models import Referral
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, RoomFactory, SessionFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


def gets_steps(room, group):
    venues.write_room(room=room, by=UserFactory(coordinator=True), is_step_free=False)


def group_moves(room, group):
    SupportGroup.objects.filter(pk=group.pk).update(room=RoomFactory())


def session_moves(room, group):
    group.sessions.update(room=RoomFactory())


def to_another_step_free_room(room, group):
    SupportGroup.objects.filter(pk=group.pk).update(room=RoomFactory(is_step_free=True))


@pytest.mark.parametrize(
    ("change", "looked_at"),
    [(gets_steps, True), (group_moves, True), (session_moves, True)]
    + [(to_another_step_free_room, False)],
)  # fmt: skip
def test_only_a_child_who_cannot_manage_steps_is_looked_at_again(change, looked_at):
    room, at = RoomFactory(is_step_free=True), timezone.now() + timedelta(days=3)
    group = GroupFactory(planned=True, room=room)
    SessionFactory(group=group, room=room, during=(at, at + timedelta(hours=1)))
    child = ReferralFactory(accepted=True, group=group, room_needs=[RoomNeed.STEP_FREE])
    ReferralFactory(accepted=True, group=group)
    elsewhere = GroupFactory(planned=True, room=RoomFactory(is_step_free=True))
    ReferralFactory(accepted=True, group=elsewhere, room_needs=[RoomNeed.STEP_FREE])

    change(room, group)

    found = Referral.objects.filter(must_check_fit=True)
    assert list(found) == ([child] if looked_at else [])
