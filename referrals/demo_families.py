"""The families of the demonstration: siblings with a parent beside, and two who must not meet."""

from datetime import date
from random import Random

from barnstod.accounts.models import User
from groups.models import SupportGroup
from referrals import services
from referrals.choices import IN_GROUP, Protection, SafeHere, SiblingWish, State
from referrals.demo import COORDINATOR
from referrals.models import Household, Referral


def load(today: date, rng: Random) -> None:
    """Put a family together and keep two cases apart; nothing the second time."""
    if Household.objects.exists():
        return
    coordinator = User.objects.get(email=COORDINATOR)
    children = Referral.objects.filter(protection=Protection.NONE).order_by("spoken")
    for group in SupportGroup.objects.published().exclude(parallel_group=None).order_by("slug"):
        family = list(children.filter(group=group, state__in=IN_GROUP)[:2])
        if len(family) == 2 and group.parallel_group and group.parallel_group.places_left:
            services.put_together(
                referral=family[0], other=family[1], siblings=SiblingWish.TOGETHER, by=coordinator
            )
            services.add_parent(referral=family[0], safe_here=SafeHere.YES, by=coordinator)
            break
    apart = children.filter(state=State.WAITING)[:2]
    if len(apart) == 2:
        services.keep_apart(referral=apart[0], other=apart[1], by=coordinator)
