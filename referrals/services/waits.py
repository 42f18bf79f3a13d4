"""How long children usually wait for a place: figures for everybody, of five children or more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from django.utils import timezone

import groups.services
from barnstod.security.actor import acting_as
from referrals.choices import OfferState, Protection
from referrals.models import Offer

COUNTING = "system:usual-waits"
LOOK_BACK = timedelta(days=365)
WHOLE_CITY = ""


def publish_usual_waits() -> None:
    """Tell the public how long children who got a place in the last year had waited.

    From the first contact to the first yes to an offered place. May run twice, or be killed.
    """
    with acting_as(COUNTING):
        waits = {
            region: (_weeks(days), len(days)) for region, days in _days_by_region(_places()).items()
        }
        groups.services.publish_usual_waits(waits=waits, on=timezone.localdate())


def _places() -> dict:
    """Return the first yes of each child in the last year, by the child's case."""
    rows = Offer.objects.filter(
        state=OfferState.ACCEPTED, answered_at__gte=timezone.now() - LOOK_BACK
    ).select_related("referral__child_district")
    return {offer.referral_id: offer for offer in rows.order_by("-answered_at")}


def _days_by_region(places: dict) -> dict[str, list[int]]:
    """Return the days that children waited; a protected child counts in the whole city alone."""
    days = defaultdict(list)
    for offer in places.values():
        child = offer.referral
        waited = (offer.answered_at - child.first_contact_at).days
        days[WHOLE_CITY].append(waited)
        if child.child_district and child.protection == Protection.NONE:
            days[child.child_district.region].append(waited)
    return days


def _weeks(days: Iterable[int]) -> int:
    """Return the whole weeks within which half had their place, at least one."""
    return max(1, round(median(days) / 7))
