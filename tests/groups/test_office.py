"""The groups of the office: who sees which, how much of it, and what may be done with them."""

import pytest
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from groups.choices import GroupState
from groups.models import SupportGroup
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    SessionLeaderFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = "/kontor/grupper/"


def full_group(**more):
    """A group whose every joined row is there, so that a missing join costs a query."""
    return GroupFactory(
        **{"planned": True, "timed": True}
        | more
        | {
            "room": RoomFactory(),
            "leaders": [LeaderFactory(), LeaderFactory()],
            "hosting_districts": [DistrictFactory(), DistrictFactory()],
            "parallel_group": GroupFactory(planned=True, parents=True),
        }
    )


def leader_of(group):
    leader = LeaderFactory(with_account=True, organisation=group.organisation)
    group.leaders.add(leader)
    AffiliationFactory(user=leader.user, in_organisation=True, organisation=group.organisation)
    return leader.user


@pytest.mark.parametrize("role", ["coordinator", "social_worker", "leader", "board"])
def test_list_costs_the_same_for_one_row_and_for_three(client, sign_in, role):
    sign_in(**{role: True})
    full_group()
    for_one = queries_of(lambda: client.get(LIST))

    full_group(violence=True)
    full_group(running=True)

    assert queries_of(lambda: client.get(LIST)) == for_one


def test_page_of_a_group_costs_the_same_for_one_session_and_for_three(client, sign_in):
    sign_in(coordinator=True)
    group = full_group()
    SessionLeaderFactory(session__group=group)
    for_one = queries_of(lambda: client.get(group.get_absolute_url()))

    SessionLeaderFactory(session__group=group)
    SessionLeaderFactory(session__group=group)

    assert queries_of(lambda: client.get(group.get_absolute_url())) == for_one


@pytest.mark.parametrize(
    ("traits", "states"),
    [
        ({"coordinator": True}, set(GroupState)),
        ({"head": True}, set(GroupState)),
        ({"social_worker": True}, set(GroupState) - {GroupState.DRAFT}),
        ({"board": True}, set(GroupState) - {GroupState.DRAFT}),
        ({"admin": True}, set(GroupState) - {GroupState.DRAFT}),
        ({"leader": True}, set(GroupState) - {GroupState.DRAFT}),
        ({}, set()),
    ],
)
def test_group_exists_for_whom_it_may(traits, states):
    for state in ("planned", "running", "completed", "cancelled"):
        GroupFactory(**{state: True})
    GroupFactory()
    GroupFactory(state=GroupState.CANCELLED, cancelled_because="Aldrig publicerad")

    seen = SupportGroup.objects.visible_to(UserFactory(**traits))

    assert {group.state for group in seen} == states
    never_published = seen.filter(state=GroupState.CANCELLED, published_at=None)
    assert never_published.exists() is bool(traits.keys() & {"coordinator", "head"})


def test_leader_sees_the_drafts_of_the_own_organisation_only():
    own, strange = GroupFactory(), GroupFactory()

    seen = SupportGroup.objects.visible_to(leader_of(own))

    assert set(seen) == {own}
    assert strange not in seen


def test_page_of_a_group_that_one_may_not_see_does_not_exist(client, sign_in):
    sign_in(social_worker=True)

    assert client.get(GroupFactory().get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "tells"),
    [
        ("coordinator", True),
        ("head", True),
        ("social_worker", False),
        ("board", False),
        ("admin", False),
        ("leader", False),
    ],
)
@pytest.mark.parametrize("page", ["list", "detail"])
def test_group_about_violence_tells_its_plan_to_the_office_alone(
    client, sign_in, role, tells, page
):
    group = full_group(violence=True, organisation__name="Kanarieföreningen")
    SessionFactory(group=group, room=group.room)
    sign_in(**{role: True})

    text = client.get(LIST if page == "list" else group.get_absolute_url()).text

    secrets = ["Kanarieföreningen", group.leaders.first().name]
    secrets += [group.room.venue.name, group.room.venue.address] if page == "detail" else []
    secrets += [group.hosting_districts.first().name]
    assert [secret in text for secret in secrets] == [tells] * len(secrets)


def test_group_about_violence_tells_its_plan_to_its_own_leader(client):
    group = full_group(violence=True)
    client.force_login(leader_of(group))

    text = client.get(group.get_absolute_url()).text

    assert group.room.venue.name in text


def test_social_worker_reads_the_plan_of_other_groups(client, sign_in):
    group = full_group()
    sign_in(social_worker=True)

    assert group.room.venue.name in client.get(group.get_absolute_url()).text


@pytest.mark.parametrize("role", ["social_worker", "board", "admin"])
def test_list_offers_no_drafts_to_those_who_have_none(client, sign_in, role):
    sign_in(**{role: True})

    text = client.get(f"{LIST}?visa=utkast").text

    assert "visa=utkast" not in text
    assert "visa=aktuella" in text


def test_list_shows_the_groups_of_the_shelf_asked_for(client, sign_in):
    draft, completed = GroupFactory(), GroupFactory(completed=True)
    sign_in(coordinator=True)

    assert draft.slug in client.get(f"{LIST}?visa=utkast").text
    assert completed.slug in client.get(f"{LIST}?visa=tidigare").text
    assert completed.slug not in client.get(LIST).text


def test_coordinator_publishes_and_it_is_audited(client, sign_in):
    group = GroupFactory()
    coordinator = sign_in(coordinator=True)

    response = client.post(reverse("groups:move", args=[group.slug, "publish"]))

    group.refresh_from_db()
    assert response["Location"] == group.get_absolute_url()
    assert (group.state, group.published_at is None) == (GroupState.PLANNED, False)
    event = AuditEvent.objects.get(action="group.publish")
    assert (event.actor, event.subject, event.detail) == (
        f"user:{coordinator.pk}",
        group.slug,
        {"before": "draft", "after": "planned"},
    )


def test_move_made_twice_says_that_somebody_was_before(client, sign_in):
    group = GroupFactory(planned=True)
    sign_in(coordinator=True)

    response = client.post(reverse("groups:move", args=[group.slug, "publish"]), follow=True)

    assert 'role="alert"' in response.text
    assert not AuditEvent.objects.filter(action="group.publish").exists()


def test_move_that_is_none_is_no_address(client, sign_in):
    sign_in(coordinator=True)

    assert client.post(f"{LIST}{GroupFactory().slug}/flytta/hide/").status_code == 404


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_only_the_coordinator_moves_a_group(client, sign_in, role):
    group = GroupFactory(planned=True)
    sign_in(**{role: True})

    response = client.post(reverse("groups:move", args=[group.slug, "start"]))

    group.refresh_from_db()
    assert (response.status_code, group.state) == (403, GroupState.PLANNED)
