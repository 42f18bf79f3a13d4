"""One reminder of an offer that soon ends. It is neutral, and never comes twice."""

from datetime import timedelta

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.models import Offer
from referrals.services.letters import write_to, write_to_sender
from referrals.services.locking import all_or_nothing

AHEAD = timedelta(days=3)  # time to reach the family once more


def remind_senders(*, today=None) -> int:
    """Remind of the offers whose last day is near; return how many. May run twice, or be killed.

    Whoever sent it is reminded; where the sender is not to know of a place, the one who made the
    offer is, since the office answers it.
    """
    today = today or timezone.localdate()
    with acting_as(policies.REMINDING), all_or_nothing():
        rows = Offer.objects.to_remind(today, AHEAD).select_related(
            "referral__sent_by",
            "referral__sender_district",
            "referral__sender_organisation",
            "made_by",
        )
        offers = list(rows.select_for_update(of=("self",), skip_locked=True))
        for offer in offers:
            referral = offer.referral
            letter = {"referral": referral, "kind": "offer_reminder", "by": policies.REMINDING}
            if policies.follows_place(referral):
                write_to_sender(**letter)
            else:
                write_to([offer.made_by], **letter)
            offer.reminded_at = timezone.now()
            offer.save(update_fields=["reminded_at"])
            record("referral.remind", by=policies.REMINDING, on=referral)
    return len(offers)
