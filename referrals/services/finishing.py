"""The end of a group: each child has completed it, or stopped early, in one go."""

from collections.abc import Mapping

from barnstod.security.access import authorize
from referrals import policies
from referrals.choices import State
from referrals.exceptions import MoveNotPossible
from referrals.models import Referral
from referrals.services.locking import all_or_nothing
from referrals.services.moving import move


def finish_children(*, group, endings: Mapping[str, str], by) -> int:
    """Complete or end the way of the children named by reference; return how many.

    ``endings`` says the reason of those who stopped early, and "" of those who completed. All or
    none; whom a colleague has moved meanwhile is left as it is.
    """
    authorize(policies.can_handle_cases, by)
    done = 0
    with all_or_nothing():
        children = Referral.objects.visible_to(by).filter(
            group=group, state=State.STARTED, reference__in=endings
        )
        for child in children.order_by("pk"):
            reason = endings[child.reference]
            try:
                if reason:
                    move(referral=child, name="discontinue", by=by, discontinue_reason=reason)
                else:
                    move(referral=child, name="complete", by=by)
            except MoveNotPossible:
                continue
            done += 1
    return done
