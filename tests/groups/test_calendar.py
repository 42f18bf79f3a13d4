"""The days on the wall: periods, weeks, closed days and the order of a day. No database."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.calendar import Closure, Entry, closures, month_after, period_asked, weeks
from groups.schedule import STOCKHOLM

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
TODAY = date(2026, 11, 22)
NOVEMBER = period_asked("manad", "2026-11-22", TODAY)


def entry(day, hour=16, title="Barngrupp", **fields):
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)
    given = {"key": f"{day}{hour}", "ends": begins + timedelta(hours=1), "url": "#"} | fields
    return Entry(begins=begins, title=title, **given)


@given(day=DAYS, view=st.sampled_from(["manad", "vecka", "lista"]))
def test_grid_is_whole_weeks_from_monday_with_every_day_shown_once(day, view):
    period = period_asked(view, str(day), TODAY)

    grid = weeks(period, [], {}, TODAY)

    days = [day.date for week in grid for day in week.days]
    assert all(len(week.days) == 7 and week.days[0].date.weekday() == 0 for week in grid)
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
    shown = [day.date for week in grid for day in week.days if day.is_shown]
    assert (shown[0], shown[-1] + timedelta(days=1)) == (period.first, period.end)
    assert day in shown
    assert (days[0], days[-1] + timedelta(days=1)) == period.grid


@given(day=DAYS, view=st.sampled_from(["manad", "vecka", "lista"]))
def test_periods_follow_one_another_without_a_gap(day, view):
    period = period_asked(view, str(day), TODAY)
    later = period_asked(view, str(period.following), TODAY)

    assert later.first in (period.end, period_asked(view, "", TODAY).first)
    assert later.first != period.end or later.previous == period.first


@given(first=DAYS.map(lambda day: day.replace(day=1)), months=st.integers(-200, 200))
def test_months_follow_one_another(first, months):
    assert month_after(month_after(first, months), -months) == first


@pytest.mark.parametrize(
    ("view", "day", "first", "end"),
    [
        ("manad", "2027-02-14", date(2027, 2, 1), date(2027, 3, 1)),
        ("lista", "2027-02-14", date(2027, 2, 1), date(2027, 3, 1)),
        ("vecka", "2027-01-02", date(2026, 12, 28), date(2027, 1, 4)),
        ("nonsense", "2027-02-14T16:00:00", date(2027, 2, 1), date(2027, 3, 1)),
        ("manad", "2027-13-01", date(2026, 11, 1), date(2026, 12, 1)),
        ("manad", "1999-12-31", date(2026, 11, 1), date(2026, 12, 1)),
        ("manad", "9999-12-31", date(2026, 11, 1), date(2026, 12, 1)),
        ("vecka", "", date(2026, 11, 16), date(2026, 11, 23)),
        ("manad", "٢٠٢٧-٠٢-٠١", date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_period_asked_for_is_shown_and_nonsense_shows_this_month(view, day, first, end):
    period = period_asked(view, day, TODAY)

    assert (period.first, period.end) == (first, end)


def test_entries_stand_on_their_day_in_the_order_they_begin():
    late, early = entry(date(2026, 11, 24), 18), entry(date(2026, 11, 24), 9)
    outside = entry(date(2026, 12, 1))

    grid = weeks(NOVEMBER, [late, outside, early], {}, TODAY)

    found = {day.date: day.entries for week in grid for day in week.days if day.entries}
    assert found == {date(2026, 11, 24): (early, late), date(2026, 12, 1): (outside,)}


def test_weeks_carry_their_numbers_today_and_what_is_closed():
    grid = weeks(NOVEMBER, [], {date(2026, 11, 6): "Allhelgonaafton"}, TODAY)

    assert [week.number for week in grid] == [44, 45, 46, 47, 48, 49]
    assert [day.date for week in grid for day in week.days if day.is_today] == [TODAY]
    closed = [(day.date.day, day.closed) for week in grid for day in week.days if day.closed]
    assert closed == [(6, "Allhelgonaafton")]


def test_first_days_of_january_may_be_of_the_last_week_of_the_year_before():
    assert weeks(period_asked("manad", "2027-01-01", TODAY), [], {}, TODAY)[0].number == 53


def test_closed_days_of_one_name_are_told_as_one_stretch():
    sportlov = {date(2027, 3, day): "Sportlov" for day in range(1, 6)}
    easter = {
        date(2027, 3, 26): "Långfredagen",
        date(2027, 3, 28): "Påskdagen",
        date(2027, 3, 29): "Påsklov",
        date(2027, 3, 31): "Påsklov",
    }

    assert closures(easter | sportlov) == [
        Closure("Sportlov", date(2027, 3, 1), date(2027, 3, 5)),
        Closure("Långfredagen", date(2027, 3, 26), date(2027, 3, 26)),
        Closure("Påskdagen", date(2027, 3, 28), date(2027, 3, 28)),
        Closure("Påsklov", date(2027, 3, 29), date(2027, 3, 29)),
        Closure("Påsklov", date(2027, 3, 31), date(2027, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("fields", "tone", "told"),
    [
        ({}, "ok", "Barngrupp"),
        ({"is_draft": True}, "plain", "utkast: Barngrupp"),
        ({"is_cancelled": True}, "stop", "inställd: Barngrupp"),
        ({"warnings": ("saknar rum",)}, "wait", "Barngrupp (saknar rum)"),
        ({"is_draft": True, "warnings": ("a", "b")}, "wait", "utkast: Barngrupp (a, b)"),
    ],
)
def test_state_is_told_in_words_and_not_by_colour_alone(fields, tone, told):
    one = entry(TODAY, **fields)

    assert (one.tone, one.told, one.clock) == (tone, told, "16.00")
