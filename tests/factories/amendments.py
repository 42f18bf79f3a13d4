"""One field that was changed after sending: the child speaks Finnish."""

import factory

from referrals.amending import AmendReason
from referrals.models import Amendment
from tests.factories.referrals import ReferralFactory


class AmendmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Amendment

    referral = factory.SubFactory(ReferralFactory)
    names = factory.SelfAttribute("referral.names")
    field = "languages"
    reason = AmendReason.LEARNED
    made_by = factory.SelfAttribute("referral.sent_by")

    @classmethod
    def _create(cls, model, *args, before='["sv"]', after='["fi"]', **kwargs):
        row = model(**kwargs)
        row.seal_in(before, after, row.referral.reference)
        row.save()
        return row
