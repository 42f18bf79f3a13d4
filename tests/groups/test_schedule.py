"""The generator of sessions: whatever the plan, the days and hours are what was asked."""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.schedule import days, moments

DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
NUMBERS = st.integers(1, 20)
WEEKDAYS = st.integers(0, 6)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@st.composite
def plans(draw):
    first_on, weekday = draw(DAYS), draw(WEEKDAYS)
    closed = draw(
        st.sets(st.integers(0, 400).map(lambda step: first_on + timedelta(days=step)), max_size=60)
    )
    return first_on, weekday, draw(NUMBERS), closed


@given(plan=plans())
def test_right_number_right_weekday_never_closed_in_order(plan):
    first_on, weekday, number, closed = plan

    found = days(first_on, weekday, number, closed)

    assert len(found) == number
    assert {day.weekday() for day in found} == {weekday}
    assert not closed.intersection(found)
    assert all((later - day).days >= 7 for day, later in pairwise(found))
    assert found[0] >= first_on


@given(plan=plans())
def test_no_open_week_is_left_out(plan):
    first_on, weekday, number, closed = plan

    found = days(first_on, weekday, number, closed)

    between = (found[0] + timedelta(days=step) for step in range((found[-1] - found[0]).days))
    missed = [day for day in between if day.weekday() == weekday and day not in found]
    assert set(missed) <= closed


@given(first_on=DAYS, number=NUMBERS)
def test_first_day_that_is_its_weekday_and_open_is_the_first_session(first_on, number):
    assert days(first_on, first_on.weekday(), number)[0] == first_on


@given(day=DAYS, hour=st.integers(6, 21), minute=st.sampled_from([0, 15, 30, 45]))
def test_clock_on_the_wall_is_kept_through_summer_and_winter(day, hour, minute):
    begin, end = moments(day, time(hour, minute), time(22, 30))

    local = begin.astimezone(STOCKHOLM)
    assert (local.date(), local.time()) == (day, time(hour, minute))
    assert end.astimezone(STOCKHOLM).time() == time(22, 30)
    assert begin.utcoffset() == end.utcoffset() == timedelta(0)
    assert begin < end


def test_week_after_the_change_to_summer_time_is_an_hour_earlier_in_utc():
    before, _end = moments(date(2027, 3, 23), time(16), time(17, 30))
    after, _end = moments(date(2027, 3, 30), time(16), time(17, 30))

    assert after - before == timedelta(days=7, hours=-1)


@pytest.mark.parametrize(("weekday", "number"), [(7, 1), (-1, 1), (0, 0), (0, -3)])
def test_plan_that_means_nothing_is_refused(weekday, number):
    with pytest.raises(ValueError, match=r"is not a weekday|are none"):
        days(date(2027, 1, 12), weekday, number)


@pytest.mark.parametrize("ends_at", [time(15, 59), time(16, 0)])
def test_session_without_length_is_refused(ends_at):
    with pytest.raises(ValueError, match="no length"):
        moments(date(2027, 1, 12), time(16), ends_at)
