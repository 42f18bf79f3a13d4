"""Whether it is safe for the child: asked once, answered by the sender or the office."""

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.models.invariants import SAFETY_FIELDS
from referrals.services.locking import all_or_nothing, lock


def answer_safety(*, referral, answers: dict, by) -> None:
    """Keep the ``answers`` to the safety questions. The audit tells that, never what."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_answer_safety, by, referral)
        for field in SAFETY_FIELDS:
            setattr(referral, field, answers[field])
        referral.last_entry_at = timezone.now()
        referral.save(update_fields=[*SAFETY_FIELDS, "last_entry_at"])
        record("referral.safety", by=by, on=referral)
