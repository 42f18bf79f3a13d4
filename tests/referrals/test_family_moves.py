"""A family that changes groups, and the parent's place where the child has one already."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from groups.exceptions import NoSeatLeft
from referrals import services
from referrals.exceptions import Refusal
from referrals.models import Household, Offer, ParentPlace
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.families import pair_of_groups, siblings
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.test_families import all_sums, seats, states
from tests.referrals.test_family_pages import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def where(*children):
    for child in children:
        child.refresh_from_db()
    return [child.group for child in children]


def family_in(group, *, wish="together", number=2, parent=False, by=None):
    """Return children of one household who have places in ``group``, a parent beside if asked."""
    household = Household.objects.create(siblings=wish)
    children = [
        ReferralFactory(accepted=True, group=group, household=household) for _ in range(number)
    ]
    if parent:
        services.add_parent(referral=children[0], safe_here="yes", by=by)
    return children


# --- moved together -----------------------------------------------------------------------------


def test_siblings_who_are_to_be_together_move_together_with_the_parent(coordinator):
    old, old_parents = pair_of_groups()
    new, new_parents = pair_of_groups()
    anna, bo = family_in(old, parent=True, by=coordinator)

    services.move_together(
        places={anna: new, bo: new}, by=coordinator, parent_beside=new, safe_here="yes"
    )
    all_sums()

    assert where(anna, bo) == [new, new]
    assert seats(old, old_parents, new, new_parents) == [(0, 0), (0, 0), (0, 2), (0, 1)]
    assert set(ParentPlace.objects.values_list("group", "state")) == {
        (old_parents.pk, "released"),
        (new_parents.pk, "taken"),
    }
    letters = {(one.kind, one.path) for one in Notice.objects.all()}
    assert letters == {("group_changed", one.get_absolute_url()) for one in (anna, bo)}


def test_one_alone_is_not_moved_away_from_siblings_who_are_to_be_together(coordinator):
    old, new = GroupFactory(planned=True), GroupFactory(planned=True)
    anna, bo = family_in(old)

    with pytest.raises(ValidationError):
        services.move_together(places={anna: new}, by=coordinator)

    assert where(anna, bo) == [old, old]


@pytest.mark.parametrize("full", ["children", "parents"])
def test_nobody_is_moved_where_one_seat_is_missing(coordinator, full):
    old = GroupFactory(planned=True)
    new, parents = pair_of_groups(capacity=2 if full == "children" else 8)
    anna, bo = family_in(old)
    if full == "children":
        ReferralFactory(accepted=True, group=new)
    else:
        fill(new, parents, coordinator)

    with pytest.raises(NoSeatLeft):
        services.move_together(
            places={anna: new, bo: new}, by=coordinator, parent_beside=new, safe_here="yes"
        )

    assert where(anna, bo) == [old, old]
    assert not Notice.objects.exists()


def fill(children, parents, by):
    """Leave one seat in the parents' group, and give it to a parent of another family."""
    parents.refresh_from_db()
    parents.capacity = parents.minimum = 1
    parents.save()
    other = ReferralFactory(accepted=True, group=children)
    services.add_parent(referral=other, safe_here="yes", by=by)


def test_strangers_are_no_family_and_only_the_office_moves_one(coordinator):
    group = GroupFactory(planned=True)
    [anna], [bo] = siblings("accepted"), siblings("accepted")

    for strangers in ({anna: group, bo: group}, {ReferralFactory(accepted=True): group}, {}):
        with pytest.raises(Refusal):
            services.move_together(places=strangers, by=coordinator)
    with pytest.raises(PermissionDenied):
        services.move_together(places={anna: group}, by=anna.sent_by)


def test_the_page_moves_the_family_and_leaves_out_who_stays(client, coordinator):
    old, new = GroupFactory(planned=True), GroupFactory(planned=True)
    anna, bo = family_in(old, wish="no_matter")
    client.force_login(coordinator)
    url = page_of(anna, "familj/flytta/")

    assert client.post(url, {}).context["form"].errors
    options = dict(client.get(url).context["form"].fields[anna.reference].choices)
    answer = client.post(url, {anna.reference: new.slug, bo.reference: ""})

    assert old.slug not in options
    assert answer.status_code == 302
    assert where(anna, bo) == [new, old]
    single = client.get(page_of(anna, "flytta/change_group/"))
    assert url in single.text


# --- the parent's place -------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "expected"), [("offered", (1, 0)), ("started", (0, 1))])
def test_the_parent_of_an_only_child_gets_the_seat_the_child_has(coordinator, state, expected):
    children, parents = pair_of_groups()
    anna = ReferralFactory(**{state: True}, group=children)

    services.add_parent(referral=anna, safe_here="yes", by=coordinator)
    all_sums()

    assert seats(parents) == [expected]
    assert Household.objects.get().children.get() == anna
    assert AuditEvent.objects.filter(action="parent_place.give").exists()


def test_no_parent_comes_where_it_is_not_safe_or_nobody_meets_beside(coordinator):
    children, parents = pair_of_groups(needs=["family_violence"])
    anna = ReferralFactory(accepted=True, group=children, needs=["family_violence"])
    alone = ReferralFactory(accepted=True)

    for answer in ("no", "not_asked"):
        with pytest.raises(ValidationError, match="lives safely"):
            services.add_parent(referral=anna, safe_here=answer, by=coordinator)
    for child in (alone, ReferralFactory(waiting=True)):
        with pytest.raises(Refusal):
            services.add_parent(referral=child, safe_here="yes", by=coordinator)
    with pytest.raises(PermissionDenied):
        services.add_parent(referral=anna, safe_here="yes", by=anna.sent_by)

    assert seats(parents) == [(0, 0)]
    assert not Household.objects.exists()


def test_a_parent_who_does_not_come_leaves_the_children_where_they_are(coordinator):
    children, parents = pair_of_groups()
    anna, bo = family_in(children, parent=True, by=coordinator)
    place = ParentPlace.objects.get()

    with pytest.raises(PermissionDenied):
        services.take_parent_away(referral=anna, place=place, by=anna.sent_by)
    for child in (bo, anna):  # a second time changes nothing
        services.take_parent_away(referral=child, place=place, by=coordinator)
    all_sums()

    assert seats(children, parents) == [(0, 2), (0, 0)]
    stranger = ReferralFactory(accepted=True, group=children)
    services.add_parent(referral=stranger, safe_here="yes", by=coordinator)
    other = ParentPlace.objects.standing().get()
    services.take_parent_away(referral=anna, place=other, by=coordinator)
    assert seats(parents) == [(0, 1)]


def test_two_only_children_become_siblings_and_the_parents_place_follows(coordinator):
    children, parents = pair_of_groups()
    anna, bo = (ReferralFactory(accepted=True, group=children) for _ in range(2))
    for child in (anna, bo):
        services.add_parent(referral=child, safe_here="yes", by=coordinator)

    with pytest.raises(Refusal):
        services.put_together(referral=anna, other=bo, siblings="together", by=coordinator)
    place = ParentPlace.objects.get(household__children=bo)
    services.take_parent_away(referral=bo, place=place, by=coordinator)
    household = services.put_together(referral=anna, other=bo, siblings="together", by=coordinator)
    all_sums()

    assert set(household.children.all()) == {anna, bo}
    assert ParentPlace.objects.standing().get().household == household
    assert seats(parents) == [(0, 1)]


def test_the_page_gives_a_parent_a_place_and_takes_it_back(client, coordinator):
    children, parents = pair_of_groups()
    anna = ReferralFactory(accepted=True, group=children)
    client.force_login(coordinator)

    assert client.post(page_of(anna), {"do": "parent"}).context["forms"]["parent"].errors
    client.post(page_of(anna), {"do": "parent", "parent-safe_here": "yes"})
    assert seats(parents) == [(0, 1)]
    page = client.get(page_of(anna))
    assert not page.context["may_bring_parent"]
    client.post(page_of(anna), {"do": "no_parent", "place": str(ParentPlace.objects.get().pk)})

    assert seats(parents) == [(0, 0)]
    assert client.post(page_of(anna), {"do": "no_parent", "place": "x"}).status_code == 404


# --- offered with the child ---------------------------------------------------------------------


def test_an_only_child_and_its_parent_are_offered_both_seats_or_none(client, coordinator):
    children, parents = pair_of_groups()
    anna, bo = (ReferralFactory(waiting=True) for _ in range(2))
    client.force_login(coordinator)
    answers = {"group": children.slug, "deadline": TODAY, "with_parent": "on", "safe_here": "yes"}

    alone = GroupFactory(planned=True)
    refused = client.post(page_of(anna, "erbjud/"), answers | {"group": alone.slug})
    assert list(refused.context["form"].errors) == ["with_parent"]
    client.post(page_of(anna, "erbjud/"), answers)
    assert seats(children, parents) == [(1, 0), (1, 0)]
    services.move_as_one(referral=anna, name="refuse", by=coordinator)
    all_sums()
    assert seats(children, parents) == [(0, 0), (0, 0)]
    assert states(anna) == ["waiting"]

    fill(children, parents, coordinator)
    client.post(page_of(bo, "erbjud/"), answers)
    assert states(bo) == ["waiting"]
    assert not Offer.objects.open().exists()


def test_the_unit_that_answers_takes_the_parent_along(coordinator):
    unit = AffiliationFactory()
    children, parents = pair_of_groups()
    anna = ReferralFactory(waiting=True, workplace=unit)
    services.make_offer(
        referral=anna, group=children, deadline=TODAY, by=coordinator, with_parent=True
    )

    services.move_as_one(referral=anna, name="accept", by=unit.user)
    all_sums()

    assert seats(children, parents) == [(0, 1), (0, 1)]
