"""The demonstration: plenty to look at, the same every time, nothing real in it."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

import districts.demo
import groups.demo
from barnstod.accounts.models import User
from districts.models import Affiliation, District
from districts.services import load_districts
from groups.choices import CURRENT, GroupState, Need
from groups.closures import closed_days
from groups.models import (
    Leader,
    Programme,
    Room,
    Session,
    SessionLeader,
    SupportGroup,
    UnmetWish,
    Venue,
)
from groups.queries.early import starting_short

pytestmark = pytest.mark.django_db

SEED = 2007


@pytest.fixture
def demo(acting_as_the_test):
    load_districts()
    today = timezone.localdate()
    districts.demo.load(today, Random(SEED))
    return groups.demo.load(today, Random(SEED))


def test_demo_has_about_forty_groups_in_all_states_needs_and_districts(demo):
    states = Counter(SupportGroup.objects.values_list("state", flat=True))
    needs = {need for group in demo for need in group.needs}
    hosts = District.objects.filter(support_groups__state__in=CURRENT).distinct()

    assert 38 <= len(demo) <= 50
    assert set(states) == set(GroupState)
    assert states[GroupState.PLANNED] + states[GroupState.RUNNING] >= 24
    assert needs == set(Need)
    assert hosts.count() == 11
    assert SupportGroup.objects.filter(parallel_group__isnull=False).count() >= 5
    assert SupportGroup.objects.filter(is_city_wide=True).count() >= 2
    assert len({(group.year, group.season) for group in demo}) >= 2


@pytest.mark.parametrize(
    ("day", "seed"),
    [
        (date(2026, 1, 1), 1),
        (date(2026, 3, 16), 2),
        (date(2026, 5, 31), 3),
        (date(2026, 7, 15), 4),
        (date(2026, 11, 22), 5),
        (date(2028, 2, 29), 6),
    ],
)
def test_demo_can_be_loaded_on_any_day_whatever_the_dice_say(acting_as_the_test, day, seed):
    load_districts()
    districts.demo.load(day, Random(seed))

    rows = groups.demo.load(day, Random(seed))

    assert_no_session_on_a_closed_day()
    dated = [group for group in rows if group.first_on]
    assert all(group.first_on > day for group in dated if group.state in ("planned", "draft"))
    assert all(group.first_on <= day for group in dated if group.state == "running")


def assert_no_session_on_a_closed_day():
    spans = Session.objects.values_list("during", flat=True)
    days = {timezone.localdate(span.lower) for span in spans}
    assert days.isdisjoint(closed_days(min(days), max(days)))


@pytest.mark.parametrize(
    "day",
    [date(2026, 6, 15), date(2026, 6, 28), date(2026, 12, 7), date(2026, 12, 14), date(2027, 3, 1)],
)
def test_demo_has_a_group_for_children_that_starts_within_six_weeks(acting_as_the_test, day):
    load_districts()
    districts.demo.load(day, Random(SEED))

    groups.demo.load(day, Random(SEED))

    assert starting_short(day).exists()
    assert_no_session_on_a_closed_day()


def test_demo_has_two_leaders_in_each_session_and_no_seat_counted_yet(demo):
    leaders = Counter(SessionLeader.objects.values_list("session_id", flat=True))

    assert Session.objects.count() > 400
    assert {leaders[pk] for pk in Session.objects.values_list("pk", flat=True)} == {2}
    assert all(group.places_held == group.places_taken == 0 for group in demo)


def test_count_seats_makes_the_counters_what_the_children_are(demo):
    first, second = demo[:2]

    groups.demo.count_seats({first.pk: (1, 4), second.pk: (0, 6)})

    seats = SupportGroup.objects.values_list("places_held", "places_taken")
    assert (seats.get(pk=first.pk), seats.get(pk=second.pk)) == ((1, 4), (0, 6))


def test_demo_people_have_their_roles_and_workplaces(demo):
    people = {user.email.split("@")[0]: user for user in User.objects.all()}

    assert {name: sorted(people[name].roles) for name in list(people) if "." not in name} == {
        "samordnare": ["coordinator"],
        "enhetschef": ["head"],
        "namnd": ["board"],
        "admin": ["admin"],
        "forening": ["referrer"],
    }
    assert Affiliation.objects.get(user=people["handlaggare.farsta"]).district.code == "farsta"
    leader = people["gruppledare.vandpunkten"]
    assert SupportGroup.objects.led_by(leader).filter(state=GroupState.RUNNING).exists()
    assert districts.demo.is_loaded()


def test_demo_is_the_same_every_time(demo):
    first = [(group.slug, group.weekday, group.capacity) for group in demo]
    SessionLeader.objects.all().delete()
    Session.objects.all().delete()
    SupportGroup.objects.update(parallel_group=None)
    SupportGroup.objects.all().delete()
    Leader.objects.all().delete()
    Programme.objects.all().delete()
    Room.objects.all().delete()
    Venue.objects.all().delete()
    UnmetWish.objects.all().delete()

    again = groups.demo.load(timezone.localdate(), Random(SEED))

    assert [(group.slug, group.weekday, group.capacity) for group in again] == first


def test_leader_of_the_demo_meets_a_group_today_on_a_working_day(demo):
    today = timezone.localdate()
    leader = User.objects.get(email="gruppledare.vandpunkten@barnstod.example")
    days = {
        timezone.localdate(session.during.lower)
        for session in Session.objects.filter(session_leaders__leader__user=leader)
    }

    week = [today + timedelta(days=step) for step in range(7)]
    closed = closed_days(week[0], week[-1])
    open_days = [day for day in week if day.weekday() < 5 and day not in closed]
    assert today not in open_days or today in days
    assert not open_days or any(day in days for day in week)
