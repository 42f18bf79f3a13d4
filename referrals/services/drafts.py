"""Erasing drafts that nobody goes on with."""

from datetime import datetime

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.actor import acting_as
from referrals.choices import State
from referrals.drafts import KEPT
from referrals.models import Referral

PURGING = "system:drafts"


def purge_drafts(*, now: datetime | None = None) -> int:
    """Erase the units' drafts that lay untouched so long; return how many. May run twice.

    A draft that somebody saves at this moment is left for the next round.
    """
    before = (now or timezone.now()) - KEPT
    with acting_as(PURGING):
        rows = Referral.objects.from_units().filter(state=State.DRAFT, last_entry_at__lt=before)
        over = list(rows.select_for_update(of=("self",), skip_locked=True))
        for referral in over:
            record("referral.purge", by=PURGING, on=referral)
            referral.delete()
    return len(over)
