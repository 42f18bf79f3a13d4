"""Whether it is safe for the child: asked once, answered by the sender or the office."""

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.amending import AmendReason
from referrals.choices import NOT_SENT
from referrals.models.invariants import SAFETY_FIELDS
from referrals.services.amending import keep_amendments, values_of
from referrals.services.locking import all_or_nothing, lock


def answer_safety(*, referral, answers: dict, by) -> None:
    """Keep the ``answers`` to the safety questions. The audit tells that, never what.

    What was answered before, of a case that has been sent, stays sealed beside it.
    """
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_answer_safety, by, referral)
        was_asked, before = referral.is_safety_known, values_of(referral)
        for field in SAFETY_FIELDS:
            setattr(referral, field, answers[field])
        referral.last_entry_at = timezone.now()
        referral.save(update_fields=[*SAFETY_FIELDS, "last_entry_at"])
        if was_asked and referral.state not in NOT_SENT:
            keep_amendments(referral=referral, before=before, reason=AmendReason.LEARNED, by=by)
        record("referral.safety", by=by, on=referral)
