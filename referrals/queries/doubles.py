"""Cases that may be about the same child. They are shown beside one another, never made one."""

from django.db.models import Q

from referrals import policies
from referrals.models import Identity, Referral

MOST_SHOWN = 5  # more is no double but a mistake


def doubles_of(user, referral) -> list[Referral]:
    """Return the cases ``user`` may see with the same number, or the same name and birth month.

    Compared by blind index: nobody's name is opened. A protected child has no index, so that it
    is never found; a unit finds its own cases alone.
    """
    if not (policies.can_handle(user, referral) or policies.is_own_units(user, referral)):
        return []
    own = Identity.objects.filter(referral=referral)
    same = Q()
    for index in ("number_index", "full_name_index"):
        values = own.filter(**{f"{index}__isnull": False}).values(index)
        same |= Q(**{f"identity__{index}__in": values})
    rows = Referral.objects.visible_to(user).exclude(pk=referral.pk).filter(same)
    return list(rows.order_by("-first_contact_at")[:MOST_SHOWN])
