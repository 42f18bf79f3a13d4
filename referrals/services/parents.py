"""A parent's seat in the group beside the children's: it follows them, whoever moves them."""

from django.db import connection
from django.utils.translation import gettext_lazy

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.services import (
    hold_seat,
    lock_groups,
    release_held,
    release_taken,
    take_held,
    take_seat,
)
from referrals import policies
from referrals.choices import ParentSeat, SiblingWish
from referrals.exceptions import Refusal
from referrals.models import Household, ParentPlace
from referrals.services.locking import all_or_nothing, lock

NO_GROUP_BESIDE = gettext_lazy("No parents' group meets beside the children's group.")
# Whoever moves one child may not see its siblings, who count all the same.
FOLLOWING = "system:family"
CHANGES = {
    (None, ParentSeat.HELD): hold_seat,
    (None, ParentSeat.TAKEN): take_seat,
    (ParentSeat.HELD, ParentSeat.TAKEN): take_held,
    (ParentSeat.HELD, ParentSeat.RELEASED): release_held,
    (ParentSeat.TAKEN, ParentSeat.RELEASED): release_taken,
}


def groups_of_parents(referral) -> list[int]:
    """Return the ids of the groups in which a parent of this child has a seat."""
    if referral.household_id is None:
        return []
    with acting_as(FOLLOWING):
        places = ParentPlace.objects.standing().filter(household=referral.household_id)
        return list(places.values_list("group_id", flat=True))


def give_parent_place(*, household_id, beside, safe_here, by) -> ParentPlace:
    """Hold or take the parent's seat in the group parallel to ``beside``, as its children have.

    The caller has locked children and groups. Raises Refusal where no parents' group meets
    beside, IntegrityError where nobody has said that the child lives safely with this parent.
    """
    due = _due(household_id, beside.pk)
    if beside.parallel_group_id is None or due == ParentSeat.RELEASED:
        raise Refusal(NO_GROUP_BESIDE)
    place = ParentPlace(
        household_id=household_id,
        group_id=beside.parallel_group_id,
        beside=beside,
        state=due,
        safe_here=safe_here,
        answered_by=by,
    )
    CHANGES[None, due](place.group_id)
    place.save()
    record("parent_place.give", by=by, on=place, state=due, safe_here=safe_here)
    return place


def add_parent(*, referral, safe_here, by) -> ParentPlace:
    """Let a parent come to the group beside that of a child who is offered a place or has one.

    A child whose case stands for itself is a family of one from then on. Raises Refusal where no
    parents' group meets beside, a GroupRefusal of the seats, ValidationError if a rule is broken.
    """
    with all_or_nothing():
        child = lock(referral)
        authorize(policies.can_handle, by, child)
        if child.group is None or child.group.parallel_group_id is None:
            raise Refusal(NO_GROUP_BESIDE)
        if child.household_id is None:
            child.household = Household.objects.create(siblings=SiblingWish.NO_MATTER)
            child.save(update_fields=["household"])
        lock_groups(child.group.pk, child.group.parallel_group_id)
        return give_parent_place(
            household_id=child.household_id, beside=child.group, safe_here=safe_here, by=by
        )


def take_parent_away(*, referral, place: ParentPlace, by) -> None:
    """Let a parent's seat become free, whose children stay. Nothing, if it is free already."""
    with all_or_nothing():
        child = lock(referral)
        authorize(policies.can_handle, by, child)
        rows = ParentPlace.objects.standing().filter(household=child.household_id)
        standing = rows.filter(pk=place.pk).first()
        if standing is not None:
            CHANGES[ParentSeat(standing.state), ParentSeat.RELEASED](standing.group_id)
            standing.state = ParentSeat.RELEASED
            standing.save(update_fields=["state"])
            record("parent_place.leave", by=by, on=standing)


def follow_children(*, household_id) -> None:
    """Let each seat of the household's parents be as those of its children now are."""
    with acting_as(FOLLOWING):
        for place in ParentPlace.objects.standing().filter(household=household_id).order_by("pk"):
            due = _due(household_id, place.beside_id)
            if change := CHANGES.get((place.state, due)):
                change(place.group_id)
                place.state = due
                place.save(update_fields=["state"])
                record("parent_place.follow", by=FOLLOWING, on=place, state=due)


def _due(household_id, beside_id) -> ParentSeat:
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_parent_place_due(%s, %s)", [household_id, beside_id])
        [due] = cursor.fetchone()
    return ParentSeat(due)
