"""The yes to take part, and taking it back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.choices import FROM_AGE, ON_DECISION
from referrals.fit import ages_on
from referrals.models import Consent
from referrals.services.locking import all_or_nothing, lock


def record_consent(
    *, referral, by, who, given_on, decided_on=None, decision_reference=""
) -> Consent:
    """Write down who said yes to the child taking part, and when.

    A yes of the board, or of a child from 12, rests on a decision. Raises ValidationError if that
    is missing, if the child is too young to say yes alone, or if this guardian has said yes.
    """
    allowed = policies.can_write_decision if who in ON_DECISION else policies.can_write_consent
    with all_or_nothing():
        referral = lock(referral)
        authorize(allowed, by, referral)
        _need_age(referral, who, given_on)
        consent = Consent.objects.create(
            referral=referral,
            by=who,
            given_on=given_on,
            decided_on=decided_on,
            decision_reference=decision_reference,
            recorded_by=by,
        )
        record("referral.consent", by=by, on=referral, who=consent.by, given_on=str(given_on))
    return consent


def take_back_consent(*, referral, consent, by) -> None:
    """Write down that the yes is taken back; without enough others the leaders lose the card."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_write_consent, by, referral)
        taken = referral.consents.standing().filter(pk=consent.pk)
        if taken.update(withdrawn_on=timezone.localdate()):
            record("referral.consent_back", by=by, on=referral, who=consent.by)


def need_age_of_all(referral) -> None:
    """Refuse a birth year by which the child was too young for its own yes that stands."""
    for consent in referral.consents.standing():
        _need_age(referral, consent.by, consent.given_on)


def _need_age(referral, who, day) -> None:
    """Refuse a child's own yes unless it is certainly old enough; its day of birth is unknown."""
    if who not in FROM_AGE:
        return
    if referral.child_birth_year is None or ages_on(referral, day)[0] < FROM_AGE[who]:
        raise ValidationError(
            _("The child is not certainly %(age)s years old that day."),
            params={"age": FROM_AGE[who]},
        )
