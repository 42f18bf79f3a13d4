"""Places for a whole family: offered, answered, lapsed, taken back and changed in one go."""

import uuid
from collections.abc import Mapping
from contextlib import contextmanager

from django.utils.translation import gettext as _

from barnstod.security.actor import acting_as
from groups.models import SupportGroup
from groups.services import lock_groups
from referrals.choices import SafeHere, SiblingWish, State
from referrals.exceptions import Refusal
from referrals.models import Offer, Referral
from referrals.services.locking import all_or_nothing, checked_afterwards, lock_all
from referrals.services.moving import move
from referrals.services.parents import FOLLOWING, give_parent_place, groups_of_parents

# What is said of one of the places is said of all that were offered with it.
AS_ONE = ("accept", "refuse", "lapse", "retract")
AFTERWARDS = ("offers_are_answered_as_one", "child_fits_household")


def offer_together(
    *,
    places: Mapping[Referral, SupportGroup],
    deadline,
    by,
    parent_beside: SupportGroup | None = None,
    safe_here: str = SafeHere.NOT_ASKED,
) -> list[Referral]:
    """Offer each child of a family its place, and the parent one beside; all of them or none.

    ``parent_beside`` is the children's group whose parallel group the parent is to come to;
    ``safe_here`` is the answer to whether the child lives safely with this parent. Raises what a
    move raises, Refusal if they are no family, ValidationError if a rule is broken.
    """
    with _family_placed(places, parent_beside, safe_here, by) as children:
        offered = [
            move(referral=child, name="offer", by=by, group=group, deadline=deadline)
            for child, group in children
        ]
        if len(offered) > 1:
            opened = Offer.objects.open().filter(referral__in=offered)
            opened.update(together=uuid.uuid4())
    return offered


def move_together(
    *,
    places: Mapping[Referral, SupportGroup],
    by,
    parent_beside: SupportGroup | None = None,
    safe_here: str = SafeHere.NOT_ASKED,
) -> list[Referral]:
    """Move the children of a family who have places to other groups; all of them or none.

    The parent's place beside a group that none of them is left in becomes free; for one beside
    their new group see ``parent_beside`` of :func:`offer_together`. Raises what that raises.
    """
    with _family_placed(places, parent_beside, safe_here, by) as children:
        return [
            move(referral=child, name="change_group", by=by, group=group)
            for child, group in children
        ]


@contextmanager
def _family_placed(places, parent_beside, safe_here, by):
    """Yield (child, group), all of one family, locked; afterwards the parent's place beside."""
    chosen = {child.pk: group for child, group in places.items()}
    with all_or_nothing():
        children = lock_all(chosen)
        families = {child.household_id for child in children}
        if not children or None in families or len(families) > 1:
            raise Refusal(_("Only children of one family are given places together."))
        lock_groups(*_concerned(children, chosen.values(), parent_beside))
        with checked_afterwards(*AFTERWARDS):
            yield [(child, chosen[child.pk]) for child in children]
            if parent_beside is not None:
                give_parent_place(
                    household_id=families.pop(), beside=parent_beside, safe_here=safe_here, by=by
                )


def _concerned(children, chosen, parent_beside) -> set[int]:
    """Return the ids of all groups in which a seat may change, which are locked at once."""
    ids = {group.pk for group in chosen}
    ids.update(child.group_id for child in children if child.group_id)
    ids.update(groups_of_parents(children[0]))
    if parent_beside is not None and parent_beside.parallel_group_id:
        ids.add(parent_beside.parallel_group_id)
    return ids


def move_as_one(*, referral, name: str, by) -> Referral:
    """Make one of the moves ``AS_ONE``, with all who were offered a place together.

    Raises Refusal where one of them is another unit's: then the office answers for all.
    """
    with acting_as(FOLLOWING):
        mine = Offer.objects.open().filter(referral=referral, together__isnull=False)
        keys = list(
            Offer.objects.open()
            .filter(together__in=mine.values("together"))
            .values_list("referral", flat=True)
        )
    if len(keys) < 2:
        return move(referral=referral, name=name, by=by)
    with all_or_nothing():
        children = lock_all(keys)
        if len(children) < len(keys):
            raise Refusal(_("The office answers this one. Ring us."))
        lock_groups(*{child.group_id for child in children if child.group_id})
        with checked_afterwards(*AFTERWARDS):
            moved = {child.pk: move(referral=child, name=name, by=by) for child in children}
    return moved[referral.pk]


def need_siblings_along(referral) -> None:
    """Refuse to offer one child alone a place where siblings wait who are to be together."""
    if referral.household_id is None or referral.household.siblings != SiblingWish.TOGETHER:
        return
    with acting_as(FOLLOWING):
        siblings = Referral.objects.filter(household=referral.household_id, state=State.WAITING)
        wait = siblings.exclude(pk=referral.pk).exists()
    if wait:
        raise Refusal(
            _("The siblings are to be in the same group. Offer them their places together.")
        )
