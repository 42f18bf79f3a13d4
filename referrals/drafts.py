"""How long a unit's draft is kept. Pure: a draft in, a day out."""

from datetime import date, timedelta

from django.utils.timezone import localtime

KEPT = timedelta(days=90)  # from the last entry
WARNED = timedelta(days=7)  # before it is erased, it is on *Att göra*


def erased_on(referral) -> date | None:
    """Return the local day from which ``referral`` is erased if nobody goes on with it.

    None for what the office writes down for a family: nobody else knows that they asked.
    """
    if not referral.has_unit:
        return None
    return localtime(referral.last_entry_at + KEPT).date()
