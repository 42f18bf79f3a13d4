"""Where the rest go when one session is moved: any plan, any move, any closed days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.rescheduling import Slot, follow

DAY = timedelta(days=1)
FOUR, HALF_PAST_FIVE, SIX, SEVEN = time(16), time(17, 30), time(18), time(19)


def tuesday(week: int, starts_at=FOUR, ends_at=HALF_PAST_FIVE) -> Slot:
    """Return the slot of a Tuesday of the spring of 2027."""
    return Slot(date.fromisocalendar(2027, week, 2), starts_at, ends_at)


def test_the_rest_go_as_many_days_and_to_the_same_hours():
    rest = [tuesday(11), tuesday(12)]

    moved = follow(rest, tuesday(10), Slot(date(2027, 3, 11), SIX, SEVEN), closed=())

    assert moved == [Slot(date(2027, 3, 18), SIX, SEVEN), Slot(date(2027, 3, 25), SIX, SEVEN)]


def test_one_with_hours_of_its_own_keeps_them():
    rest = [tuesday(11, time(10), time(12)), tuesday(12)]

    moved = follow(rest, tuesday(10), tuesday(11, SIX, SEVEN), closed=())

    assert moved == [tuesday(12, time(10), time(12)), tuesday(13, SIX, SEVEN)]


def test_a_closed_day_pushes_it_and_those_behind_it():
    rest = [tuesday(11), tuesday(12), tuesday(13)]

    moved = follow(rest, tuesday(10), tuesday(11), closed={tuesday(12).day, tuesday(13).day})

    assert moved == [tuesday(14), tuesday(15), tuesday(16)]


def test_a_gap_that_was_left_for_a_break_closes_only_as_far_as_the_move_goes():
    rest = [tuesday(8), tuesday(10)]  # week 9 is sportlov

    moved = follow(rest, tuesday(7), tuesday(8), closed={tuesday(9).day})

    assert moved == [tuesday(10), tuesday(11)]


def test_two_sessions_of_one_day_stay_on_one_day():
    rest = [tuesday(10, SIX, SEVEN)]

    assert follow(rest, tuesday(10), tuesday(11), closed=()) == [tuesday(11, SIX, SEVEN)]


def test_slot_of_moments_is_stockholms_wall_clock():
    begin, end = datetime(2027, 3, 30, 14, tzinfo=UTC), datetime(2027, 3, 30, 15, 30, tzinfo=UTC)

    assert Slot.of(begin, end) == tuesday(13)
    assert tuesday(13).moments == (begin, end)


def test_slot_of_two_days_is_refused():
    with pytest.raises(ValueError, match="two days"):
        Slot.of(datetime(2027, 3, 30, 14, tzinfo=UTC), datetime(2027, 3, 30, 22, tzinfo=UTC))


hours = st.integers(8, 19).flatmap(
    lambda hour: st.integers(hour + 1, 21).map(lambda end: (time(hour), time(end)))
)


@st.composite
def plans(draw):
    """Return a plan in order: mostly a week apart, some moved, some with hours of their own."""
    begin = draw(st.dates(date(2026, 9, 1), date(2027, 6, 1)))
    usual, slots = draw(hours), []
    for _ in range(draw(st.integers(1, 20))):
        slots.append(Slot(begin, *(usual if draw(st.integers(0, 4)) else draw(hours))))
        begin += timedelta(days=draw(st.sampled_from([7, 7, 7, 14, 1, 9])))
    return slots


@st.composite
def moves(draw):
    """Return a plan, where its first session goes, and days that are closed."""
    old, *rest = draw(plans())
    new = Slot(old.day + timedelta(days=draw(st.integers(-30, 60))), *draw(hours))
    closed = draw(st.sets(st.integers(-40, 300).map(lambda days: old.day + days * DAY)))
    return rest, old, new, closed


@given(moves())
def test_whatever_is_moved_the_rest_keep_order_weekday_and_wall_clock(move):
    rest, old, new, closed = move

    moved = follow(rest, old, new, closed)

    assert len(moved) == len(rest)
    assert [new, *moved] == sorted([new, *moved])
    assert all(before.moments[1] <= after.moments[0] for before, after in pairwise([new, *moved]))
    assert not {slot.day for slot in moved} & closed
    for slot, place in zip(rest, moved, strict=True):
        waited = (place.day - slot.day) - (new.day - old.day)
        assert waited >= timedelta(0)
        assert waited % timedelta(days=7) == timedelta(0)
        had_old_hours = (slot.starts_at, slot.ends_at) == (old.starts_at, old.ends_at)
        expected = new if had_old_hours else slot
        assert (place.starts_at, place.ends_at) == (expected.starts_at, expected.ends_at)


@given(plans(), st.integers(1, 8))
def test_an_open_calendar_moves_everything_by_the_same_weeks(plan, weeks):
    old, *rest = plan
    later = timedelta(weeks=weeks)

    moved = follow(rest, old, Slot(old.day + later, old.starts_at, old.ends_at), closed=())

    assert moved == [Slot(slot.day + later, slot.starts_at, slot.ends_at) for slot in rest]
