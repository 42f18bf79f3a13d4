"""Families: children of one household, and a pair of groups that meet the same evening."""

from referrals.models import Household, KeptApart
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory


def siblings(*states, wish="no_matter", **traits):
    """Return children of one household, each in its state: "waiting", "offered" …"""
    household = Household.objects.create(siblings=wish)
    return [ReferralFactory(**{state: True}, household=household, **traits) for state in states]


def pair_of_groups(*, needs=None, capacity=8):
    """Return a children's group and the parents' group of the same evening."""
    kinds = {"needs": needs, "precision": "region"} if needs else {}
    parents = GroupFactory(planned=True, parents=True, capacity=capacity, minimum=1, **kinds)
    children = GroupFactory(
        planned=True, parallel_group=parents, capacity=capacity, minimum=1, **kinds
    )
    return children, parents


def kept_apart(one, other):
    first, second = sorted((one, other), key=lambda case: case.pk)
    return KeptApart.objects.create(
        first=first, second=second, recorded_by=UserFactory(coordinator=True)
    )
