"""The month on the wall, and who sees what on it."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groups import queries
from groups.calendar import Entry, month_after, month_asked, span, weeks
from groups.models import SupportGroup
from groups.schedule import STOCKHOLM
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.queries import queries_of

MONTHS = st.dates(date(2000, 1, 1), date(2099, 12, 1)).map(lambda day: day.replace(day=1))
NOVEMBER = date(2026, 11, 1)


def entry(day, hour=16, title="Barngrupp"):
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)
    return Entry(begins=begins, ends=begins + timedelta(hours=1), title=title, url="#")


@given(first=MONTHS)
def test_grid_is_whole_weeks_from_monday_with_every_day_of_the_month_once(first):
    grid = weeks(first, [], first)

    days = [day.date for week in grid for day in week.days]
    assert all(len(week.days) == 7 and week.days[0].date.weekday() == 0 for week in grid)
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
    inside = [day.date for week in grid for day in week.days if day.is_in_month]
    assert inside[0] == first
    assert inside[-1] == month_after(first, 1) - timedelta(days=1)
    assert (days[0], days[-1] + timedelta(days=1)) == span(first)


@given(first=MONTHS, months=st.integers(-200, 200))
def test_months_follow_one_another(first, months):
    assert month_after(month_after(first, months), -months) == first


def test_entries_stand_on_their_day_in_the_order_they_begin():
    late, early = entry(date(2026, 11, 24), 18), entry(date(2026, 11, 24), 9)
    outside = entry(date(2026, 12, 1))

    grid = weeks(NOVEMBER, [late, outside, early], date(2026, 11, 22))

    found = {day.date: day.entries for week in grid for day in week.days if day.entries}
    assert found == {date(2026, 11, 24): (early, late), date(2026, 12, 1): (outside,)}


def test_weeks_carry_their_numbers_and_today_is_marked():
    grid = weeks(NOVEMBER, [], date(2026, 11, 22))

    assert [week.number for week in grid] == [44, 45, 46, 47, 48, 49]
    assert [day.date for week in grid for day in week.days if day.is_today] == [date(2026, 11, 22)]


def test_first_days_of_january_may_be_of_the_last_week_of_the_year_before():
    assert weeks(date(2027, 1, 1), [], NOVEMBER)[0].number == 53


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2027-02", date(2027, 2, 1)),
        ("2027-13", NOVEMBER),
        ("2027-00", NOVEMBER),
        ("1999-12", NOVEMBER),
        ("9999-12", NOVEMBER),
        ("2027-2", NOVEMBER),
        ("٢٠٢٧-٠٢", NOVEMBER),
        ("", NOVEMBER),
        ("nonsense", NOVEMBER),
    ],
)
def test_month_asked_for_is_shown_and_nonsense_shows_this_one(text, first):
    assert month_asked(text, date(2026, 11, 22)) == first


def month_of(user, first=date(2027, 1, 1)):
    return queries.calendar_entries(user, *span(first))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", {"published", "draft", "violence"}),
        ("head", {"published", "draft", "violence"}),
        ("social_worker", {"published"}),
        ("leader", set()),
        ("board", set()),
    ],
)
def test_calendar_holds_what_the_role_may_see(role, seen):
    groups = {
        "published": GroupFactory(planned=True),
        "draft": GroupFactory(),
        "violence": GroupFactory(planned=True, violence=True),
    }
    for number, group in enumerate(groups.values()):
        day = datetime(2027, 1, 12, 15 + number, tzinfo=STOCKHOLM)
        SessionFactory(group=group, during=two_hours_from(day))

    urls = {one.url for one in month_of(UserFactory(**{role: True}))}

    assert urls == {groups[name].get_absolute_url() for name in seen}


@pytest.mark.django_db
def test_leader_sees_the_own_groups_once_whatever_they_are_about():
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, violence=True, leaders=[leader, LeaderFactory()])
    SessionFactory(group=group, during=two_hours_from(datetime(2027, 1, 12, 15, tzinfo=STOCKHOLM)))
    SessionFactory(during=two_hours_from(datetime(2027, 1, 12, 15, tzinfo=STOCKHOLM)))

    assert [one.url for one in month_of(leader.user)] == [group.get_absolute_url()]


@pytest.mark.django_db
def test_roles_add_up_and_nobody_sees_a_session_twice():
    leader = LeaderFactory(with_account=True)
    user = leader.user
    RoleGrantFactory(user=user, role="social_worker")
    own = GroupFactory(planned=True, violence=True, leaders=[leader, LeaderFactory()])
    other = GroupFactory(planned=True, leaders=[LeaderFactory(), LeaderFactory()])

    seen = SupportGroup.objects.in_calendar_of(user)

    assert sorted(seen.values_list("pk", flat=True)) == sorted([own.pk, other.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "social_worker"])
def test_calendar_costs_the_same_for_one_session_and_for_three(client, sign_in, role):
    def add_session(hour):
        SessionLeaderFactory(
            session__group__hosting_districts=[DistrictFactory(), DistrictFactory()],
            session__during=two_hours_from(datetime(2027, 1, 12, hour, tzinfo=STOCKHOLM)),
        )

    sign_in(**{role: True})
    url = "/kontor/kalender/?manad=2027-01"
    add_session(8)
    for_one = queries_of(lambda: client.get(url))

    add_session(9)
    add_session(10)

    assert queries_of(lambda: client.get(url)) == for_one


@pytest.mark.django_db
def test_grid_and_list_show_the_same_sessions_and_cancelled_ones_in_words(client, sign_in):
    group = GroupFactory(planned=True)
    noon = datetime(2027, 1, 12, 12, tzinfo=STOCKHOLM)
    SessionFactory(group=group, during=two_hours_from(noon), cancelled=True)
    SessionFactory(group=group, during=two_hours_from(noon + timedelta(days=7)))
    sign_in(coordinator=True)

    text = client.get("/kontor/kalender/?manad=2027-01").text

    grid, as_list = text.split('<ol class="cal-list">')
    assert grid.count(group.slug) == as_list.count(group.slug) == 2
    word = re.compile(r"<strong>[^<]+:</strong>")
    assert len(word.findall(grid)) == len(word.findall(as_list)) == 1


@pytest.mark.django_db
def test_session_in_the_last_hour_of_the_month_is_of_that_month(client, sign_in):
    """In UTC 00.30 on 1 February is still January."""
    after_midnight = datetime(2027, 2, 1, 0, 30, tzinfo=STOCKHOLM)
    group = SessionFactory(during=two_hours_from(after_midnight)).group
    coordinator = sign_in(coordinator=True)

    [one] = month_of(coordinator, date(2027, 2, 1))

    assert one.begins.date() == date(2027, 2, 1)
    assert group.slug in client.get("/kontor/kalender/?manad=2027-02").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200),
        ("head", 200),
        ("leader", 200),
        ("social_worker", 200),
        ("board", 403),
        ("admin", 403),
    ],
)
def test_calendar_is_closed_to_board_and_administrator(client, sign_in, role, status):
    sign_in(**{role: True})

    assert client.get("/kontor/kalender/").status_code == status


@pytest.mark.django_db
def test_today_is_marked_for_eyes_and_ears(client, sign_in):
    sign_in(coordinator=True)

    text = client.get("/kontor/kalender/").text

    assert text.count('aria-current="date"') == 1
    assert f'datetime="{timezone.localdate()}"' in text
