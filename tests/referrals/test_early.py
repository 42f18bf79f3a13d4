"""A group that starts soon with too few: who is warned, and how many each way out would reach."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from districts.choices import Region
from groups.choices import Need
from referrals.queries import agenda, early_warning
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()
START = TODAY + timedelta(weeks=3)


def short(**columns):
    """Return a group for children of 7 to 9 that starts in three weeks with too few."""
    values = {"planned": True, "timed": True, "first_on": START, "weekday": START.weekday()}
    values |= {"age_from": 7, "age_to": 9, "region": Region.SOUTH}
    return GroupFactory(**(values | columns))


def waits(years, district, **columns):
    """A child who waits and will be so many years old all through the spring of the group."""
    born = {"child_birth_year": START.year - years, "child_birth_month": START.month}
    values = {"waiting": True, "child_district": district, "needs": [Need.SUBSTANCE_USE]}
    return ReferralFactory(**(values | born | columns))


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def place():
    return DistrictFactory(region=Region.SOUTH, name="Farsta")


@pytest.mark.parametrize(
    ("weeks", "columns", "is_asked"),
    [
        (6, {"places_taken": 3}, True),
        (6, {"places_taken": 3, "places_held": 4}, True),  # an offer is not yet a child
        (6, {"places_taken": 4}, False),
        (7, {}, False),
        (0, {}, True),
        (3, {"parents": True}, False),
    ],
)
def test_coordinator_is_warned_of_a_group_below_its_minimum_from_six_weeks(
    coordinator, weeks, columns, is_asked
):
    first_on = TODAY + timedelta(weeks=weeks)
    group = short(first_on=first_on, weekday=first_on.weekday(), minimum=4, **columns)

    found = [item.url for item in agenda(coordinator)]

    page = reverse("referrals:early_warning", args=[group.slug])
    assert found == ([page] if is_asked else [])


def test_agenda_says_how_many_who_wait_would_fit(coordinator, place):
    short(hosting_districts=[place], minimum=4)
    waits(8, place)
    waits(12, place)

    [item] = agenda(coordinator)

    assert item.detail == (
        "0 have a place, the group starts with at least 4. 1 who wait fit it and live near."
    )


def test_agenda_costs_the_same_for_one_short_group_or_three(coordinator, place):
    short(hosting_districts=[place])
    agenda(coordinator)  # knows its roles from now on
    one = queries_of(lambda: agenda(coordinator))
    for _ in range(2):
        short(hosting_districts=[DistrictFactory(region=Region.SOUTH)])

    assert queries_of(lambda: agenda(coordinator)) == one


def reaches(group, user):
    """Return how many the plan reaches, and how many each way out does, by its words."""
    warning = early_warning(group, user)
    found = {one.option.words: one.reaches for one in warning.outcomes}
    return warning.reaches, found


def test_each_way_out_says_how_many_who_wait_it_would_reach(coordinator, place):
    former = DistrictFactory(region=Region.SOUTH, successor=place, valid_to=TODAY)
    beside = DistrictFactory(region=Region.SOUTH, name="Skarpnäck")
    elsewhere = DistrictFactory(region=Region.WEST, name="Bromma")
    group = short(hosting_districts=[place])
    other = short(hosting_districts=[beside], age_from=8, age_to=12, capacity=8, places_taken=2)
    for years, district in [
        (8, place),
        (8, former),
        (12, place),  # too old, also with wider ages
        (6, place),  # a year too young
        (8, beside),
        (8, elsewhere),
    ]:
        waits(years, district)
    waits(8, place, needs=[Need.MENTAL_ILLNESS])
    waits(8, place, protected=True)
    waits(8, place, waiting=False)

    now, found = reaches(group, coordinator)

    later = [number for words, number in found.items() if words.startswith("Begin")]
    assert now == 2
    assert later == [2, 2]
    [merge] = [number for words, number in found.items() if words.startswith("Merge")]
    assert merge == 1
    assert found["Widen the ages to 6–10"] == 3
    [wider] = [number for words, number in found.items() if words.startswith("Open")]
    assert wider == 3
    assert other.places_left == 6


def test_a_later_start_counts_who_is_old_enough_then(coordinator, place):
    """Whoever was born in the month of the start may be either age; a month later is younger."""
    group = short(hosting_districts=[place])
    soon = START + timedelta(weeks=4)
    born = {"child_birth_year": soon.year - 7, "child_birth_month": soon.month}
    waits(7, place, **born)

    now, found = reaches(group, coordinator)

    grows = int(soon.month != START.month)
    later = [number for words, number in found.items() if words.startswith("Begin")]
    assert (now, later[-1]) == (1 - grows, 1)


def test_a_later_start_says_how_many_requests_came_lately(coordinator, place):
    group = short(hosting_districts=[place])
    waits(8, place, submitted_at=timezone.now() - timedelta(weeks=1))
    waits(8, place, submitted_at=timezone.now() - timedelta(weeks=9))

    later = early_warning(group, coordinator).outcomes[0]

    assert later.meaning[-1] == (
        "2 weeks more for new requests: in the last eight weeks 1 came that fits."
    )


def test_merging_says_how_many_of_its_own_children_fit_there(coordinator, place):
    group = short(hosting_districts=[place])
    born = {"child_birth_year": START.year - 7, "child_birth_month": START.month}
    ReferralFactory(accepted=True, group=group, **born)
    born["child_birth_year"] -= 2
    ReferralFactory(accepted=True, group=group, **born)
    short(hosting_districts=[place], age_from=9, age_to=12, places_taken=4)
    group.refresh_from_db()

    merge = next(
        one
        for one in early_warning(group, coordinator).outcomes
        if one.option.words.startswith("Merge")
    )

    assert merge.meaning[0] == "1 of the 2 children here fit there."


def test_page_shows_numbers_and_no_child(client, sign_in, place):
    sign_in(coordinator=True)
    group = short(hosting_districts=[place])
    child = waits(8, place)

    page = client.get(reverse("referrals:early_warning", args=[group.slug]))

    assert page.status_code == 200
    assert child.reference not in page.text
    assert child.spoken not in page.text


def test_page_of_a_group_that_has_enough_is_its_own(client, sign_in):
    sign_in(coordinator=True)
    group = short(places_taken=4)

    page = client.get(reverse("referrals:early_warning", args=[group.slug]))

    assert page["Location"] == group.get_absolute_url()
