"""A family's places: all of them or none, the parent's beside them, siblings as they wish."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.exceptions import GroupRefusal, NoSeatLeft
from referrals import services
from referrals.exceptions import Refusal
from referrals.models import Household, Offer, ParentPlace, Referral
from referrals.services.locking import broken_rule
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.families import pair_of_groups, siblings
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return UserFactory(coordinator=True)


def seats(*groups):
    for group in groups:
        group.refresh_from_db()
    return [(group.places_held, group.places_taken) for group in groups]


def states(*children):
    for child in children:
        child.refresh_from_db()
    return [str(child.state) for child in children]


def all_sums():
    """Raise now what the database would raise at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def offer(office, places, **more):
    with acting_as(office):
        services.offer_together(places=places, deadline=TODAY, by=office, **more)
    all_sums()


@contextmanager
def refuses(rule):
    """Expect the database to refuse by ``rule``, a constraint or a trigger, and no other."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        yield
    assert broken_rule(refused.value) == rule


# --- offered and answered in one go -------------------------------------------------------------


def test_a_family_is_offered_all_of_its_places_with_the_parents_beside(office):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups()
    other = GroupFactory(planned=True)

    offer(office, {anna: children, bo: other}, parent_beside=children)

    assert states(anna, bo) == ["offered", "offered"]
    assert seats(children, other, parents) == [(1, 0), (1, 0), (1, 0)]
    assert Offer.objects.open().values("together").distinct().count() == 1
    assert ParentPlace.objects.get().state == "held"


def test_no_place_is_offered_where_one_of_them_is_missing(office):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups()
    ReferralFactory(
        accepted=True, group=(full := GroupFactory(planned=True, capacity=1, minimum=1))
    )

    with pytest.raises(NoSeatLeft):
        offer(office, {anna: children, bo: full}, parent_beside=children)

    assert states(anna, bo) == ["waiting", "waiting"]
    assert seats(children, full, parents) == [(0, 0), (0, 1), (0, 0)]
    assert not Offer.objects.exists()


def test_a_full_parents_group_is_as_good_a_reason(office):
    [anna] = siblings("waiting")
    children, parents = pair_of_groups(capacity=1)
    [bo] = siblings("waiting")
    other = GroupFactory(planned=True, parallel_group=None)
    offer(office, {bo: children}, parent_beside=children)
    services.move(
        referral=bo, name="withdraw", by=office, withdrawn_by="family"
    )  # both seats free again
    assert seats(children, parents) == [(0, 0), (0, 0)]

    with pytest.raises(Refusal):
        offer(office, {anna: other}, parent_beside=other)
    assert states(anna) == ["waiting"]


@pytest.mark.parametrize(
    ("name", "after", "left"),
    [("accept", "accepted", (0, 1)), ("refuse", "waiting", (0, 0)), ("retract", "waiting", (0, 0))],
)
def test_one_answer_is_the_answer_of_all(office, name, after, left):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups()
    offer(office, {anna: children, bo: children}, parent_beside=children)

    with acting_as(office):
        services.move_as_one(referral=anna, name=name, by=office)
    all_sums()

    assert states(anna, bo) == [after, after]
    held, taken = left
    assert seats(children, parents) == [(held, 2 * taken), left]


def test_they_lapse_together(office):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups()
    offer(office, {anna: children, bo: children}, parent_beside=children)

    assert services.lapse_offers(today=TODAY + timedelta(days=1)) == 1

    assert states(anna, bo) == ["waiting", "waiting"]
    assert seats(children, parents) == [(0, 0), (0, 0)]


def test_the_parent_stays_as_long_as_one_of_the_children(office):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups()
    offer(office, {anna: children, bo: children}, parent_beside=children)
    services.move_as_one(referral=anna, name="accept", by=office)

    services.move(referral=anna, name="withdraw", by=office, withdrawn_by="family")
    assert seats(children, parents) == [(0, 1), (0, 1)]
    other = GroupFactory(planned=True)
    services.move(referral=bo, name="change_group", by=office, group=other)
    all_sums()

    assert seats(children, parents, other) == [(0, 0), (0, 0), (0, 1)]
    assert ParentPlace.objects.get().state == "released"


def test_a_cancelled_pair_leaves_no_parent_behind(office):
    [anna] = siblings("waiting")
    children, parents = pair_of_groups()
    offer(office, {anna: children}, parent_beside=children)
    services.move_as_one(referral=anna, name="accept", by=office)

    with acting_as(office):
        services.cancel_group(group=children, by=office, reason="För få")
    all_sums()

    assert (states(anna), seats(children, parents)) == (["waiting"], [(0, 0), (0, 0)])


def test_a_unit_answers_for_its_own_children_and_never_for_another_units(office):
    unit = AffiliationFactory()
    anna, bo = siblings("waiting", "waiting", workplace=unit)
    mixed = Household.objects.create()
    cai = ReferralFactory(waiting=True, workplace=unit, household=mixed)
    elsewhere = ReferralFactory(waiting=True, household=mixed)
    group = GroupFactory(planned=True)
    offer(office, {anna: group, bo: group})
    offer(office, {cai: group, elsewhere: group})

    with acting_as(unit.user):
        services.move_as_one(referral=anna, name="accept", by=unit.user)
        with pytest.raises(Refusal):
            services.move_as_one(referral=cai, name="accept", by=unit.user)

    assert states(anna, bo, cai, elsewhere) == ["accepted", "accepted", "offered", "offered"]


def test_only_one_family_is_offered_places_together(office):
    [anna], [bo] = siblings("waiting"), siblings("waiting")
    group = GroupFactory(planned=True)

    for strangers in ({anna: group, bo: group}, {ReferralFactory(waiting=True): group}, {}):
        with pytest.raises(Refusal):
            offer(office, strangers)
    with pytest.raises(PermissionDenied):
        services.offer_together(places={anna: group}, deadline=TODAY, by=anna.sent_by)


def test_together_offers_cannot_be_answered_apart(office):
    anna, bo = siblings("waiting", "waiting")
    group = GroupFactory(planned=True)
    offer(office, {anna: group, bo: group})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS offers_are_answered_as_one IMMEDIATE")

    with pytest.raises(ValidationError):
        services.move(referral=anna, name="accept", by=office)


# --- the parent the child lives safely with -----------------------------------------------------


def test_where_there_is_violence_somebody_must_have_said_that_it_is_safe(office):
    [anna] = siblings("waiting")
    children, _parents = pair_of_groups(needs=["family_violence"])

    with pytest.raises(ValidationError, match="lives safely with"):
        offer(office, {anna: children}, parent_beside=children)
    assert states(anna) == ["waiting"]
    offer(office, {anna: children}, parent_beside=children, safe_here="yes")
    place = ParentPlace.objects.get()

    assert (place.safe_here, place.answered_by) == ("yes", office)
    with refuses("parent_place_for_the_safe_parent"):
        ParentPlace.objects.update(safe_here="not_asked")


def test_a_parent_comes_beside_the_child_and_once():
    [anna] = siblings("waiting")
    children, parents = pair_of_groups()
    place = {
        "household": anna.household,
        "safe_here": "yes",
        "answered_by": UserFactory(coordinator=True),
    }

    with refuses("parent_place_beside_the_children"):
        ParentPlace.objects.create(group=GroupFactory(), beside=children, **place)
    with refuses("parent_place_once_in_a_group"):
        for _ in range(2):
            ParentPlace.objects.create(group=parents, beside=children, **place)
    with refuses("parent_place_follows_the_children"):
        ParentPlace.objects.create(group=parents, beside=children, **place)
        all_sums()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("parent_place_state_is_known", {"state": "typo"}),
        ("parent_place_safe_here_is_known", {"safe_here": "typo"}),
    ],
)
def test_a_parents_place_holds_known_codes(office, rule, values):
    [anna] = siblings("waiting")
    children, _parents = pair_of_groups()
    offer(office, {anna: children}, parent_beside=children)

    with refuses(rule):
        ParentPlace.objects.update(**values)


# --- siblings as they wish ----------------------------------------------------------------------


def test_siblings_who_are_to_be_together_are_not_offered_places_one_by_one(office):
    anna, bo = siblings("waiting", "waiting", wish="together")
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)

    with pytest.raises(Refusal):
        services.make_offer(referral=anna, group=one, deadline=TODAY, by=office)
    with pytest.raises(ValidationError):
        offer(office, {anna: one, bo: other})
    offer(office, {anna: one, bo: one})
    services.move_as_one(referral=bo, name="accept", by=office)
    with pytest.raises(ValidationError):
        services.move(referral=bo, name="change_group", by=office, group=other)

    assert (states(anna, bo), seats(one, other)) == (["accepted"] * 2, [(0, 2), (0, 0)])


def test_siblings_who_are_to_be_apart_are_never_in_one_group(office):
    anna, bo = siblings("waiting", "waiting", wish="apart")
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)

    with pytest.raises(ValidationError):
        offer(office, {anna: one, bo: one})
    offer(office, {anna: one, bo: other})
    services.move_as_one(referral=anna, name="accept", by=office)
    with pytest.raises(ValidationError):
        services.move(referral=anna, name="change_group", by=office, group=other)

    assert seats(one, other) == [(0, 1), (0, 1)]


def test_what_they_wish_follows_what_they_have(office):
    anna, bo = siblings("accepted", "accepted")

    with pytest.raises(ValidationError):
        services.wish(referral=anna, siblings="together", by=office)
    services.wish(referral=anna, siblings="apart", by=office)

    assert Household.objects.get().siblings == "apart"
    with refuses("household_siblings_is_known"):
        Household.objects.update(siblings="typo")
    with refuses("siblings_are_as_they_wish"):
        Referral.objects.filter(pk=bo.pk).update(group=anna.group)


# --- who belongs together ------------------------------------------------------------------------


def test_only_the_office_puts_a_family_together(office):
    anna, bo, cai = (ReferralFactory(waiting=True) for _ in range(3))

    with acting_as(office):
        services.put_together(referral=anna, other=bo, siblings="together", by=office)
        services.put_together(referral=cai, other=bo, siblings="apart", by=office)
    household = Household.objects.get()
    assert (household.siblings, set(household.children.all())) == ("apart", {anna, bo, cai})
    with acting_as(office):
        services.take_apart(referral=cai, by=office)
    assert set(household.children.all()) == {anna, bo}

    dan, _eva = siblings("waiting", "waiting")
    for pair in ((anna, anna), (anna, dan)):
        with pytest.raises(Refusal):
            services.put_together(referral=pair[0], other=pair[1], siblings="apart", by=office)
    with pytest.raises(PermissionDenied):
        services.put_together(referral=anna, other=dan, siblings="apart", by=anna.sent_by)


def test_a_protected_child_is_in_no_family_with_one_who_is_not(office):
    hidden = ReferralFactory(waiting=True, protected=True, named=[office])
    sibling = ReferralFactory(waiting=True, protected=True, named=[office])
    ordinary = ReferralFactory(waiting=True)

    with pytest.raises(ValidationError):
        services.put_together(referral=hidden, other=ordinary, siblings="apart", by=office)
    services.put_together(referral=hidden, other=sibling, siblings="together", by=office)

    with refuses("household_is_protected_as_one"):
        Referral.objects.filter(pk=sibling.pk).update(protection="none")


def test_the_wall_shows_a_family_to_those_who_see_a_child_of_it():
    unit, stranger = AffiliationFactory(), AffiliationFactory()
    anna, _bo = siblings("waiting", "waiting", workplace=unit)
    siblings("waiting", protected=True)
    children, _parents = pair_of_groups()
    offer(UserFactory(coordinator=True), {anna: children}, parent_beside=children)
    seen = {}
    people = {
        "unit": unit.user,
        "stranger": stranger.user,
        "office": UserFactory(coordinator=True),
        "head": UserFactory(head=True),
        "nobody": "",
    }
    for who, person in people.items():
        with acting_as(person):
            seen[who] = (Household.objects.count(), ParentPlace.objects.count())

    assert seen == {
        "unit": (1, 1), "stranger": (0, 0), "office": (1, 1), "head": (0, 0), "nobody": (0, 0)
    }  # fmt: skip


# --- whatever is offered, all of it or nothing ----------------------------------------------------


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    free=st.lists(st.integers(0, 2), min_size=2, max_size=2),
    free_beside=st.integers(0, 1),
    where=st.lists(st.integers(0, 1), min_size=1, max_size=3),
    with_parent=st.booleans(),
    wish=st.sampled_from(["no_matter", "together", "apart"]),
    is_violence=st.booleans(),
    safe_here=st.sampled_from(["yes", "not_asked"]),
)
def test_a_family_gets_all_or_nothing(
    free, free_beside, where, with_parent, wish, is_violence, safe_here
):
    before = transaction.savepoint()
    office = UserFactory(coordinator=True)
    needs = ["family_violence"] if is_violence else None
    first, parents = pair_of_groups(needs=needs, capacity=4)
    groups = [first, GroupFactory(planned=True, capacity=4, minimum=1)]
    for group, left in zip(groups, free, strict=True):
        for _ in range(4 - left):
            ReferralFactory(accepted=True, group=group)
    if not free_beside:
        for _ in range(4):
            [child] = siblings("waiting")
            type(parents).objects.filter(pk=first.pk).update(capacity=20)
            offer(office, {child: first}, parent_beside=first, safe_here="yes")
            services.move_as_one(referral=child, name="accept", by=office)
        type(parents).objects.filter(pk=first.pk).update(capacity=20)
    children = siblings(*["waiting"] * len(where), wish=wish)
    counts = seats(*groups, parents)

    try:
        offer(
            office,
            {child: groups[at] for child, at in zip(children, where, strict=True)},
            parent_beside=first if with_parent else None,
            safe_here=safe_here,
        )
    except (Refusal, GroupRefusal, ValidationError):
        assert states(*children) == ["waiting"] * len(children)
        assert seats(*groups, parents) == counts
    else:
        assert states(*children) == ["offered"] * len(children)
        held = [where.count(0), where.count(1), int(with_parent)]
        assert seats(*groups, parents) == [
            (one + more, taken) for (one, taken), more in zip(counts, held, strict=True)
        ]
        assert not (with_parent and is_violence and safe_here != "yes")
    transaction.savepoint_rollback(before)


# --- the reminder ---------------------------------------------------------------------------------


def test_a_sender_is_reminded_once_and_in_good_time():
    unit = AffiliationFactory().user
    ends = {}
    for days in (-1, 0, 3, 4):
        child = ReferralFactory(offered=True, sent_by=unit)
        made = timezone.now() - timedelta(days=8)
        child.offers.update(deadline=TODAY + timedelta(days=days), made_at=made)
        ends[days] = child
    late = ReferralFactory(offered=True, sent_by=unit)  # made so late that it reminds of itself
    late.offers.update(deadline=TODAY + timedelta(days=2))

    with acting_as(""):
        assert services.remind_senders() == 2
        assert services.remind_senders() == 0

    reminded = Offer.objects.filter(reminded_at__isnull=False).values_list("referral", flat=True)
    assert set(reminded) == {ends[0].pk, ends[3].pk}


def test_who_is_not_to_know_of_a_place_is_not_reminded_of_it():
    child = ReferralFactory(offered=True, feedback_level="received_and_closed")
    hidden = ReferralFactory(offered=True, protected=True)
    made = timezone.now() - timedelta(days=8)
    Offer.objects.update(deadline=TODAY, made_at=made)

    assert services.remind_senders() == 2

    told = [(notice.kind, notice.recipient, notice.path) for notice in Notice.objects.all()]
    assert told == [("offer_reminder", child.offers.get().made_by, child.get_absolute_url())]
    assert hidden.offers.get().reminded_at is not None
