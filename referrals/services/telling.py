"""What a child and its family tell at the first talk, where they want to."""

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.choices import Names
from referrals.models import Referral
from referrals.services.identities import seal_note
from referrals.services.locking import all_or_nothing, lock

TELLING = "system:told"  # a leader who held the talk may not change the case


def keep_told(*, referral, values: dict, words: str, by) -> Referral:
    """Write what was told, and seal what the child wants where names may be kept.

    The audit tells which fields changed, never to what.
    """
    authorize(policies.can_write_told, by, referral)
    with acting_as(TELLING), all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_write_told, by, referral)
        changed = [field for field, value in values.items() if getattr(referral, field) != value]
        for field in changed:
            setattr(referral, field, values[field])
        referral.last_entry_at = timezone.now()
        referral.save(update_fields=[*values, "last_entry_at"])
        if referral.names == Names.FULL and seal_note(referral, "child_words", words):
            changed.append("child_words")
        record("talk.told", by=by, on=referral, fields=sorted(changed))
    return referral
