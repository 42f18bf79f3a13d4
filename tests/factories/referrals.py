"""A child's case; it is sent and unread, the traits are the other states with what they require."""

from datetime import timedelta

import factory
from django.db.models import F
from django.utils import timezone

from groups.choices import Need
from groups.models import SupportGroup
from referrals.choices import (
    TAKES_SEAT,
    ConsentBy,
    ContactWay,
    DeclineReason,
    DisclosureGround,
    DiscontinueReason,
    GuidedTo,
    MayKnow,
    Missing,
    Names,
    OfferState,
    Protection,
    RestReason,
    SafetyAnswer,
    SenderKind,
    State,
    WithdrawnBy,
)
from referrals.models import Consent, NamedReader, Offer, Referral
from referrals.services.identities import keep_identity
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory

UNSENT = {"submitted_at": None, "disclosed_at": None, "disclosed_by": None}


class ReferralFactory(factory.django.DjangoModelFactory):
    """Sent from ``workplace``, in a unit or organisation. Seats are counted in the group."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        workplace = factory.SubFactory(AffiliationFactory)
        in_group = factory.Trait(group=factory.SubFactory(GroupFactory, planned=True))
        # states
        interest = factory.Trait(
            state=State.INTEREST, names=Names.CONTACT, telephone=True, sent_by=None, **UNSENT
        )
        draft = factory.Trait(state=State.DRAFT, **UNSENT)
        returned = factory.Trait(state=State.RETURNED, missing=[Missing.AREA])
        waiting = factory.Trait(state=State.WAITING)
        resting = factory.Trait(
            state=State.RESTING,
            rest_reason=RestReason.NEXT_TERM,
            resting_until=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60)),
        )
        offered = factory.Trait(state=State.OFFERED, in_group=True)
        accepted = factory.Trait(state=State.ACCEPTED, in_group=True)
        started = factory.Trait(state=State.STARTED, in_group=True)
        completed = factory.Trait(
            state=State.COMPLETED, in_group=True, closed_at=factory.LazyFunction(timezone.now)
        )
        discontinued = factory.Trait(
            state=State.DISCONTINUED,
            in_group=True,
            discontinue_reason=DiscontinueReason.MOVED,
            closed_at=factory.LazyFunction(timezone.now),
        )
        withdrawn = factory.Trait(
            state=State.WITHDRAWN,
            withdrawn_by=WithdrawnBy.FAMILY,
            closed_at=factory.LazyFunction(timezone.now),
        )
        declined = factory.Trait(
            state=State.DECLINED,
            decline_reason=DeclineReason.NO_GROUP,
            guided_to=GuidedTo.ORGANISATION,
            closed_at=factory.LazyFunction(timezone.now),
        )
        closed = factory.Trait(
            state=State.CLOSED,
            guided_to=GuidedTo.SOCIAL_SERVICES,
            names=Names.CONTACT,
            telephone=True,
            closed_at=factory.LazyFunction(timezone.now),
            **UNSENT,
        )
        # kinds
        telephone = factory.Trait(
            sender_kind=SenderKind.FAMILY,
            disclosure_ground=DisclosureGround.OWN_REQUEST,
            sender_district=None,
            sender_organisation=None,
            owner_authority=None,
        )
        protected = factory.Trait(protection=Protection.CONFIDENTIALITY_MARK, names=Names.NONE)

    state = State.SUBMITTED
    sender_kind = factory.LazyAttribute(
        lambda row: (
            SenderKind.ORGANISATION if row.sender_organisation else SenderKind.SOCIAL_SERVICES
        )
    )
    sent_by = factory.SelfAttribute("workplace.user")
    sender_district = factory.SelfAttribute("workplace.district")
    sender_organisation = factory.SelfAttribute("workplace.organisation")
    owner_authority = factory.SelfAttribute("sender_district")
    disclosure_ground = DisclosureGround.CONSENT_GUARDIANS
    submitted_at = factory.LazyFunction(timezone.now)
    disclosed_at = factory.SelfAttribute("submitted_at")
    disclosed_by = factory.SelfAttribute("sent_by")
    contact_ways = factory.LazyFunction(lambda: [ContactWay.RING])
    child_birth_year = factory.LazyFunction(lambda: timezone.localdate().year - 8)
    child_birth_month = 3
    child_district = factory.SubFactory(DistrictFactory)
    needs = factory.LazyFunction(lambda: [Need.SUBSTANCE_USE])
    safe_at_home = services_know = safe_way = SafetyAnswer.YES
    contact_restricted = SafetyAnswer.NO
    may_know = factory.LazyFunction(lambda: [MayKnow.GUARDIAN_HERE])

    @factory.post_generation
    def count_the_seat(referral, create, extracted, **kwargs):
        """Hold or take the seat, and write the offer or the yes that the state stands on."""
        group = SupportGroup.objects.filter(pk=referral.group_id)
        if referral.state == State.OFFERED:
            group.update(places_held=F("places_held") + 1)
            OfferFactory(referral=referral, group=referral.group)
        if referral.state in TAKES_SEAT:
            group.update(places_taken=F("places_taken") + 1)
        if referral.state in (State.STARTED, State.COMPLETED, State.DISCONTINUED):
            ConsentFactory(referral=referral)

    @factory.post_generation
    def named(referral, create, users, **kwargs):
        """Name ``named=[user, ...]`` as readers of a protected case."""
        for user in users or []:
            NamedReader.objects.create(referral=referral, user=user, named_by=user)

    @factory.post_generation
    def identity(referral, create, values, **kwargs):
        """Seal ``identity={"first_name": ...}``."""
        if values:
            keep_identity(referral=referral, values=values)


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    class Params:
        answered = factory.Trait(
            state=OfferState.DECLINED, answered_at=factory.LazyFunction(timezone.now)
        )

    referral = factory.SubFactory(ReferralFactory)
    group = factory.SubFactory(GroupFactory, planned=True)
    made_by = factory.SubFactory("tests.factories.accounts.UserFactory", coordinator=True)
    deadline = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    referral = factory.SubFactory(ReferralFactory)
    by = ConsentBy.BOTH_GUARDIANS
    recorded_by = factory.SelfAttribute("referral.sent_by")
