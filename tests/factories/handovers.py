"""A case on its way from one unit to another; it waits for an answer."""

import factory
from django.utils import timezone

from referrals.handover import HandoverGround, HandoverReason, HandoverState, Told
from referrals.models import Handover
from tests.factories.districts import DistrictFactory
from tests.factories.referrals import ReferralFactory


class HandoverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handover

    class Params:
        taken = factory.Trait(
            state=HandoverState.TAKEN,
            told=[Told.CASE],
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SelfAttribute("given_by"),
        )

    referral = factory.SubFactory(ReferralFactory)
    reference = factory.SelfAttribute("referral.reference")
    alias = factory.SelfAttribute("referral.spoken")
    from_unit = factory.SelfAttribute("referral.sender_district")
    to_unit = factory.SubFactory(DistrictFactory)
    reason = HandoverReason.MOVED
    ground = HandoverGround.CONSENT_GUARDIANS
    given_by = factory.SelfAttribute("referral.sent_by")
