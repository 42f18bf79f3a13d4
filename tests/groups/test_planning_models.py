"""The rules of proposals and themes that the database keeps, each broken once."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from groups.models import ProgrammeTheme, Proposal, ProposalComment, SupportGroup
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def refused(constraint, write):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"theme": ""}, "theme_says_something"),
        ({"number": 0}, "theme_number_within_reason"),
        ({"number": 21}, "theme_number_within_reason"),
        ({"number": 1}, "theme_number_once_in_a_programme"),
    ],
)
def test_theme_is_refused(broken, constraint):
    programme = ProgrammeFactory()
    ProgrammeTheme.objects.create(programme=programme, number=1, theme="Känslor")

    row = {"programme": programme, "number": 2, "theme": "Familj"} | broken

    refused(constraint, lambda: ProgrammeTheme.objects.create(**row))


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_comment_without_a_word_is_refused(text):
    user = UserFactory()
    proposal = Proposal.objects.create(group=GroupFactory(), proposed_by=user)

    refused(
        "proposal_comment_says_something",
        lambda: ProposalComment.objects.create(proposal=proposal, written_by=user, text=text),
    )


def test_group_is_proposed_once():
    group, user = GroupFactory(), UserFactory()
    Proposal.objects.create(group=group, proposed_by=user)

    refused(
        "groups_proposal_pkey",
        lambda: Proposal(group=group, proposed_by=user).save(force_insert=True),
    )


def test_group_does_not_continue_itself():
    group = GroupFactory()

    refused(
        "group_does_not_continue_itself",
        lambda: SupportGroup.objects.filter(pk=group.pk).update(planned_from=group),
    )


def test_form_makes_one_group():
    key = uuid.uuid4()
    GroupFactory(submission_key=key)

    refused("groups_supportgroup_submission_key", lambda: GroupFactory(submission_key=key))
