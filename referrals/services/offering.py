"""Places: offered, answered, lapsed, lost."""

from django.utils import timezone

import groups.services
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.exceptions import SeatsInUse
from groups.partners import plan_of
from groups.policies import can_manage
from referrals.choices import IN_GROUP, SafeHere, State
from referrals.exceptions import MoveNotPossible, TooManyAtOnce
from referrals.models import Offer, Referral
from referrals.policies import CANCELLING, LAPSING, is_cleared
from referrals.services.locking import all_or_nothing, lock
from referrals.services.moving import move
from referrals.services.parents import add_parent
from referrals.services.together import move_as_one, need_siblings_along


def make_offer(
    *, referral, group, deadline, by, with_parent=False, safe_here=SafeHere.NOT_ASKED
) -> Referral:
    """Offer a place in ``group`` to be answered by the end of ``deadline``; a seat is held.

    ``with_parent`` holds one in the parallel group too, or none of them. Raises Refusal where a
    sibling waits who is to be in the same group.
    """
    with all_or_nothing():
        need_siblings_along(lock(referral))
        if with_parent and group.parallel_group_id:
            groups.services.lock_groups(group.pk, group.parallel_group_id)
        offered = move(referral=referral, name="offer", by=by, group=group, deadline=deadline)
        if with_parent:
            add_parent(referral=offered, safe_here=safe_here, by=by)
        return offered


def lapse_offers(*, today=None) -> int:
    """End the offers whose last day is over; return how many. May run twice, or be killed.

    Each is its own transaction. One that is being answered at this moment keeps its answer.
    """
    today, lapsed = today or timezone.localdate(), 0
    with acting_as(LAPSING):
        overdue = list(Offer.objects.overdue(today).values_list("referral", flat=True))
    for referral_id in overdue:
        try:
            with acting_as(LAPSING):
                move_as_one(referral=Referral(pk=referral_id), name="lapse", by=LAPSING)
            lapsed += 1
        except (MoveNotPossible, TooManyAtOnce, Referral.DoesNotExist):
            continue
    return lapsed


def cancel_group(*, group, reason: str, by) -> int:
    """Cancel ``group`` and put its children first on the waiting list; return how many.

    Their time counts on from the first contact. Raises TooManyAtOnce if somebody is given a place
    at the same moment, and the refusals of :func:`groups.services.move`.
    """
    authorize(can_manage, by, group)
    with all_or_nothing():
        # A protected child's case is hidden from whoever cancels; its place is lost all the same.
        with acting_as(CANCELLING):
            rows = Referral.objects.select_for_update(of=("self",)).order_by("pk")
            moved = list(rows.filter(group=group, state__in=(State.OFFERED, *IN_GROUP)))
            # Both groups of a pair are cancelled: locked in the order of their ids, as everywhere.
            groups.services.lock_groups(*(one.pk for one in plan_of(group)))
            for referral in moved:
                name = "retract" if referral.state == State.OFFERED else "lose_place"
                mover = by if is_cleared(by, referral) else CANCELLING
                move(referral=referral, name=name, by=mover)
        try:
            groups.services.move(group=group, name="cancel", by=by, reason=reason)
        except SeatsInUse as error:
            raise TooManyAtOnce from error
    return len(moved)
