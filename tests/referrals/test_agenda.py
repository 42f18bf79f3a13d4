"""What waits for each of them on *Att göra*."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.models import Handover
from referrals.queries import agenda
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


def lines(user):
    return [(item.title, item.urgency, item.due_on) for item in agenda(user)]


def test_agenda_of_the_office():
    office = UserFactory(coordinator=True)
    ReferralFactory(submitted_at=timezone.now())
    lost = ReferralFactory(waiting=True, must_have_new_place=True)
    ending, calm = ReferralFactory(offered=True), ReferralFactory(offered=True)
    ending.offers.update(deadline=TODAY + timedelta(days=3))
    calm.offers.update(deadline=TODAY + timedelta(days=4))
    rested = ReferralFactory(resting=True, resting_until=TODAY)
    ReferralFactory(resting=True, resting_until=TODAY + timedelta(days=1))
    ReferralFactory(waiting=True)
    ReferralFactory(protected=True)
    ReferralFactory(draft=True)

    assert lines(office) == [
        ("1 new request", "soon", None),
        (f"{lost.spoken} must have a new place", "now", None),
        (f"{ending.spoken}: the offer ends soon", "soon", TODAY + timedelta(days=3)),
        (f"{rested.spoken} has rested", "soon", TODAY),
    ]


def test_a_request_left_unread_is_urgent():
    long_ago = timezone.now() - timedelta(days=3)
    ReferralFactory(submitted_at=long_ago)
    ReferralFactory()

    assert lines(UserFactory(coordinator=True)) == [("2 new requests", "now", None)]


def test_agenda_of_a_unit():
    unit = AffiliationFactory()
    offered = ReferralFactory(offered=True, workplace=unit)
    returned = ReferralFactory(returned=True, workplace=unit)
    ReferralFactory(offered=True, workplace=unit, feedback_level="received_and_closed")
    ReferralFactory(workplace=unit)
    ReferralFactory(offered=True)

    assert lines(unit.user) == [
        (f"{offered.spoken} is offered a place", "now", TODAY + timedelta(days=10)),
        (f"{returned.spoken} needs to be completed", "now", None),
    ]


def test_agenda_of_the_head_is_protected_cases_without_a_deputy():
    one, two = UserFactory(coordinator=True), UserFactory(coordinator=True)
    case = ReferralFactory(protected=True, named=[one])
    ReferralFactory(protected=True, named=[one, two])

    assert lines(UserFactory(head=True)) == [(f"{case.spoken} has too few readers", "now", None)]


def test_the_head_learns_how_many_handovers_nobody_answers_and_not_of_whom():
    head, giver, taker = UserFactory(head=True), AffiliationFactory(), AffiliationFactory()
    for days in (13, 15, 30):
        case = ReferralFactory(workplace=giver)
        Handover.objects.create(
            referral=case,
            from_unit=giver.district,
            to_unit=taker.district,
            reason="moved",
            ground="consent_guardians",
            given_by=giver.user,
            given_at=timezone.now() - timedelta(days=days),
        )
    two = "2 handovers between units have waited for an answer for more than two weeks"

    assert lines(head) == [(two, "now", None)]
    Handover.objects.update(state="taken_back", answered_at=timezone.now())
    assert lines(head) == []


@pytest.mark.parametrize("role", ["leader", "board", "admin"])
def test_nothing_of_the_children_waits_for_the_others(role):
    ReferralFactory(offered=True)

    assert lines(UserFactory(**{role: True})) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_agenda_costs_the_same_for_any_number(rows, django_assert_num_queries):
    unit = AffiliationFactory()
    ReferralFactory.create_batch(rows, offered=True, workplace=unit)
    unit.user.roles  # noqa: B018 - asked once for each request

    with django_assert_num_queries(10):
        assert len(agenda(unit.user)) == rows
