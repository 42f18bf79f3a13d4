"""The children of the demonstration: about 130 requests in every state. Nobody in it exists.

Written in bulk, because loading shall take a second or two; the database checks every rule, the
seats among them, when the command commits.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from districts.demo import SOURCE
from districts.models import Affiliation, District
from groups.choices import Audience, GroupState, Need, Weekday
from groups.demo import count_seats
from groups.models import SupportGroup
from groups.queries.early import starting_short
from referrals.choices import (
    CLOSED,
    HAS_GROUP,
    TAKES_SEAT,
    ConsentBy,
    ContactWay,
    DeclineReason,
    DisclosureGround,
    DiscontinueReason,
    FeedbackLevel,
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
from referrals.services.identities import keep_identity, names_to_keep
from referrals.services.waits import publish_usual_waits
from referrals.words import spoken_number

COORDINATOR = "samordnare@barnstod.example"

# How many children of which state sit in a group of this state; the groups take turns.
IN_GROUPS = {
    GroupState.COMPLETED: ((State.COMPLETED, 2), (State.DISCONTINUED, 1)),
    GroupState.RUNNING: ((State.STARTED, 3),),
    GroupState.PLANNED: ((State.ACCEPTED, 1), (State.OFFERED, 1)),
}
WITHOUT_GROUP = (
    (State.WAITING, 20),
    (State.SUBMITTED, 6),
    (State.RETURNED, 3),
    (State.RESTING, 3),
    (State.DRAFT, 3),
    (State.WITHDRAWN, 3),
    (State.DECLINED, 3),
    (State.INTEREST, 2),
    (State.CLOSED, 1),
)
BEGAN = (State.STARTED, State.COMPLETED, State.DISCONTINUED)
PROTECTED_EVERY = 29  # a few children of the demo have protected personal data
FIRST_NAMES = """
Alba Alvar Amina Aron Bea Boel Cleo Dante Disa Eira Elif Elton Ester Fabian Filippa Folke Greta
Harun Heddie Hjalmar Idris Ines Isa Ivar Juni Kaj Kian Leia Levi Lo Majken Melker Mira Nadja Nour
Ossian Petronella Quinn Rafael Rim Saga Sixten Svea Tage Tindra Ture Vanja Vilda Yasin Ymer
"""
LAST_NAMES = """
Alströmsson Bergvikare Björnhed Dalfors Ekhage Falkeby Grankvist Hedlöv Idborg Kallbäck Lindehag
Mossgren Nylöv Ollebo Ramsö Skoghed Strandfall Tallmo Ulvhed Vikfors Åkerö Ängslund Ösmoberg
"""
# What was answered to whether it is safe, which has to be asked where there is violence.
SAFE = {
    "safe_at_home": SafetyAnswer.YES,
    "services_know": SafetyAnswer.YES,
    "safe_way": SafetyAnswer.YES,
    "contact_restricted": SafetyAnswer.NO,
    "may_know": [MayKnow.GUARDIAN_HERE],
}
# What was done with a case, in the order of its life, up to each state.
STEPS = {
    State.SUBMITTED: ("submit",),
    State.RETURNED: ("submit", "return"),
    State.WAITING: ("submit", "wait"),
    State.RESTING: ("submit", "wait", "rest"),
    State.OFFERED: ("submit", "wait", "offer"),
    State.ACCEPTED: ("submit", "wait", "offer", "accept"),
    State.STARTED: ("submit", "wait", "offer", "accept", "start"),
    State.COMPLETED: ("submit", "wait", "offer", "accept", "start", "complete"),
    State.DISCONTINUED: ("submit", "wait", "offer", "accept", "start", "discontinue"),
    State.WITHDRAWN: ("submit", "withdraw"),
    State.DECLINED: ("submit", "decline"),
    State.CLOSED: ("close",),
}
BY_UNIT = ("submit", "accept", "withdraw")


def load(today: date, rng: Random) -> None:
    """Write the children of the demo's groups and those who wait; nothing the second time."""
    coordinator = User.objects.get(email=COORDINATOR)
    if Referral.objects.filter(disclosed_by__email__endswith="@barnstod.example").exists():
        return
    write = _Writer(today, rng, coordinator)
    for group, state in _places_in_groups(today):
        write.child(state, group)
    for state, count in WITHOUT_GROUP:
        for _ in range(count):
            write.child(state, None)
    write.save()
    publish_usual_waits()


def _places_in_groups(today: date) -> Iterator[tuple[SupportGroup, State]]:
    """Tell who sits where: a group that starts soon has enough, but for the first of them."""
    soon = list(starting_short(today))
    groups = (
        SupportGroup.objects.filter(
            organisation__source=SOURCE,
            audience__in=(Audience.CHILDREN, Audience.TEENAGERS),
            state__in=IN_GROUPS,
        )
        .select_related("programme")
        .order_by("pk")
    )
    for number, group in enumerate(groups):
        states = [
            state for state, count in IN_GROUPS[GroupState(group.state)] for _ in range(count)
        ]
        if group in soon[1:]:
            states += [State.ACCEPTED] * group.minimum
        elif number % 6 == 5 and group not in soon:  # full, so that there is a waiting list to see
            states += [states[0]] * (group.capacity - len(states))
        for state in states:
            yield group, state


class _Writer:
    """Collects the rows, so that they are written in a handful of statements."""

    def __init__(self, today: date, rng: Random, coordinator: User):
        self.today, self.rng, self.coordinator = today, rng, coordinator
        self.now = timezone.now()
        self.districts = list(District.objects.on(today))
        self.units = list(
            Affiliation.objects.valid_on(today)
            .filter(district__isnull=False)
            .select_related("user", "district")
            .order_by("pk")
        )
        self.children: list[Referral] = []
        self.offers: list[Offer] = []
        self.consents: list[Consent] = []
        self.readers: list[NamedReader] = []
        self.events: list[AuditEvent] = []

    def child(self, state: State, group: SupportGroup | None) -> None:
        number = len(self.children)
        unit = self.units[number % len(self.units)]
        own_request = state in (State.INTEREST, State.CLOSED)
        sent = state not in (State.INTEREST, State.CLOSED, State.DRAFT)
        began = self.now - timedelta(days=self.rng.randint(8, 90) + 90 * (state in TAKES_SEAT))
        if state in BEGAN and group and group.first_on:  # asked some weeks before it began
            first_day = datetime.combine(group.first_on, time(9), self.now.tzinfo)
            began = first_day - timedelta(weeks=9 + number % 6)
        if state == State.INTEREST:  # asked just now: the office has a working day to read it
            began = self.now - timedelta(hours=1 + number % 3)
        protection = Protection.NONE
        if sent and number % PROTECTED_EVERY == PROTECTED_EVERY - 1:
            protection = Protection.CONFIDENTIALITY_MARK
        child = Referral(
            spoken=spoken_number(number * 7919),
            state=state,
            first_contact_at=began,
            submitted_at=began + timedelta(days=1) if sent else None,
            last_entry_at=self.now - timedelta(days=self.rng.randint(0, 7)),
            closed_at=self.now - timedelta(days=5) if state in CLOSED else None,
            sender_kind=SenderKind.FAMILY if own_request else SenderKind.SOCIAL_SERVICES,
            sent_by=None if own_request else unit.user,
            sender_district=None if own_request else unit.district,
            owner_authority=None if own_request else unit.district,
            disclosure_ground=DisclosureGround.OWN_REQUEST
            if own_request
            else DisclosureGround.CONSENT_GUARDIANS,
            disclosed_at=began + timedelta(days=1) if sent else None,
            disclosed_by=unit.user if sent else None,
            feedback_level=FeedbackLevel.PLACE_OR_NOT,
            contact_ways=[self.rng.choice([ContactWay.RING, ContactWay.TEXT_MESSAGE])],
            protection=protection,
            child_birth_year=self._birth_year(group),
            child_birth_month=self.rng.randint(1, 12),
            child_district=self.rng.choice([unit.district, self.rng.choice(self.districts)]),
            needs=list(group.needs) if group else [self.rng.choice(Need.values)],
            **SAFE,
            languages=self.rng.choice([["sv"], ["sv"], ["sv", "ar"], ["sv", "fi"]]),
            weekdays=self.rng.sample(Weekday.values[:5], 3),
            programme=group.programme if group else None,
            group=group if state in HAS_GROUP else None,
            **self._reasons(state),
        )
        child.names = (
            Names.CONTACT
            if own_request
            else names_to_keep(protection=protection, programme=child.programme, has_sender=True)
        )
        self.children.append(child)
        self._what_it_stands_on(child, unit)

    def save(self) -> None:
        Referral.objects.bulk_create(self.children)
        Offer.objects.bulk_create(self.offers)
        Consent.objects.bulk_create(self.consents)
        NamedReader.objects.bulk_create(self.readers)
        AuditEvent.objects.bulk_create(self.events)
        for child in self.children:
            if child.names != Names.NONE:
                keep_identity(referral=child, values=self._names())
        held = Counter(c.group_id for c in self.children if c.group_id and c.state == State.OFFERED)
        taken = Counter(c.group_id for c in self.children if c.group_id and c.state in TAKES_SEAT)
        count_seats({group: (held[group], taken[group]) for group in held.keys() | taken.keys()})

    def _yes(self, child: Referral) -> Offer:
        """Return the offer that was accepted some weeks after the first contact."""
        weeks = 3 + len(self.offers) % 6
        answered_at = child.first_contact_at + timedelta(weeks=weeks)
        return Offer(
            referral=child,
            group=child.group,
            made_by=self.coordinator,
            made_at=answered_at - timedelta(days=4),
            deadline=timezone.localdate(answered_at) + timedelta(days=6),
            state=OfferState.ACCEPTED,
            answered_at=answered_at,
            answered_by=child.sent_by,
        )

    def _birth_year(self, group) -> int:
        ages = (group.age_from, group.age_to) if group and group.age_from else (7, 15)
        return self.today.year - self.rng.randint(*ages)

    def _names(self) -> dict[str, str]:
        return {
            "first_name": self.rng.choice(FIRST_NAMES.split()),
            "last_name": self.rng.choice(LAST_NAMES.split()),
            "phone": f"070-1740{self.rng.randint(605, 699)}",  # kept free for fiction by PTS
        }

    def _reasons(self, state: State) -> dict:
        """Return the columns that only this state has."""
        reasons: dict[State, dict] = {
            State.RETURNED: {"missing": [Missing.CONTACT]},
            State.RESTING: {
                "rest_reason": self.rng.choice(RestReason.values),
                "resting_until": self.today + timedelta(days=self.rng.randint(10, 60)),
            },
            State.CLOSED: {"guided_to": GuidedTo.SOCIAL_SERVICES},
            State.WITHDRAWN: {"withdrawn_by": WithdrawnBy.FAMILY},
            State.DECLINED: {
                "decline_reason": DeclineReason.NO_GROUP,
                "guided_to": GuidedTo.ORGANISATION,
            },
            State.DISCONTINUED: {"discontinue_reason": self.rng.choice(DiscontinueReason.values)},
        }
        return reasons.get(state, {})

    def _what_it_stands_on(self, child: Referral, unit: Affiliation) -> None:
        """Write the offer, the yes, the readers and the history that the state requires."""
        if child.state == State.OFFERED:
            deadline = self.today + timedelta(days=self.rng.randint(2, 12))
            self.offers.append(
                Offer(
                    referral=child,
                    group=child.group,
                    made_by=self.coordinator,
                    deadline=deadline,
                    state=OfferState.OPEN,
                )
            )
        if child.state in (*TAKES_SEAT, State.DISCONTINUED):
            self.offers.append(self._yes(child))
        if child.state in (State.STARTED, State.COMPLETED, State.DISCONTINUED):
            self.consents.append(
                Consent(referral=child, by=ConsentBy.BOTH_GUARDIANS, recorded_by=self.coordinator)
            )
        if child.is_protected:
            self.readers += [
                NamedReader(referral=child, user=reader, named_by=unit.user)
                for reader in (unit.user, self.coordinator)
            ]
        for number, name in enumerate(STEPS.get(State(child.state), ())):
            by = unit.user if name in BY_UNIT else self.coordinator
            self.events.append(
                AuditEvent(
                    at=child.first_contact_at + timedelta(days=1 + number),
                    actor=f"user:{by.pk}",
                    action=f"referral.{name}",
                    subject_type=Referral._meta.label_lower,
                    subject=child.reference,
                )
            )
