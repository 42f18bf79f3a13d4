"""The organisations' page: a leader proposes, the office publishes or sends back."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups import queries, services
from groups.choices import GroupState
from groups.exceptions import ChangedBefore, MoveNotPossible
from groups.models import Proposal, ProposalComment, SupportGroup
from tests.factories.accounts import UserFactory
from tests.factories.districts import OrganisationFactory
from tests.factories.groups import GroupFactory, RoomFactory
from tests.groups.test_drafting import CREATE, leader_in, posted, saved, whole_plan
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def leader(organisation):
    return leader_in(organisation)


@pytest.fixture
def proposed(organisation, leader):
    """A draft that the leader has written and not handed in."""
    return services.create_group(
        by=leader.user, key=uuid.uuid4(), plan=whole_plan(organisation=organisation)
    )


def told():
    return [(notice.kind, notice.recipient.email) for notice in Notice.objects.all()]


def test_leader_proposes_a_group_for_the_own_organisation(client, organisation, leader):
    client.force_login(leader.user)

    group = saved(client, CREATE, posted(organisation=organisation.code))

    assert (group.state, group.organisation) == (GroupState.DRAFT, organisation)
    assert (group.proposal.proposed_by, group.proposal.handed_in_at) == (leader.user, None)
    assert client.get(group.get_absolute_url()).status_code == 200


def test_leader_proposes_for_no_other_organisation(client, leader):
    client.force_login(leader.user)
    strange = OrganisationFactory()

    response = client.post(CREATE, posted(organisation=strange.code) | {"save": "1"})

    assert "organisation" in response.context["form"].errors
    with pytest.raises(PermissionDenied):
        services.create_group(
            by=leader.user, key=uuid.uuid4(), plan=whole_plan(organisation=strange)
        )
    assert not SupportGroup.objects.exists()


def test_leader_does_not_choose_what_the_public_reads(client, organisation, leader):
    client.force_login(leader.user)

    group = saved(client, CREATE, posted(organisation=organisation.code, precision="district"))

    assert group.precision == "exact"


def test_handing_in_tells_the_office_and_is_audited(client, leader, proposed):
    GroupFactory(completed=True)  # the office has begun: it is not asked for what comes first
    coordinator = UserFactory(coordinator=True)
    client.force_login(leader.user)

    response = client.post(reverse("groups:hand_in", args=[proposed.slug]))

    assert response["Location"] == proposed.get_absolute_url()
    assert Proposal.objects.get().handed_in_at is not None
    assert told() == [("group_proposed", coordinator.email)]
    assert AuditEvent.objects.filter(action="group.hand_in", subject=proposed.slug).count() == 1
    assert [item.url for item in queries.agenda(coordinator)] == [proposed.get_absolute_url()]


def test_proposal_is_handed_in_once(leader, proposed):
    services.hand_in(group=proposed, by=leader.user)

    with pytest.raises(MoveNotPossible):
        services.hand_in(group=proposed, by=leader.user)

    assert AuditEvent.objects.filter(action="group.hand_in").count() == 1


def test_office_sends_it_back_with_a_comment_that_the_leader_reads(client, leader, proposed):
    coordinator = UserFactory(coordinator=True)
    services.hand_in(group=proposed, by=leader.user)
    Notice.objects.all().delete()
    client.force_login(coordinator)
    url = reverse("groups:send_back", args=[proposed.slug])
    seen = client.get(url).context["form"].initial["seen"]

    client.post(url, {"seen": seen, "comment": "Välj ett rum utan trappor"})

    client.force_login(leader.user)
    assert "Välj ett rum utan trappor" in client.get(proposed.get_absolute_url()).text
    assert Proposal.objects.get().handed_in_at is None
    assert told() == [("group_sent_back", leader.user.email)]
    assert [item.urgency for item in queries.agenda(leader.user)] == ["now"]
    event = AuditEvent.objects.get(action="group.send_back")
    assert (event.subject, event.detail) == (proposed.slug, {})  # no free text in the audit


@pytest.mark.parametrize("comment", ["", "   "])
def test_nothing_is_sent_back_without_a_word(leader, proposed, comment):
    services.hand_in(group=proposed, by=leader.user)

    with pytest.raises(ValidationError):
        services.send_back(
            group=proposed,
            comment=comment,
            seen=services.version_of(proposed),
            by=UserFactory(coordinator=True),
        )


def test_proposal_that_the_leader_changed_meanwhile_is_neither_published_nor_sent_back(
    leader, proposed
):
    coordinator, seen = UserFactory(coordinator=True), services.version_of(proposed)
    services.hand_in(group=proposed, by=leader.user)
    services.change_group(group=proposed, seen=seen, by=leader.user, plan={"capacity": 6})

    with pytest.raises(ChangedBefore, match=leader.user.name):
        services.move(group=proposed, name="publish", by=coordinator, seen=seen)
    with pytest.raises(ChangedBefore):
        services.send_back(group=proposed, comment="Nej", seen=seen, by=coordinator)

    proposed.refresh_from_db()
    assert (proposed.state, ProposalComment.objects.count()) == (GroupState.DRAFT, 0)


def test_publishing_tells_whoever_proposed_it(leader, proposed):
    services.hand_in(group=proposed, by=leader.user)
    Notice.objects.all().delete()

    services.move(group=proposed, name="publish", by=UserFactory(coordinator=True))

    assert told() == [("group_publish", leader.user.email)]


def test_published_group_is_no_longer_the_leaders_to_change(client, leader, proposed):
    services.move(group=proposed, name="publish", by=UserFactory(coordinator=True))
    client.force_login(leader.user)

    assert client.get(reverse("groups:edit", args=[proposed.slug])).status_code == 404
    with pytest.raises(PermissionDenied):
        services.change_group(
            group=proposed,
            seen=services.version_of(SupportGroup.objects.get()),
            by=leader.user,
            plan={"capacity": 6},
        )


@pytest.mark.parametrize("page", ["office_detail", "edit", "hand_in"])
def test_draft_of_another_organisation_does_not_exist(client, proposed, page):
    stranger = leader_in(OrganisationFactory())
    client.force_login(stranger.user)
    url = reverse(f"groups:{page}", args=[proposed.slug])

    answer = client.post(url) if page == "hand_in" else client.get(url)

    assert answer.status_code == 404
    assert Proposal.objects.get().handed_in_at is None


def test_next_term_of_another_organisation_does_not_exist(client, leader):
    client.force_login(leader.user)
    strange = GroupFactory(running=True, timed=True)

    assert client.get(reverse("groups:next_term", args=[strange.slug])).status_code == 404


def test_clash_with_a_group_about_violence_names_neither_group_nor_number(client, sign_in, leader):
    sign_in(coordinator=True)
    room = RoomFactory()
    hidden = saved(client, CREATE, posted(room=str(room.pk), needs=["family_violence"]))
    client.force_login(leader.user)

    response = client.post(
        CREATE,
        posted(organisation=leader.organisation.code, room=str(room.pk)) | {"look": "1"},
    )

    words = [one.words for one in response.context["look"].in_the_way]
    assert words
    assert hidden.slug not in response.text
    assert not any(one.url for one in response.context["look"].in_the_way)


@pytest.mark.parametrize("who", ["coordinator", "leader"])
def test_agenda_costs_the_same_for_one_proposal_and_for_three(organisation, leader, who):
    GroupFactory(completed=True)
    reader = leader.user if who == "leader" else UserFactory(coordinator=True)

    def propose():
        group = services.create_group(
            by=leader.user, key=uuid.uuid4(), plan=whole_plan(organisation=organisation)
        )
        services.hand_in(group=group, by=leader.user)
        if who == "leader":
            services.send_back(
                group=group,
                comment="Mer",
                seen=services.version_of(group),
                by=UserFactory(coordinator=True),
            )

    propose()
    assert reader.roles  # read once
    for_one = queries_of(lambda: queries.agenda(reader))
    propose()
    propose()

    assert len(queries.agenda(reader)) == 3
    assert queries_of(lambda: queries.agenda(reader)) == for_one
