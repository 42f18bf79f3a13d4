"""A children's group with its parents' group is cancelled as the one plan that it is."""

import pytest

from groups.choices import GroupState
from referrals import services
from referrals.choices import State
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("parents_first", [True, False], ids=["parents older", "children older"])
def test_parents_group_is_cancelled_with_the_childrens(parents_first):
    parents, children = GroupFactory(planned=True, parents=True), GroupFactory(planned=True)
    if not parents_first:
        children, parents = (
            GroupFactory(planned=True),
            GroupFactory(planned=True, parents=True),
        )
    children.parallel_group = parents
    children.save()
    child = ReferralFactory(accepted=True, group=children)

    moved = services.cancel_group(group=children, reason="För få", by=UserFactory(coordinator=True))

    for row in (parents, children, child):
        row.refresh_from_db()
    assert moved == 1
    assert (parents.state, children.state) == (GroupState.CANCELLED, GroupState.CANCELLED)
    assert (child.state, child.must_have_new_place) == (State.WAITING, True)
