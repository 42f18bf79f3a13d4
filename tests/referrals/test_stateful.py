"""Random people make random moves; whatever happens, the sums are right and nothing is lost.

A move is of whatever changes a case: its own moves, its family, its protection, the roll of an
evening, another unit.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.exceptions import GroupRefusal
from groups.models import SupportGroup
from referrals import services
from referrals.choices import (
    HAS_GROUP,
    TAKES_SEAT,
    ConsentBy,
    ParentSeat,
    Protection,
    SiblingWish,
    State,
)
from referrals.exceptions import Refusal
from referrals.handover import HandoverGround, HandoverReason, HandoverState
from referrals.models import Handover, Identity, NamedReader, Offer, ParentPlace, Referral
from referrals.roll import Tap, child_key, place_of
from referrals.workflow import MOVES
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, SessionFactory
from tests.factories.referrals import ReferralFactory

REFUSED = (Refusal, GroupRefusal, PermissionDenied, ValidationError, Referral.DoesNotExist)
CHILDREN, GROUPS = range(6), range(2)
FROM_ORGANISATIONS = (2, 4)  # one that waits, and one that is offered a place
PEOPLE, WISHES = ("office", "unit", "stranger"), list(SiblingWish)

LOOKED_AT_COMMIT = """
SELECT string_agg(DISTINCT quote_ident(conname), ', ') FROM pg_constraint WHERE condeferred
"""


class Office(RuleBasedStateMachine):
    """Six children, two groups of two and one for parents, an office, two units, a stranger."""

    @initialize()
    def begin(self):
        self.before = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute(LOOKED_AT_COMMIT)
            [[self.at_commit]] = cursor.fetchall()
        self.office = UserFactory(coordinator=True)
        self.stranger = UserFactory(social_worker=True)
        self.elsewhere = AffiliationFactory()
        small = {"planned": True, "capacity": 2, "minimum": 1}
        parents = GroupFactory(parents=True, **small)
        self.groups = [GroupFactory(parallel_group=beside, **small) for beside in (parents, None)]
        self.sessions = [SessionFactory(group=group, tonight=True) for group in self.groups]
        traits = ["draft", "waiting", "waiting", "resting", "offered", "accepted"]
        places = {"offered": {"group": self.groups[0]}, "accepted": {"group": self.groups[1]}}
        named = {"identity": {"first_name": "Kanarie"}}
        units = [AffiliationFactory(sends=number in FROM_ORGANISATIONS) for number in CHILDREN]
        self.children = [
            ReferralFactory(**{one: True}, **places.get(one, {}), **named, workplace=unit)
            for one, unit in zip(traits, units, strict=True)
        ]
        self.first_contacts = {child.pk: child.first_contact_at for child in self.children}

    def teardown(self):
        transaction.savepoint_rollback(self.before)

    def now(self, number):
        return Referral.objects.get(pk=self.children[number].pk)

    def person(self, who, child):
        return {"office": self.office, "unit": child.sent_by, "stranger": self.stranger}[who]

    def attempt(self, who, child, action):
        """Let ``who`` do it; a refusal must leave nothing behind."""
        audited, letters = AuditEvent.objects.count(), Notice.objects.count()
        try:
            with acting_as(who):
                action()
        except REFUSED:
            assert (AuditEvent.objects.count(), Notice.objects.count()) == (audited, letters)

    @rule(
        number=st.sampled_from(CHILDREN),
        name=st.sampled_from([name for name in MOVES if name not in ("offer", "lapse")]),
        who=st.sampled_from(PEOPLE),
        where=st.sampled_from(GROUPS),
    )
    def move(self, number, name, who, where):
        child = self.now(number)
        person = self.person(who, child)
        every = {
            "missing": ["area"],
            "rest_reason": "next_term",
            "resting_until": timezone.localdate(),
            "group": self.groups[where],
            "discontinue_reason": "moved",
            "withdrawn_by": "family",
            "decline_reason": "no_group",
            "guided_to": "school",
        }
        facts = {field: every[field] for field in MOVES[name].asks}
        self.attempt(
            person,
            child,
            lambda: services.move(referral=child, name=name, by=person, **facts),
        )

    @rule(
        number=st.sampled_from(CHILDREN),
        where=st.sampled_from(GROUPS),
        days=st.sampled_from([-1, 3]),
    )
    def offer(self, number, where, days):
        child, deadline = self.now(number), timezone.localdate() + timedelta(days=days)
        group = self.groups[where]
        self.attempt(
            self.office,
            child,
            lambda: services.make_offer(
                referral=child, group=group, deadline=deadline, by=self.office
            ),
        )

    @rule(number=st.sampled_from(CHILDREN))
    def consent(self, number):
        child = self.now(number)
        who, today = ConsentBy.BOTH_GUARDIANS, timezone.localdate()
        self.attempt(
            self.office,
            child,
            lambda: services.record_consent(
                referral=child, by=self.office, who=who, given_on=today
            ),
        )

    @rule()
    def lapse(self):
        services.lapse_offers()

    @rule(where=st.sampled_from(GROUPS))
    def cancel(self, where):
        group = SupportGroup.objects.get(pk=self.groups[where].pk)
        self.attempt(
            self.office,
            None,
            lambda: services.cancel_group(group=group, by=self.office, reason="för få"),
        )

    @rule(number=st.sampled_from(CHILDREN), who=st.sampled_from(PEOPLE))
    def protect(self, number, who):
        child = self.now(number)
        person = self.person(who, child)
        self.attempt(
            person,
            child,
            lambda: services.protect(
                referral=child,
                protection=Protection.CONFIDENTIALITY_MARK,
                by=person,
                office_reader=self.office,
            ),
        )

    @rule(
        one=st.sampled_from(CHILDREN), other=st.sampled_from(CHILDREN), wish=st.sampled_from(WISHES)
    )
    def put_together(self, one, other, wish):
        child, sibling = self.now(one), self.now(other)
        self.attempt(
            self.office,
            child,
            lambda: services.put_together(
                referral=child, other=sibling, siblings=wish, by=self.office
            ),
        )

    @rule(one=st.sampled_from(CHILDREN), other=st.sampled_from(CHILDREN))
    def offer_to_a_family(self, one, other):
        places = {self.now(number): self.groups[0] for number in {one, other}}
        self.attempt(
            self.office,
            None,
            lambda: services.offer_together(
                places=places,
                deadline=timezone.localdate(),
                by=self.office,
                parent_beside=self.groups[0],
            ),
        )

    @rule(number=st.sampled_from(CHILDREN), presence=st.sampled_from(["present", "absent"]))
    def mark(self, number, presence):
        child = self.now(number)
        session = next((one for one in self.sessions if one.group_id == child.group_id), None)
        if session is None:
            return
        key = child_key(place_of(session), child.spoken)
        tap = Tap(uuid4(), key, presence, "ill" if presence == "absent" else "", 0)
        self.attempt(
            self.office,
            child,
            lambda: services.take_roll(session=session, taps=[tap], by=self.office),
        )

    @rule(number=st.sampled_from(CHILDREN), who=st.sampled_from(PEOPLE))
    def hand_over(self, number, who):
        child = self.now(number)
        person = self.person(who, child)
        reason, ground = HandoverReason.MOVED, HandoverGround.CONSENT_GUARDIANS
        self.attempt(
            person,
            child,
            lambda: services.hand_over(
                referral=child, to_unit=self.elsewhere.district, reason=reason, ground=ground,
                by=person,
            ),
        )  # fmt: skip

    @rule(number=st.sampled_from(CHILDREN))
    def take_over(self, number):
        child = self.now(number)
        if handover := Handover.objects.open().filter(referral=child).first():
            taker = self.elsewhere.user
            self.attempt(
                taker,
                child,
                lambda: services.take_over(handover=handover, sender_reference="", by=taker),
            )

    @invariant()
    def the_counters_are_the_children_and_the_parents(self):
        if not hasattr(self, "children"):
            return
        held, taken = Counter(), Counter()
        for group, state in Referral.objects.values_list("group", "state"):
            held[group] += state == State.OFFERED
            taken[group] += state in TAKES_SEAT
        for group, state in ParentPlace.objects.values_list("group", "state"):
            held[group] += state == ParentSeat.HELD
            taken[group] += state == ParentSeat.TAKEN
        for group in SupportGroup.objects.all():
            assert (group.places_held, group.places_taken) == (held[group.pk], taken[group.pk])
            assert group.places_held + group.places_taken <= group.capacity
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"SET CONSTRAINTS {self.at_commit} DEFERRED")

    @invariant()
    def every_child_is_where_its_last_event_says(self):
        if not hasattr(self, "children"):
            return
        offered = set(Offer.objects.open().values_list("referral", flat=True))
        told = AuditEvent.objects.filter(detail__has_key="after").order_by("subject", "-pk")
        after = {one.subject: one.detail["after"] for one in told.distinct("subject")}
        for child in Referral.objects.all():
            assert child.first_contact_at == self.first_contacts[child.pk]
            assert (child.group_id is not None) == (child.state in HAS_GROUP)
            assert (child.pk in offered) == (child.state == State.OFFERED)
            assert after.get(child.reference, child.state) == child.state

    @invariant()
    def a_protected_child_has_readers_no_name_and_no_sibling_who_is_not(self):
        if not hasattr(self, "children"):
            return
        named = set(NamedReader.objects.values_list("referral", flat=True))
        known = set(Identity.objects.values_list("referral", flat=True))
        families = defaultdict(set)
        for child in Referral.objects.all():
            families[child.household_id or child.pk].add(child.is_protected)
            assert not child.is_protected or (child.pk in named, child.pk in known) == (True, False)
        assert all(len(protected) == 1 for protected in families.values())

    @invariant()
    def a_case_is_of_the_unit_that_took_it_last(self):
        if not hasattr(self, "children"):
            return
        taken = Handover.objects.filter(state=HandoverState.TAKEN)
        owner = dict(taken.order_by("answered_at").values_list("referral", "to_unit"))
        for child in Referral.objects.filter(pk__in=owner):
            assert {child.sender_district_id, child.owner_authority_id} == {owner[child.pk]}


@pytest.mark.django_db
def test_random_moves_keep_every_sum_and_lose_nobody():
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
