"""Which cases belong together, what siblings wish, and who must not meet. Only the office says so.

The audit of it is not part of a case's history, which the sender reads: it would tell of others.
"""

from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.choices import SiblingWish
from referrals.exceptions import Refusal
from referrals.models import Household, KeptApart, ParentPlace, Referral
from referrals.services.locking import all_or_nothing, lock_all
from referrals.services.parents import FOLLOWING


def put_together(*, referral, other, siblings: SiblingWish, by) -> Household:
    """Let two cases be of one family, with all who are in it already.

    Raises Refusal if each belongs to a family of its own, ValidationError if those who
    have a place have it otherwise than they wish, or only one of them is protected.
    """
    with all_or_nothing():
        both = _both(referral, other, by)
        families = {child.household_id for child in both if _has_a_family(child)}
        if len(families) > 1:
            raise Refusal(_("Each belongs to a family already. Take one of them out of it first."))
        household = Household.objects.filter(pk__in=families).first()
        if household is None:
            household = Household.objects.create(siblings=SiblingWish.NO_MATTER)
        for child in both:
            if child.household_id != household.pk:
                child.household = household
                child.save(update_fields=["household"])
                record("family.join", by=by, on=child)
        _wish(household, siblings, both[0], by)
    return household


def wish(*, referral, siblings: SiblingWish, by) -> None:
    """Write down what the siblings of this family now wish."""
    with all_or_nothing():
        [child] = lock_all([referral.pk])
        authorize(policies.can_handle, by, child)
        _wish(Household.objects.get(children=child), siblings, child, by)


def take_apart(*, referral, by) -> None:
    """Take the case out of its family; a parent's place stays while a sibling is left.

    Raises Refusal while the parent has a place for this child's sake.
    """
    with all_or_nothing():
        [child] = lock_all([referral.pk])
        authorize(policies.can_handle, by, child)
        if child.household_id is None:
            return
        places = ParentPlace.objects.filter(household=child.household_id)
        if places.standing().filter(beside=child.group_id).exists():
            raise Refusal(_("A parent has a place for this child's sake. Move that first."))
        child.household = None
        child.save(update_fields=["household"])
        record("family.leave", by=by, on=child)


def keep_apart(*, referral, other, by) -> KeptApart:
    """Write down that the people of two cases must not meet; why is written nowhere.

    Raises ValidationError if it is written down already, or they would meet as things stand: then
    one of them is moved first.
    """
    with all_or_nothing():
        first, second = _both(referral, other, by)
        pair = KeptApart.objects.create(first=first, second=second, recorded_by=by)
        for case in (first, second):
            record("family.keep_apart", by=by, on=case)
    return pair


def let_meet(*, pair: KeptApart, by) -> None:
    """Take back that the people of two cases must not meet."""
    with all_or_nothing():
        for case in _both(pair.first, pair.second, by):
            record("family.let_meet", by=by, on=case)
        pair.delete()


def _has_a_family(child) -> bool:
    """An only child for whom no parent comes is free to be put together with others."""
    if child.household_id is None:
        return False
    with acting_as(FOLLOWING):
        siblings = Referral.objects.filter(household=child.household_id).exclude(pk=child.pk)
        parents = ParentPlace.objects.standing().filter(household=child.household_id)
        return siblings.exists() or parents.exists()


def _both(referral, other, by):
    both = lock_all([referral.pk, other.pk])
    if len(both) != len({referral.pk, other.pk}) or len(both) < 2:
        raise Refusal(_("Choose another case than this one."))
    for case in both:
        authorize(policies.can_handle, by, case)
    return both


def _wish(household, siblings, child, by) -> None:
    if household.siblings != siblings:
        household.siblings = siblings
        household.save(update_fields=["siblings"])
        record("family.wish", by=by, on=child, wish=str(siblings))
