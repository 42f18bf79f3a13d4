"""Random people make random moves; whatever happens, the sums are right and nothing is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
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
from referrals.choices import HAS_GROUP, TAKES_SEAT, ConsentBy, State
from referrals.exceptions import Refusal
from referrals.models import Offer, Referral
from referrals.workflow import MOVES
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

REFUSED = (Refusal, GroupRefusal, PermissionDenied, ValidationError, Referral.DoesNotExist)
CHILDREN, GROUPS = range(6), range(2)


class Office(RuleBasedStateMachine):
    """Six children, two groups of two, an office, a unit and a stranger."""

    @initialize()
    def begin(self):
        self.before = transaction.savepoint()
        self.office = UserFactory(coordinator=True)
        self.stranger = UserFactory(social_worker=True)
        self.groups = [GroupFactory(planned=True, capacity=2, minimum=1) for _ in GROUPS]
        traits = ["draft", "waiting", "waiting", "resting", "offered", "accepted"]
        places = {"offered": {"group": self.groups[0]}, "accepted": {"group": self.groups[1]}}
        self.children = [ReferralFactory(**{one: True}, **places.get(one, {})) for one in traits]
        self.first_contacts = {child.pk: child.first_contact_at for child in self.children}

    def teardown(self):
        transaction.savepoint_rollback(self.before)

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
        who=st.sampled_from(["office", "unit", "stranger"]),
        where=st.sampled_from(GROUPS),
    )
    def move(self, number, name, who, where):
        child = self.children[number]
        person = {"office": self.office, "unit": child.sent_by, "stranger": self.stranger}[who]
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
        child, deadline = self.children[number], timezone.localdate() + timedelta(days=days)
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
        child = self.children[number]
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

    @invariant()
    def the_counters_are_the_children(self):
        if not hasattr(self, "groups"):
            return
        for group in SupportGroup.objects.all():
            children = list(group.referrals.all())
            assert (group.places_held, group.places_taken) == (
                sum(child.state == State.OFFERED for child in children),
                sum(child.state in TAKES_SEAT for child in children),
            )
            assert group.places_held + group.places_taken <= group.capacity
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    @invariant()
    def every_child_is_where_its_last_event_says(self):
        if not hasattr(self, "children"):
            return
        for child in Referral.objects.all():
            assert child.first_contact_at == self.first_contacts[child.pk]
            assert (child.group is not None) == (child.state in HAS_GROUP)
            is_offered = Offer.objects.open().filter(referral=child).exists()
            assert is_offered == (child.state == State.OFFERED)
            last = AuditEvent.objects.filter(subject=child.reference, detail__has_key="after")
            if event := last.first():
                assert event.detail["after"] == child.state


@pytest.mark.django_db
def test_random_moves_keep_every_sum_and_lose_nobody():
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
