"""A pair is made two groups: both stay as they are, and go their own way from then on."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from groups import services
from groups.choices import GroupState
from groups.exceptions import ChangedBefore, PlanNotOpen
from groups.models import SupportGroup
from groups.services import split_pair, version_of
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, RoomFactory
from tests.groups.test_page import whole_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def pair(coordinator):
    parents = {"programme": whole_plan()["programme"], "room": RoomFactory(), "capacity": 8}
    group = services.create_group(
        by=coordinator, key=uuid.uuid4(), plan=whole_plan(room=RoomFactory()), parents=parents
    )
    return SupportGroup.objects.get(pk=group.pk), group.parallel_group


def times(group):
    return list(group.sessions.order_by("number").values_list("during", "room", "active"))


@pytest.mark.parametrize("asked_from", [0, 1], ids=["the children's", "the parents'"])
def test_both_keep_all_and_are_published_one_by_one(coordinator, pair, asked_from):
    before = [times(one) for one in pair]
    asked = SupportGroup.objects.get(pk=pair[asked_from].pk)

    split_pair(group=asked, seen=version_of(asked), by=coordinator)

    children, parents = SupportGroup.objects.filter(pk__in=[one.pk for one in pair]).order_by(
        "audience"
    )
    assert children.parallel_group is None
    assert [times(one) for one in pair] == before
    assert AuditEvent.objects.filter(action="group.split").count() == 2
    services.move(group=children, name="publish", by=coordinator)
    parents.refresh_from_db()
    assert parents.state == GroupState.DRAFT


def test_whoever_looked_at_another_plan_changes_nothing(coordinator, pair):
    with pytest.raises(ChangedBefore):
        split_pair(group=pair[0], seen="before", by=coordinator)

    pair[0].refresh_from_db()
    assert pair[0].parallel_group == pair[1]


def test_group_without_a_partner_cannot_be_split(coordinator):
    group = GroupFactory()

    with pytest.raises(PlanNotOpen):
        split_pair(group=group, seen=version_of(group), by=coordinator)


@pytest.mark.parametrize("role", ["head", "leader", "social_worker"])
def test_splitting_is_not_for(pair, role):
    with pytest.raises(PermissionDenied):
        split_pair(group=pair[0], seen=version_of(pair[0]), by=UserFactory(**{role: True}))


def test_page_says_what_it_means_and_does_it(client, sign_in, pair):
    sign_in(coordinator=True)
    group = pair[0]
    here = reverse("groups:split", args=[group.slug])

    link = client.get(group.get_absolute_url()).text
    page = client.get(here)
    done = client.post(here, {"seen": page.context["seen"]})

    group.refresh_from_db()
    assert here in link
    assert (done["Location"], group.parallel_group) == (group.get_absolute_url(), None)
    assert client.get(here)["Location"] == group.get_absolute_url()
    assert here not in client.get(group.get_absolute_url()).text
