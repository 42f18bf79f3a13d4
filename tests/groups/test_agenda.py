"""What the offer asks of a coordinator and a leader on the start page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from barnstod.accounts.models import User
from groups import queries
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    SessionLeaderFactory,
    two_hours_from,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def group_in(weeks, **more):
    first_on = timezone.localdate() + timedelta(weeks=weeks)
    return GroupFactory(timed=True, first_on=first_on, **more)


def urls(user):
    return [item.url for item in queries.agenda(user)]


def test_coordinator_is_asked_about_a_group_whose_last_session_is_over():
    over, going_on = group_in(-20, running=True), group_in(-20, running=True)
    now = timezone.now()
    SessionFactory(group=over, during=two_hours_from(now - timedelta(days=3)))
    SessionFactory(group=over, during=two_hours_from(now + timedelta(days=3)), cancelled=True)
    SessionFactory(group=going_on, during=two_hours_from(now - timedelta(days=3)))
    SessionFactory(group=going_on, during=two_hours_from(now + timedelta(days=3)))

    assert urls(UserFactory(coordinator=True)) == [over.get_absolute_url()]


def test_coordinator_is_asked_whether_a_group_has_started():
    group = group_in(-1, planned=True, places_taken=6)

    [item] = queries.agenda(UserFactory(coordinator=True))

    assert (item.url, item.urgency) == (group.get_absolute_url(), "now")


def test_leader_is_shown_the_adults_session_of_today_and_no_other():
    leader = LeaderFactory(with_account=True)
    adults = GroupFactory(running=True, parents=True)
    tonight = SessionLeaderFactory(leader=leader, session__tonight=True, session__group=adults)
    SessionLeaderFactory(session__tonight=True)
    tomorrow = tonight.during.lower + timedelta(days=1)
    SessionLeaderFactory(leader=leader, session__during=two_hours_from(tomorrow))
    SessionLeaderFactory(
        leader=leader,
        session__during=two_hours_from(tonight.during.lower - timedelta(hours=4)),
        session__cancelled=True,
    )

    [item] = queries.agenda(leader.user)

    assert item.url == tonight.session.group.get_absolute_url()
    assert item.due_on == timezone.localdate()


@pytest.mark.parametrize("role", ["head", "social_worker", "board", "admin", "leader"])
def test_nobody_else_is_asked(role):
    group_in(1, planned=True)
    GroupFactory(planned=True, first_on=date(2020, 1, 1))
    user = UserFactory(**{role: True})
    LeaderFactory(user=user)

    assert urls(user) == []


def test_first_days_say_what_to_write_first_and_who_waits_for_a_card():
    office, account = UserFactory(coordinator=True), UserFactory(leader=True)
    new = "/kontor/ledare/ny/"

    assert urls(office) == ["/kontor/lokaler/", new, "/kontor/grupper/ny/", new]
    assert urls(account) == ["/kontor/ledare/"]
    RoomFactory()
    LeaderFactory(user=account)
    draft = GroupFactory()
    assert urls(office) == [draft.get_absolute_url()]
    GroupFactory(planned=True)
    assert urls(office) == urls(account) == []


def test_agenda_costs_the_same_for_one_of_each_and_for_three():
    leader = LeaderFactory(with_account=True)
    RoleGrantFactory(user=leader.user, role="coordinator")
    base = timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0)

    def add_one_of_each(number):
        hosts = [DistrictFactory(), DistrictFactory()]
        group_in(1, planned=True, leaders=[LeaderFactory(), LeaderFactory()])
        group_in(-1, planned=True, hosting_districts=hosts)
        done = group_in(-20, running=True, hosting_districts=hosts)
        SessionFactory(
            group=done, during=two_hours_from(timezone.now() - timedelta(days=3 + number))
        )
        SessionLeaderFactory(
            leader=leader,
            session__group__hosting_districts=hosts,
            session__group__audience="relatives",
            session__group__age_from=None,
            session__group__age_to=None,
            session__during=two_hours_from(base - timedelta(hours=3 * number)),
        )

    def ask():
        found.append(len(queries.agenda(User.objects.get(pk=leader.user.pk))))

    found = []
    add_one_of_each(0)
    for_one = queries_of(ask)
    add_one_of_each(1)
    add_one_of_each(2)

    assert queries_of(ask) == for_one
    assert found == [5, 15]


def checked(day, **columns):
    return LeaderFactory(register_check_shown_on=day, **columns)


def test_coordinator_is_told_whose_register_extract_is_missing_or_old():
    today = timezone.localdate()
    old, young = today - timedelta(days=400), today - timedelta(days=300)
    late, never = checked(old, name="Anna"), checked(None, name="Åsa")
    group_in(2, planned=True, leaders=[late, never, checked(young)])
    group_in(8, planned=True, leaders=[late])
    group_in(-2, running=True, leaders=[never])
    group_in(-9, completed=True, leaders=[checked(None)])
    group_in(9, leaders=[checked(old)])  # a draft
    group_in(9, planned=True, leaders=[checked(None, left_on=today)])

    items = queries.agenda(UserFactory(coordinator=True))

    assert [(item.url, item.urgency) for item in items if "/ledare/" in item.url] == [
        (late.get_absolute_url(), "soon"),
        (never.get_absolute_url(), "now"),
    ]
    assert [item.detail for item in items if "/ledare/" in item.url] == [
        f"Senast visat {date_format(old, 'j F Y')}",
        "Aldrig visat",
    ]
    assert queries.agenda(UserFactory(head=True)) == []
