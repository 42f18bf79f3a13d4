"""The children of a group whom somebody meets there, under the keys by which a page calls them."""

from referrals import policies
from referrals.choices import IN_GROUP
from referrals.models import Referral
from referrals.models.referral import consent_taken_back
from referrals.roll import child_key


def children_met(*, group, place: str, by) -> dict[str, Referral]:
    """Return key -> child for those ``by`` may mark: leaders all of their group, the office those
    it may open. To be asked as the portal: a leader finds no case of a protected child.
    """
    rows = Referral.objects.all()
    if not policies.leads(by, group):
        rows = rows.visible_to(by)
    rows = rows.filter(group=group, state__in=IN_GROUP).exclude(consent_taken_back())
    return {child_key(place, child.spoken): child for child in rows}
