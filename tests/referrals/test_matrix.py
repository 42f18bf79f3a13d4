"""Every move, sent straight to its address from every state as every role, against the table."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from barnstod.accounts.choices import Role
from referrals.choices import State
from referrals.models import Referral
from referrals.workflow import MOVES
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db

OFFICE, UNIT = "coordinator", "own unit"
BOTH, NOBODY = {OFFICE, UNIT}, set()
# Who may make each move, as the design says. What the office alone sees, the unit cannot find.
ALLOWED = {
    "take_up": {OFFICE},
    "close": {OFFICE},
    "submit": {UNIT},  # a telephone call is the office's: see the last test
    "return": {OFFICE},
    "wait": {OFFICE},
    "rest": {OFFICE},
    "wake": {OFFICE},
    "offer": {OFFICE},
    "accept": BOTH,
    "refuse": BOTH,
    "lapse": NOBODY,
    "retract": {OFFICE},
    "start": {OFFICE},
    "take_back_start": NOBODY,
    "complete": {OFFICE},
    "discontinue": {OFFICE},
    "lose_place": NOBODY,
    "change_group": {OFFICE},
    "withdraw": BOTH,
    "decline": {OFFICE},
}
# These have a page of their own, which asks more than a button does.
OWN_ADDRESS = {"offer": "offer", "submit": "review"}
SENDABLE = {name for name, move in MOVES.items() if move.by_hand} | {"submit"}


class World:
    """One case, and one person for every way of standing to it."""

    def __init__(self, state, **traits):
        self.group = GroupFactory(planned=True)
        if ReferralFactory._meta.parameters.keys() >= {state}:
            traits[state] = True
        if state in ("offered", "accepted", "started", "completed", "discontinued"):
            traits["group"] = self.group
        self.referral = ReferralFactory(**traits)
        self.other_group = GroupFactory(planned=True, programme=self.group.programme)
        if state == State.ACCEPTED:
            ConsentFactory(referral=self.referral)

    def staff(self):
        """Return those who work with cases, one for every way of standing to this one."""
        case, office = self.referral, UserFactory(coordinator=True)
        if case.sender_organisation:
            own = AffiliationFactory(sends=True, organisation=case.sender_organisation)
            other = AffiliationFactory(sends=True)
        else:
            own = AffiliationFactory(district=case.sender_district or DistrictFactory())
            other = AffiliationFactory()
        return {OFFICE: office, UNIT: own.user, "other unit": other.user}

    def others(self):
        leader = LeaderFactory(with_account=True)
        self.group.leaders.add(leader)
        return {
            "own leader": leader.user,
            Role.HEAD: UserFactory(head=True),
            Role.BOARD: UserFactory(board=True),
            Role.ADMIN: UserFactory(admin=True),
        }

    def answers(self, name):
        tomorrow = timezone.localdate() + timedelta(days=1)
        every = {
            "missing": "area",
            "rest_reason": "next_term",
            "resting_until": tomorrow,
            "group": self.other_group.slug,
            "deadline": tomorrow,
            "discontinue_reason": "moved",
            "withdrawn_by": "family",
            "decline_reason": "no_group",
            "guided_to": "school",
        }
        return {field: every[field] for field in MOVES[name].asks}

    def send(self, name, user):
        """POST the move as ``user``; return the status and the state then, and undo all of it."""
        client = signed_in(user)
        try:
            where = OWN_ADDRESS.get(name, "move")
            arguments = [self.referral.reference] + ([name] if where == "move" else [])
            url = reverse(f"referrals:{where}", args=arguments)
        except NoReverseMatch:
            url = f"/kontor/forfragningar/{self.referral.reference}/flytta/{name}/"
        with transaction.atomic():
            response = client.post(url, self.answers(name))
            state = Referral.objects.get(pk=self.referral.pk).state
            transaction.set_rollback(True)
        return response.status_code, str(state)


def signed_in(user):
    """Return the browser of ``user``: signed in once, since a state is asked many times."""
    if not hasattr(user, "browser"):
        user.browser = Client()
        user.browser.force_login(user)
    return user.browser


def expected(state, name, who):
    """Return what the table says of this attempt: the status of the answer, and the state after."""
    move = MOVES[name]
    hides = who == "other unit" or (who == OFFICE and state == State.DRAFT)
    hides |= who == UNIT and state in (State.INTEREST, State.CLOSED)  # nobody's unit sent them
    if name == "offer" and who in (UNIT, "other unit"):
        return (403, str(state))
    if hides or name not in SENDABLE:
        return (404, str(state))
    if state not in move.sources:
        return (302, str(state))  # a page that says who was first
    if who in ALLOWED[name]:
        return (302, str(move.target))
    return (403, str(state))


@pytest.mark.parametrize("state", State.values)
def test_every_move_from(state):
    world = World(state)
    staff = world.staff()

    answers = {(name, who): world.send(name, user) for name in MOVES for who, user in staff.items()}

    assert answers == {(name, who): expected(state, name, who) for name, who in answers}


@pytest.mark.parametrize("state", ["draft", "returned", "offered", "started"])
def test_every_move_of_what_an_organisation_sent_from(state):
    """The same table: an organisation is to its case as a unit is, and another one as another."""
    world = World(state, workplace=AffiliationFactory(sends=True))
    staff = world.staff()

    answers = {(name, who): world.send(name, user) for name in MOVES for who, user in staff.items()}

    assert answers == {(name, who): expected(state, name, who) for name, who in answers}


@pytest.mark.parametrize("state", ["offered", "started"])
def test_no_move_is_for_the_other_roles(state):
    world = World(state)

    answers = {
        (name, who): world.send(name, user)
        for who, user in world.others().items()
        for name in MOVES
    }

    assert answers == {
        (name, who): (403 if name in SENDABLE else 404, state) for name, who in answers
    }


@pytest.mark.parametrize("state", ["submitted", "offered"])
def test_no_move_reaches_a_protected_child_from_anybody_who_is_not_named(state):
    world = World(state, protected=True)
    answers = {
        who: {world.send(name, user) for name in MOVES} for who, user in world.staff().items()
    }

    assert answers[OFFICE] == {(404, state)}
    assert answers[UNIT] == answers["other unit"] == {(404, state), (403, state)}


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_the_office_took_by_telephone_the_office_sends(state):
    office = UserFactory(coordinator=True)
    world = World(state, telephone=True, sent_by=office)

    assert world.send("submit", office) == (302, "submitted")
    assert world.send("submit", AffiliationFactory().user) == (404, state)
