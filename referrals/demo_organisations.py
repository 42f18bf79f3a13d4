"""What an organisation of the demonstration has sent: a draft, one waiting, one offered a place."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from districts.demo import DOMAIN, SOURCE
from districts.models import District
from groups.choices import Audience, DocumentationMode, GroupState, Need
from groups.models import SupportGroup
from groups.services import hold_seat
from referrals.choices import (
    ContactWay,
    DisclosureGround,
    FeedbackLevel,
    SenderKind,
    State,
)
from referrals.demo import COORDINATOR, STEPS
from referrals.models import Offer, Referral
from referrals.services.identities import keep_identity
from referrals.words import spoken_number

ACCOUNT = f"forening@{DOMAIN}"
CHILDREN = (  # state, days since the first contact, how much the sender learns, first name
    (State.DRAFT, 2, FeedbackLevel.RECEIVED_AND_CLOSED, "Signe"),
    (State.WAITING, 23, FeedbackLevel.RECEIVED_AND_CLOSED, "Nils"),
    (State.OFFERED, 40, FeedbackLevel.PLACE_OR_NOT, "Maj"),
)
FIRST_NUMBER = 2001  # of the three words, past all that the units have sent
ANSWER_WITHIN = timedelta(days=8)


def load(today: date, rng: Random) -> None:
    """Write what the organisation has sent, with its history; nothing the second time.

    Nor where the demonstration was loaded before this account was part of it.
    """
    sender, office = (User.objects.filter(email=one).first() for one in (ACCOUNT, COORDINATOR))
    group = _group_with_a_place()
    if sender is None or group is None or Referral.objects.filter(sent_by=sender).exists():
        return
    organisation = sender.affiliations.get().organisation
    districts = list(District.objects.on(today))
    for number, (state, days, level, first_name) in enumerate(CHILDREN, start=FIRST_NUMBER):
        began, is_sent = timezone.now() - timedelta(days=days), state != State.DRAFT
        is_offered = state == State.OFFERED
        sent = {"submitted_at": began, "disclosed_at": began, "disclosed_by": sender}
        child = Referral.objects.create(
            spoken=spoken_number(number * 7919),
            state=state,
            first_contact_at=began,
            sender_kind=SenderKind.ORGANISATION,
            sender_organisation=organisation,
            sent_by=sender,
            disclosure_ground=DisclosureGround.CONSENT_GUARDIANS if is_sent else "",
            feedback_level=level,
            contact_ways=[ContactWay.RING],
            child_birth_year=today.year - (group.age_from or 7),
            child_birth_month=5,
            child_district=rng.choice(districts),
            needs=list(group.needs),
            languages=["sv"],
            weekdays=[1, 2, 3],
            group=group if is_offered else None,
            **(sent if is_sent else {}),
        )
        keep_identity(referral=child, values={"first_name": first_name, "phone": "070-1740680"})
        if is_offered:
            hold_seat(group.pk)
            Offer.objects.create(
                referral=child, group=group, made_by=office, deadline=today + ANSWER_WITHIN
            )
        AuditEvent.objects.bulk_create(
            AuditEvent(
                at=began + timedelta(days=day),
                actor=f"user:{(sender if name == 'submit' else office).pk}",
                action=f"referral.{name}",
                subject_type=Referral._meta.label_lower,
                subject=child.reference,
            )
            for day, name in enumerate(STEPS.get(state, ()))
        )


def _group_with_a_place() -> SupportGroup | None:
    """Return a group of children to come that keeps names and has places left."""
    groups = SupportGroup.objects.filter(
        organisation__source=SOURCE,
        state=GroupState.PLANNED,
        audience=Audience.CHILDREN,
        programme__documentation_mode=DocumentationMode.IDENTIFIED,
    ).exclude(needs__contains=[Need.FAMILY_VIOLENCE])
    return max(groups, key=lambda group: group.places_left, default=None)
