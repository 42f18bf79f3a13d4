"""The page of one group at a glance: what to do next, who did what, and what helps when too few."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from districts.choices import Region
from groups import services
from groups.choices import Audience, Need
from groups.next_steps import Standing, steps
from groups.queries.early import is_early_warning, options
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.factories.registers import DecisionFactory, ManualFactory
from tests.groups.test_drafting import whole_plan
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)


def ready(**more):
    """A group that lacks nothing."""
    shown = {"register_check_shown_on": TODAY}
    return GroupFactory(
        **{
            "room": RoomFactory(),
            "leaders": [LeaderFactory(**shown), LeaderFactory(**shown)],
        }
        | more
    )


def steps_of(group, **more):
    standing = {
        "today": TODAY,
        "first_day": TODAY + timedelta(days=60),
        "last_day": TODAY + timedelta(days=150),
        "unanswered": 0,
        "has_next_term": True,
    } | more
    return [item.title for item in steps(Standing(group=group, **standing))]


def test_draft_that_lacks_nothing_is_to_be_published():
    assert steps_of(ready()) == ["Publish the group"]
    assert steps_of(ready(), is_handed_in=True) == ["Publish the proposal or send it back"]
    assert steps_of(ready(), is_with_proposer=True) == []


def test_planned_group_that_lacks_nothing_asks_for_nothing():
    assert steps_of(ready(planned=True)) == []


@pytest.mark.parametrize(
    ("group", "standing", "step"),
    [
        ({"room": None}, {}, "Choose a room"),
        ({}, {"partner_has_room": False}, "Choose a room for the parents"),
        ({}, {"first_day": None}, "Set the first day and the hours"),
        ({}, {"is_below_minimum": True}, "Too few: see what can be done"),
        ({}, {"first_day": TODAY - timedelta(days=1)}, "Say that the group has started"),
    ],
)
def test_planned_group_asks_for_what_it_lacks(group, standing, step):
    assert steps_of(ready(planned=True, **group), **standing) == [step]


def test_leader_without_a_register_check_is_named():
    unseen = LeaderFactory(name="Kim Ek")
    shown = LeaderFactory(register_check_shown_on=TODAY)

    found = steps_of(ready(planned=True, leaders=[unseen, shown]))

    assert found == ["See the register extract of Kim Ek"]


def test_group_with_one_leader_asks_for_another():
    one = LeaderFactory(register_check_shown_on=TODAY)

    assert steps_of(ready(planned=True, leaders=[one])) == ["Choose two leaders"]


def test_running_group_is_completed_after_its_last_session_and_goes_on():
    group = ready(running=True)

    found = steps_of(group, last_day=TODAY - timedelta(days=1), has_next_term=False)

    assert found == ["Say that the group is completed", "Plan the next term"]


def test_group_that_is_over_asks_for_nothing_but_its_next_term():
    assert steps_of(ready(completed=True)) == []
    assert steps_of(ready(completed=True), has_next_term=False) == ["Plan the next term"]
    assert steps_of(ready(cancelled=True), has_next_term=False) == []


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_page_tells_who_did_what_and_survives_a_new_address(client, sign_in):
    coordinator = sign_in(coordinator=True, name="Astrid Norén")
    group = services.create_group(by=coordinator, key=uuid.uuid4(), plan=whole_plan())
    before = group.slug
    group = services.change_group(
        group=group,
        seen=services.version_of(group),
        by=coordinator,
        plan={"audience": Audience.TEENAGERS, "capacity": 6},
    )
    services.move(group=group, name="publish", by=coordinator)

    page = client.get(group.get_absolute_url()).context["at_a_glance"]

    assert group.slug != before
    assert [one.who for one in page.history] == ["Astrid Norén"] * 3
    assert [one.at for one in page.history] == sorted(
        (one.at for one in page.history), reverse=True
    )


@pytest.mark.parametrize(
    ("role", "sees"), [("coordinator", True), ("head", True), ("social_worker", False)]
)
def test_history_is_the_offices(client, sign_in, role, sees):
    coordinator = UserFactory(coordinator=True)
    group = services.create_group(by=coordinator, key=uuid.uuid4(), plan=whole_plan())
    group = services.move(group=group, name="publish", by=coordinator)
    sign_in(**{role: True})

    page = client.get(group.get_absolute_url()).context["at_a_glance"]

    assert bool(page.history) is sees


def test_page_shows_the_next_session_that_takes_place(client, sign_in):
    sign_in(coordinator=True)
    group, now = GroupFactory(running=True), timezone.now()
    for weeks, active in ((-1, True), (1, False), (2, True), (3, True)):
        during = two_hours_from(now + timedelta(weeks=weeks))
        SessionFactory(group=group, during=during, active=active)

    page = client.get(group.get_absolute_url()).context["at_a_glance"]

    assert page.next_session == list(group.sessions.all())[2]


def test_page_costs_the_same_for_one_session_event_and_leader_as_for_three(client, sign_in):
    coordinator = sign_in(coordinator=True)
    group = GroupFactory(planned=True, hosting_districts=[DistrictFactory()])

    def more():
        SessionLeaderFactory(session__group=group)
        group.leaders.add(LeaderFactory())
        fresh = type(group).objects.get(pk=group.pk)
        services.change_group(
            group=fresh,
            seen=services.version_of(fresh),
            by=coordinator,
            plan={"capacity": fresh.capacity + 1},
            more_places="larger_room",
        )

    more()
    for_one = queries_of(lambda: client.get(group.get_absolute_url()))
    more()
    more()

    assert queries_of(lambda: client.get(group.get_absolute_url())) == for_one


# --- too few ---------------------------------------------------------------------------------


def short(**more):
    first_on = timezone.localdate() + timedelta(days=30)
    return GroupFactory(**{"planned": True, "timed": True, "first_on": first_on} | more)


@pytest.mark.parametrize(
    ("more", "warns"),
    [
        ({}, True),
        ({"places_taken": 3}, True),
        ({"places_taken": 4}, False),
        ({"places_held": 4}, True),  # offered is not taken
        ({"first_on": timezone.localdate() + timedelta(weeks=6)}, True),
        ({"first_on": timezone.localdate() + timedelta(weeks=6, days=1)}, False),
        ({"first_on": timezone.localdate() - timedelta(days=1)}, False),
        ({"planned": False}, False),
        ({"parents": True}, False),  # whose places nobody counts here
    ],
)
def test_warning_is_for_planned_groups_below_their_minimum_within_six_weeks(more, warns):
    assert is_early_warning(short(**more), timezone.localdate()) is warns


def test_later_start_says_when_it_ends_and_who_is_in_the_way():
    room = RoomFactory()
    group = short(room=room)
    coordinator = UserFactory(coordinator=True)
    two_weeks = group.first_on + timedelta(weeks=2)
    services.create_group(
        by=coordinator,
        key=uuid.uuid4(),
        plan=whole_plan(room=room, first_on=two_weeks, weekday=two_weeks.weekday()),
    )

    later = [one for one in options(group, coordinator) if one.words.startswith("Begin")]

    assert [one.url.rpartition("?")[2] for one in later] == [
        f"forsta={two_weeks.isoformat()}",
        f"forsta={(group.first_on + timedelta(weeks=4)).isoformat()}",
    ]
    assert all(str(room) in one.meaning[1] for one in later)


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True),
        ({"needs": [Need.MENTAL_ILLNESS]}, False),
        ({"region": Region.WEST}, False),
        ({"region": Region.WEST, "is_city_wide": True}, True),
        ({"age_from": 10, "age_to": 12}, False),
        ({"age_from": 9, "age_to": 12}, True),
        ({"audience": Audience.TEENAGERS}, False),
        ({"capacity": 8, "places_taken": 7}, False),
        ({"running": True}, False),
    ],
)
def test_merging_is_suggested_with_a_group_where_the_children_could_go(more, fits):
    group = short(places_taken=2)
    other = GroupFactory(**{"planned": True} | more)

    urls = [one.url for one in options(group, UserFactory(coordinator=True))]

    assert (other.get_absolute_url() in urls) is fits


def test_ages_and_area_can_be_widened():
    own = DistrictFactory(region=Region.SOUTH)
    DistrictFactory(region=Region.SOUTH, name="Skarpnäck")

    found = options(short(hosting_districts=[own]), UserFactory(coordinator=True))[-2:]

    assert [one.url.rpartition("?")[2] for one in found] == [
        "yngst=6&aldst=10",
        "omrade=soderort",
    ]
    assert "Skarpnäck" in found[1].meaning[0]


def test_wish_of_a_warning_stands_in_the_form(client, sign_in):
    sign_in(coordinator=True)
    group = short()

    url = reverse("groups:edit", args=[group.slug])
    form = client.get(f"{url}?yngst=6&aldst=10&forsta=2027-05-04").context["form"]

    assert [form.initial[name] for name in ("age_from", "age_to", "first_on")] == [
        "6",
        "10",
        "2027-05-04",
    ]


# --- what the programme lacks -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"), [("coordinator", True), ("head", True), ("social_worker", False)]
)
def test_office_sees_what_the_programme_lacks(client, sign_in, role, sees):
    sign_in(**{role: True})
    group = GroupFactory(planned=True)

    page = client.get(group.get_absolute_url())

    words = ("ingen manual för programmet än", "inget gällande nämndbeslut")
    assert [one in page.text for one in words] == [sees, sees]


def test_programme_with_manual_and_decision_lacks_nothing(client, sign_in):
    sign_in(coordinator=True)
    group = GroupFactory(planned=True)
    DecisionFactory(programme=group.programme, lets_unassessed=True)
    ManualFactory(programme=group.programme)

    found = client.get(group.get_absolute_url()).context["at_a_glance"]

    assert (list(found.gaps), found.lacks_manual) == ([], False)
