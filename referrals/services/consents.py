"""The yes to take part, and taking it back."""

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.models import Consent
from referrals.services.locking import all_or_nothing, lock


def record_consent(*, referral, by, who, given_on) -> Consent:
    """Write down who said yes to the child taking part, and when."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_write_consent, by, referral)
        consent = Consent.objects.create(
            referral=referral, by=who, given_on=given_on, recorded_by=by
        )
        record("referral.consent", by=by, on=referral, who=consent.by, given_on=str(given_on))
    return consent


def take_back_consent(*, referral, consent, by) -> None:
    """Write down that the yes is taken back; without another one the leaders lose the card."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_write_consent, by, referral)
        taken = referral.consents.standing().filter(pk=consent.pk)
        if taken.update(withdrawn_on=timezone.localdate()):
            record("referral.consent_back", by=by, on=referral, who=consent.by)
