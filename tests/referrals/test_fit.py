"""Whether a child fits a group, and why not."""

from datetime import date, time

import pytest

from groups.choices import Audience, Need, Season, Weekday
from groups.models import Programme, Room, SupportGroup
from referrals.choices import Protection, RoomNeed
from referrals.fit import ages_on, misfits, waits_for
from referrals.models import Referral

pytestmark = pytest.mark.usefixtures("english")


def child(**columns):
    values = {"child_birth_year": 2019, "child_birth_month": 3, "needs": [Need.SUBSTANCE_USE]}
    return Referral(**(values | columns))


def group(**columns):
    values = {
        "pk": 1,
        "programme": Programme(pk=1),
        "needs": [Need.SUBSTANCE_USE],
        "audience": Audience.CHILDREN,
        "age_from": 7,
        "age_to": 9,
        "year": 2027,
        "season": Season.SPRING,
        "first_on": date(2027, 2, 2),
        "weekday": Weekday.TUESDAY,
        "starts_at": time(16),
    }
    return SupportGroup(**(values | columns))


@pytest.mark.parametrize(
    ("born", "day", "ages"),
    [
        ((2019, 3), date(2027, 2, 28), (7, 7)),
        ((2019, 3), date(2027, 3, 15), (7, 8)),
        ((2019, 3), date(2027, 4, 1), (8, 8)),
        ((2019, None), date(2027, 4, 1), (7, 8)),
    ],
)
def test_ages_on(born, day, ages):
    year, month = born

    assert ages_on(child(child_birth_year=year, child_birth_month=month), day) == ages


@pytest.mark.parametrize(
    ("columns", "reasons"),
    [
        ({}, []),
        ({"child_birth_year": 2021}, ["too young: 5 years, the group 7–9"]),
        ({"child_birth_year": 2014}, ["too old: 12 years, the group 7–9"]),
        ({"child_birth_year": 2020, "child_birth_month": None}, []),
        ({"weekdays": [Weekday.TUESDAY]}, []),
        ({"weekdays": [Weekday.MONDAY]}, ["cannot on Tuesdays"]),
        ({"languages": ["sv", "ar"]}, []),
        ({"languages": ["ar"]}, ["does not speak Swedish"]),
        ({"languages": ["ar"], "needs_interpreter": True}, []),
        ({"room_needs": [RoomNeed.STEP_FREE]}, []),
        (
            {"child_birth_year": 2021, "weekdays": [Weekday.MONDAY]},
            ["too young: 5 years, the group 7–9", "cannot on Tuesdays"],
        ),
        (
            {"child_birth_year": 2021, "protection": Protection.CONFIDENTIALITY_MARK},
            ["is placed by hand"],
        ),
    ],
)
def test_misfits(columns, reasons):
    assert misfits(child(**columns), group()) == reasons


def test_misfits_of_a_room_with_steps():
    wheels = child(room_needs=[RoomNeed.STEP_FREE])

    assert misfits(wheels, group(room=Room(is_step_free=True))) == []
    assert misfits(wheels, group(room=Room(is_step_free=False))) == ["the room has steps"]


def test_misfits_of_a_group_that_says_neither_age_nor_day():
    any_group = group(age_from=None, age_to=None, weekday=None, first_on=None, languages=["sv"])

    assert misfits(child(child_birth_year=2010, weekdays=[Weekday.FRIDAY]), any_group) == []


@pytest.mark.parametrize(
    ("columns", "offered", "waits"),
    [
        ({}, {}, True),
        ({"needs": [Need.MENTAL_ILLNESS]}, {}, False),
        ({"needs": [Need.MENTAL_ILLNESS, Need.SUBSTANCE_USE]}, {}, True),
        ({"programme_id": 1, "needs": [Need.MENTAL_ILLNESS]}, {}, True),
        ({"programme_id": 2}, {}, False),
        ({"programme_id": 2, "wished_group_id": 1}, {}, True),
        ({}, {"audience": Audience.PARENTS}, False),
    ],
)
def test_waits_for(columns, offered, waits):
    assert waits_for(child(**columns), group(**offered)) is waits
