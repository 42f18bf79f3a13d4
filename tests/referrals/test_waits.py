"""The wait that families read: of five children or more, never of one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from barnstod.web.models import PublicVersion
from groups.models import UsualWait
from referrals import services
from referrals.choices import OfferState
from tests.factories.districts import DistrictFactory
from tests.factories.referrals import OfferFactory, ReferralFactory

pytestmark = pytest.mark.django_db


def place_after(weeks: int, *, district, given=timedelta(days=10), **child):
    """Let a child get a place, ``given`` ago, so many weeks after the first contact."""
    answered_at = timezone.now() - given
    referral = ReferralFactory(
        started=True,
        child_district=district,
        first_contact_at=answered_at - timedelta(weeks=weeks),
        **child,
    )
    OfferFactory(
        referral=referral,
        group=referral.group,
        state=OfferState.ACCEPTED,
        answered_at=answered_at,
        answered_by=referral.sent_by,
    )
    return referral


def told():
    return {row.region: (row.weeks, row.fives) for row in UsualWait.objects.all()}


def test_wait_is_the_middle_one_by_part_of_the_city_and_for_all_of_it():
    south, west = DistrictFactory(region="soderort"), DistrictFactory(region="vasterort")
    for weeks in (2, 3, 4, 9, 20):
        place_after(weeks, district=south)
    for weeks in (1, 1):
        place_after(weeks, district=west)

    services.publish_usual_waits()

    assert told() == {"": (3, 1), "soderort": (4, 1)}


def test_four_children_are_too_few_to_tell_of():
    for weeks in (2, 3, 4, 9):
        place_after(weeks, district=DistrictFactory(region="soderort"))

    services.publish_usual_waits()

    assert told() == {}


def test_protected_child_counts_in_the_whole_city_alone():
    south = DistrictFactory(region="soderort")
    for _ in range(4):
        place_after(6, district=south)
    place_after(6, district=south, protected=True)

    services.publish_usual_waits()

    assert told() == {"": (6, 1)}


def test_what_is_longer_ago_than_a_year_is_not_told_and_goes_where_it_was():
    south = DistrictFactory(region="soderort")
    for _ in range(5):
        place_after(6, district=south, given=timedelta(days=400))
    UsualWait.objects.create(region="soderort", weeks=6, fives=1, since_on=timezone.localdate())

    services.publish_usual_waits()

    assert told() == {}


def test_same_figures_twice_leave_the_public_pages_as_they_are():
    for _ in range(5):
        place_after(6, district=DistrictFactory(region="soderort"))
    services.publish_usual_waits()
    version = PublicVersion.objects.get().number

    services.publish_usual_waits()

    assert PublicVersion.objects.get().number == version


@pytest.mark.parametrize("broken", [{"fives": 0}, {"region": "farsta"}], ids=str)
def test_database_refuses_a_wait_of_few_and_of_a_district(broken):
    figure = {"region": "soderort", "weeks": 3, "fives": 1, "since_on": timezone.localdate()}

    with pytest.raises(IntegrityError):
        UsualWait.objects.create(**figure | broken)
