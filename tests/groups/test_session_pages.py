"""The pages that move and cancel a session: the look beforehand, the deed, and the refusal."""

import re
from datetime import date, time

import pytest
from django.utils import timezone

from groups.models import SchoolBreak, Session
from groups.rescheduling import Slot
from groups.services.planning import plan_sessions
from groups.services.sessions import slot_of
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
FOUR, HALF_PAST_FIVE, SIX = time(16), time(17, 30), time(18)


def day(week, weekday=2):
    return date.fromisocalendar(YEAR, week, weekday)


@pytest.fixture
def coordinator(client):
    SchoolBreak.objects.all().delete()
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


@pytest.fixture
def planned(coordinator):
    """Return a function that plans a group of eight Tuesdays from week 36 on."""

    def planned(**fields):
        group = GroupFactory(
            **{
                "planned": True,
                "planned_sessions": 8,
                "first_on": day(36),
                "weekday": 1,
                "starts_at": FOUR,
                "ends_at": HALF_PAST_FIVE,
                "room": RoomFactory(),
                "leaders": [LeaderFactory()],
            }
            | fields
        )
        plan_sessions(group=group, by=coordinator)
        return group

    return planned


def page(group, number=3, action="flytta"):
    return f"{group.get_absolute_url()}traff/{number}/{action}/"


def asked(group, to=(37, 4), **fields):
    """Return the fields of the form for a Thursday of week 37, six to half past seven."""
    return {
        "day": str(day(*to)),
        "starts_at": "18:00",
        "ends_at": "19:30",
        "room": str(group.room_id),
        "seen": "0",
    } | fields


def slot(group, number=3):
    return slot_of(Session.objects.get(group=group, number=number))


def became(response):
    """Return what the preview says each session becomes."""
    rows = re.findall(r'<th scope="row">(\d+).*?<td>(.*?)(?:<br>|</td>)', response.text, re.S)
    return [(int(number), words.strip()) for number, words in rows]


def test_form_is_filled_with_how_it_is_and_shows_nothing_yet(client, planned):
    group = planned()

    response = client.get(page(group))

    assert response.status_code == 200
    assert f'value="{day(38)}"' in response.text
    assert 'value="16:00"' in response.text
    assert (became(response), 'method="post"' in response.text.split("</header>")[1]) == ([], False)


def test_look_beforehand_changes_nothing(client, planned):
    group = planned()

    response = client.get(page(group), asked(group, rest_follows="on"))

    assert [number for number, _words in became(response)] == [3, 4, 5, 6, 7, 8]
    assert "18.00–19.30" in became(response)[0][1]
    assert slot(group) == Slot(day(38), FOUR, HALF_PAST_FIVE)


def yes_to(response):
    """Return the fields that the button under the look beforehand sends."""
    form = response.text.split('<form method="post">')[1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_yes_to_what_was_dragged_moves_it(client, planned):
    group = planned()
    shown = client.get(page(group), {"till": f"{day(37, 4)}T18:00:00"})

    response = client.post(page(group), yes_to(shown))

    assert (response.status_code, slot(group)) == (302, Slot(day(37, 4), SIX, time(19, 30)))


def test_yes_to_what_was_shown_moves_and_goes_back_to_the_calendar(client, planned):
    group = planned()
    shown = client.get(page(group), asked(group, rest_follows="on"))

    response = client.post(page(group), yes_to(shown))

    assert (response.status_code, response.url) == (302, f"/kontor/kalender/?d={day(37, 4)}")
    assert [slot(group, number) for number in (3, 4)] == [
        Slot(day(37, 4), SIX, time(19, 30)),
        Slot(day(38, 4), SIX, time(19, 30)),
    ]


@pytest.mark.parametrize("asked_for", ["9999-12-31", "0001-01-01"])
def test_day_far_away_is_refused_in_words_and_never_dropped_at(client, planned, asked_for):
    group = planned()

    response = client.get(page(group), asked(group, rest_follows="on") | {"day": asked_for})
    dropped = client.get(page(group), {"till": f"{asked_for}T18:00"})

    assert response.context["form"].errors == {"day": ["Skriv en dag från 2000 till 2099."]}
    assert (became(response), became(dropped)) == ([], [])


@pytest.mark.parametrize(
    ("till", "expected"),
    [
        (f"{day(37, 4)}T18:00:00", ("18.00–19.30", day(37, 4))),
        (f"{day(37, 4)}", ("16.00–17.30", day(37, 4))),
        (f"{day(37, 4)}T23:30", ("23.30–23.59", day(37, 4))),
    ],
    ids=["to an hour", "to a day", "late at night"],
)
def test_dragging_opens_the_same_look_and_decides_nothing(client, planned, till, expected):
    group = planned()
    hours, dropped_on = expected

    response = client.get(page(group), {"till": till})

    [(number, words)] = became(response)
    assert (number, hours in words) == (3, True)
    assert f'value="{dropped_on}"' in response.text
    assert slot(group) == Slot(day(38), FOUR, HALF_PAST_FIVE)


def test_dragging_to_nowhere_shows_the_form(client, planned):
    assert became(client.get(page(planned()), {"till": "nowhere"})) == []


def test_clash_is_told_in_words_with_a_link_and_cannot_be_confirmed(client, planned):
    room = RoomFactory(venue__name="Huset", name="Blå rummet")
    other = planned(room=room)
    group = planned(room=room, first_on=day(36, 3), weekday=2)
    wish = asked(group, to=(37, 2), starts_at="17:00", ends_at="18:00")

    shown, posted = client.get(page(group), wish), client.post(page(group), wish)

    for response in (shown, posted):
        text = " ".join(response.text.split())
        assert f'<a href="{other.get_absolute_url()}">Huset, Blå rummet är upptaget:' in text
    assert '<form method="post">' not in shown.text
    assert slot(group) == Slot(day(38, 3), FOUR, HALF_PAST_FIVE)


def test_a_closed_day_is_told_before_it_is_chosen(client, planned):
    group = planned()
    SchoolBreak.objects.create(name="Provlov", first_on=day(44, 1), last_on=day(44, 5))

    text = client.get(page(group), asked(group, to=(44, 2))).text

    assert "är det Provlov." in text


def test_parallel_group_is_offered_along(client, planned):
    parents = planned(parents=True, slug=f"foraldragrupp-soderort-ht{YEAR % 100}-para")
    group = planned(parallel_group=parents)

    response = client.get(page(group), asked(group, parallel_follows="on"))

    assert [number for number, _words in became(response)] == [3, 3]
    assert "parallel_follows" not in client.get(page(planned())).text


def test_hours_the_wrong_way_round_are_told_at_the_field(client, planned):
    group = planned()

    response = client.get(page(group), asked(group, starts_at="19:00", ends_at="18:00"))

    assert "Träffen slutar innan den börjar." in response.text
    assert became(response) == []


def test_page_that_is_out_of_date_is_refused_in_words(client, planned):
    group = planned()
    client.post(page(group), asked(group))

    response = client.post(page(group), asked(group, to=(37, 5)))

    assert "Någon ändrade träffen före dig." in response.text
    assert slot(group) == Slot(day(37, 4), SIX, time(19, 30))


def test_cancelling_asks_why_and_crosses_the_session_out(client, planned):
    group = planned()
    url = page(group, action="stall-in")

    assert client.post(url, {"seen": "0"}).status_code == 200
    response = client.post(url, {"seen": "0", "reason": "room"})

    assert response.url == f"/kontor/kalender/?d={day(38)}"
    session = Session.objects.get(group=group, number=3)
    assert (session.active, session.cancelled_because) == (False, "room")
    again = client.post(url, {"seen": "1", "reason": "room"})
    assert "Träffen är redan inställd." in again.text


@pytest.mark.parametrize("action", ["flytta", "stall-in"])
def test_session_that_is_not_there_does_not_exist(client, planned, action):
    assert client.get(page(planned(), number=99, action=action)).status_code == 404


@pytest.mark.parametrize("action", ["flytta", "stall-in"])
def test_leader_reaches_own_drafts_and_nobody_elses(client, planned, action):
    leader = LeaderFactory(with_account=True)
    own = planned(planned=False, leaders=[leader])
    published = planned(leaders=[leader], first_on=day(36, 3), weekday=2)
    others = planned(planned=False)
    client.force_login(leader.user)

    answers = [
        client.get(page(group, action=action)).status_code for group in (own, published, others)
    ]

    assert answers == [200, 403, 404]


def test_links_to_move_stand_at_the_group_for_those_who_may(client, planned):
    group = planned()

    assert page(group) in client.get(group.get_absolute_url()).text
    client.force_login(UserFactory(head=True))
    assert page(group) not in client.get(group.get_absolute_url()).text
