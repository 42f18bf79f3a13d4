"""What goes on between the units of the demonstration: a case on its way to Farsta."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from barnstod.audit.services import record
from districts.models import District
from referrals.choices import Protection, State
from referrals.handover import HandoverGround, HandoverReason
from referrals.models import Handover, Referral

TAKER = "farsta"
GIVEN_BEFORE = timedelta(days=2)


def load(today: date, rng: Random) -> None:
    """Hand over one case that waits to the unit whose social worker signs in first; once."""
    if Handover.objects.exists():
        return
    taker = District.objects.on(today).get(code=TAKER)
    waiting = Referral.objects.filter(
        state=State.WAITING,
        protection=Protection.NONE,
        sender_district__isnull=False,
        household__isnull=True,
    )
    case = waiting.exclude(sender_district=taker).order_by("spoken").first()
    if case is None or case.sent_by is None or case.sender_district is None:
        return
    ground, reason = HandoverGround.CONSENT_GUARDIANS, HandoverReason.MOVED
    Handover.objects.create(
        referral=case,
        from_unit=case.sender_district,
        to_unit=taker,
        reason=reason,
        ground=ground,
        given_by=case.sent_by,
        given_at=timezone.now() - GIVEN_BEFORE,
    )
    record("referral.hand_over", by=case.sent_by, on=case, ground=ground, reason=reason)
