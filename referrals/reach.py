"""How many who wait a group would reach. Pure: referrals and a plan in, a number out.

A number says nothing of any child: it is all that the early warning tells.
"""

from collections.abc import Collection, Iterable

from referrals.fit import misfits, waits_for
from referrals.models import Referral


def reached(referrals: Iterable[Referral], group, near: Collection[int]) -> int:
    """Return how many wait for what ``group`` offers, fit it, and live in a district ``near``.

    A group for the whole city is near everybody. Whose district is unknown is counted nowhere
    else, and a protected child is placed by hand and never counted.
    """
    return sum(
        waits_for(one, group) and not misfits(one, group) and _is_near(one, group, near)
        for one in referrals
    )


def _is_near(referral, group, near) -> bool:
    return group.is_city_wide or referral.child_district_id in near
