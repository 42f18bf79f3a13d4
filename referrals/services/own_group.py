"""The children of a group whom somebody meets there, under the keys by which a page calls them."""

from referrals.choices import IN_GROUP
from referrals.models import Referral
from referrals.models.rows import consent_taken_back
from referrals.roll import child_key


def children_met(*, group, place: str, by, all_of_it: bool) -> dict[str, Referral]:
    """Return key -> child for those ``by`` may mark: whoever leads ``all_of_it``, the office those
    it may open. To be asked as the portal: a leader finds no case of a protected child.
    """
    rows = Referral.objects.all()
    if not all_of_it:
        rows = rows.visible_to(by)
    rows = rows.filter(group=group, state__in=IN_GROUP).exclude(consent_taken_back())
    return {child_key(place, child.spoken): child for child in rows}
