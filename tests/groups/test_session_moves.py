"""Moving and cancelling a session: what goes along, what stands in the way, what is written.

The plans lie in an autumn to come: Tuesdays from week 36 on, without a holiday until November.
"""

from dataclasses import replace
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from barnstod.audit.models import AuditEvent
from groups import words
from groups.choices import CancelReason
from groups.clashes import absences
from groups.exceptions import Clash, SessionRefusal
from groups.models import Absence, SchoolBreak, Session, SessionLeader
from groups.publishing import public_view
from groups.rescheduling import Slot
from groups.services.planning import plan_sessions
from groups.services.sessions import cancel_session, move_session, plan_move, slot_of
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
FOUR, HALF_PAST_FIVE, SIX, SEVEN = time(16), time(17, 30), time(18), time(19)


def day(week, weekday=2):
    return date.fromisocalendar(YEAR, week, weekday)


def tuesday(week, starts_at=FOUR, ends_at=HALF_PAST_FIVE):
    return Slot(day(week), starts_at, ends_at)


@pytest.fixture
def coordinator():
    SchoolBreak.objects.all().delete()
    return UserFactory(coordinator=True)


@pytest.fixture
def planned(coordinator):
    """Return a function that plans a group of eight Tuesdays; the same hours, a room of its own."""

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


def session_of(group, number):
    return group.sessions.select_related("group", "room").get(number=number)


def slots(group):
    return [slot_of(session) for session in group.sessions.order_by("number")]


def move(session, to, by, **fields):
    return move_session(session=session, to=to, by=by, room=session.room, **fields)


def test_one_session_is_moved_alone_with_its_leaders(planned, coordinator):
    group = planned()
    third = session_of(group, 3)

    move(third, Slot(day(38, 4), SIX, SEVEN), coordinator)

    assert slots(group) == [
        tuesday(36),
        tuesday(37),
        Slot(day(38, 4), SIX, SEVEN),
        *[tuesday(week) for week in range(39, 44)],
    ]
    third.refresh_from_db()
    copy = SessionLeader.objects.get(session=third)
    assert (copy.during, copy.active) == (third.during, True)


def test_the_rest_follow_and_none_meets_in_a_break(planned, coordinator):
    group = planned()
    SchoolBreak.objects.create(name="Höstlov", first_on=day(44, 1), last_on=day(44, 5))

    move(session_of(group, 3), tuesday(39), coordinator, rest_follows=True)

    weeks = [36, 37, 39, 40, 41, 42, 43, 45]
    assert slots(group) == [tuesday(week) for week in weeks]


def test_a_whole_series_moves_into_the_days_of_its_own_next_sessions(planned, coordinator):
    """One by one each would be in the way of the next; the database looks when all are there."""
    group = planned()

    move(session_of(group, 1), tuesday(37), coordinator, rest_follows=True)

    assert slots(group) == [tuesday(week) for week in range(37, 45)]


def test_the_hour_stands_when_the_clock_is_changed(planned, coordinator):
    group = planned()

    move(session_of(group, 1), tuesday(42), coordinator, rest_follows=True)

    hours = {(slot.starts_at, slot.ends_at) for slot in slots(group)}
    offsets = {timezone.localtime(one.during.lower).utcoffset() for one in group.sessions.all()}
    assert (hours, len(offsets)) == ({(FOUR, HALF_PAST_FIVE)}, 2)


def test_the_plan_that_the_public_reads_follows(planned, coordinator):
    group, room = planned(), RoomFactory()

    move_session(
        session=session_of(group, 1),
        to=Slot(day(37, 4), SIX, SEVEN),
        by=coordinator,
        room=room,
        rest_follows=True,
    )

    group.refresh_from_db()
    assert (group.first_on, group.weekday, group.starts_at, group.ends_at, group.room) == (
        day(37, 4),
        3,
        SIX,
        SEVEN,
        room,
    )
    assert {session.room for session in group.sessions.all()} == {room}


@pytest.mark.parametrize(
    ("to", "first_on"),
    [(tuesday(35), day(35)), (tuesday(46), day(37)), (Slot(day(36, 4), FOUR, SIX), day(36, 4))],
    ids=["earlier", "last of all", "another weekday"],
)
def test_the_first_day_of_the_plan_is_that_of_the_first_session(planned, coordinator, to, first_on):
    group = planned()

    move(session_of(group, 1), to, coordinator)

    group.refresh_from_db()
    assert (group.first_on, group.weekday) == (first_on, 1)


def test_when_the_rest_move_the_plan_says_when_it_meets_from_now_on(planned, coordinator):
    group = planned()
    move(session_of(group, 6), Slot(day(41, 5), FOUR, HALF_PAST_FIVE), coordinator)

    move(session_of(group, 3), Slot(day(38, 4), SIX, SEVEN), coordinator, rest_follows=True)

    group.refresh_from_db()
    assert (group.first_on, group.weekday) == (day(36), 3)
    assert (group.starts_at, group.ends_at) == (SIX, SEVEN)
    view = public_view(group)
    assert words.weekday(view) == "Torsdagar"
    assert words.begins(view) == f"första gången {date_format(day(36), 'l j F')}"
    view = replace(view, is_running=True)
    assert words.begins(view) == f"började {date_format(day(36), 'j F')}"


def test_the_weekday_stands_when_one_session_is_moved_off_it(planned, coordinator):
    """Where the one that leads the rest was off its weekday, the plan says where most go."""
    group = planned()
    move(session_of(group, 3), Slot(day(38, 4), FOUR, HALF_PAST_FIVE), coordinator)

    move(
        session_of(group, 3),
        Slot(day(38, 5), FOUR, HALF_PAST_FIVE),
        coordinator,
        rest_follows=True,
    )

    group.refresh_from_db()
    assert group.weekday == 2  # each went a day on, from Tuesdays


def test_the_first_day_is_the_next_one_when_the_first_is_cancelled(planned, coordinator):
    group = planned()

    cancel_session(session=session_of(group, 1), reason=CancelReason.ROOM, by=coordinator)

    group.refresh_from_db()
    assert (group.first_on, group.weekday) == (day(37), 1)


def test_the_parallel_group_goes_along_in_its_own_room(planned, coordinator):
    parents = planned(parents=True, slug=f"foraldragrupp-soderort-ht{YEAR % 100}-para")
    group = planned(parallel_group=parents)

    move(
        session_of(group, 7),
        Slot(day(42, 4), SIX, SEVEN),
        coordinator,
        rest_follows=True,
        parallel_follows=True,
    )

    expected = [tuesday(week) for week in range(36, 42)]
    expected += [Slot(day(42, 4), SIX, SEVEN), Slot(day(43, 4), SIX, SEVEN)]
    assert slots(group) == slots(parents) == expected
    assert {session.room for session in parents.sessions.all()} == {parents.room}


def test_the_parallel_group_stays_unless_asked(planned, coordinator):
    parents = planned(parents=True, slug=f"foraldragrupp-soderort-ht{YEAR % 100}-para")
    group = planned(parallel_group=parents)

    move(session_of(group, 8), tuesday(44), coordinator)

    assert slots(parents)[-1] == tuesday(43)


def test_a_move_is_written_in_the_log(planned, coordinator):
    group = planned()
    seventh = session_of(group, 7)

    move(seventh, tuesday(45), coordinator, rest_follows=True)

    event = AuditEvent.objects.get(action="session.move")
    assert (event.actor, event.subject, event.detail) == (
        f"user:{coordinator.pk}",
        str(seventh.pk),
        {
            "group": group.slug,
            "number": 7,
            "before": tuesday(42).moments[0].isoformat(),
            "after": tuesday(45).moments[0].isoformat(),
            "following": 1,
        },
    )


def test_a_taken_room_is_a_clash_that_names_the_other_session(planned, coordinator):
    room = RoomFactory(venue__name="Huset", name="Blå rummet")
    other = planned(room=room)
    group = planned(room=room, first_on=day(36, 3), weekday=2)

    with pytest.raises(Clash) as refusal:
        move(session_of(group, 2), tuesday(37, time(17), SIX), coordinator)

    when = "tisdag 8 september" if day(37).day == 8 else f"tisdag {day(37).day} september"
    assert (refusal.value.kind, refusal.value.other) == ("room", session_of(other, 2))
    assert refusal.value.url == other.get_absolute_url()
    assert str(refusal.value).startswith("Huset, Blå rummet")
    assert when in str(refusal.value)
    assert slots(group)[1] == Slot(day(37, 3), FOUR, HALF_PAST_FIVE)


def test_a_leader_elsewhere_is_a_clash_that_names_both(planned, coordinator):
    leader = LeaderFactory(name="Kim Andersson")
    other = planned(leaders=[leader])
    group = planned(leaders=[LeaderFactory(), leader], first_on=day(36, 3), weekday=2)

    with pytest.raises(Clash) as refusal:
        move(session_of(group, 5), tuesday(40), coordinator, rest_follows=True)

    assert (refusal.value.kind, refusal.value.other) == ("leader", session_of(other, 5))
    assert str(refusal.value).startswith("Kim Andersson")


def test_a_group_is_not_in_two_places_at_once(planned, coordinator):
    group = planned()

    with pytest.raises(Clash) as refusal:
        move(session_of(group, 3), tuesday(39, time(17), SIX), coordinator)

    assert (refusal.value.kind, refusal.value.other) == ("group", session_of(group, 4))


def test_a_clash_later_in_the_series_moves_nothing(planned, coordinator):
    room = RoomFactory()
    planned(room=room, first_on=day(44), planned_sessions=8)
    group = planned(room=room)
    before = slots(group)

    with pytest.raises(Clash):
        move(session_of(group, 1), tuesday(38), coordinator, rest_follows=True)

    assert slots(group) == before
    assert not AuditEvent.objects.filter(action="session.move").exists()


def test_a_clash_leaves_the_transaction_usable(planned, coordinator):
    room = RoomFactory()
    planned(room=room)
    group = planned(room=room, first_on=day(36, 3), weekday=2)

    with transaction.atomic():
        with pytest.raises(Clash):
            move(session_of(group, 2), tuesday(37), coordinator)
        move(session_of(group, 2), Slot(day(37, 4), FOUR, SIX), coordinator)

    assert slots(group)[1] == Slot(day(37, 4), FOUR, SIX)


def test_database_alone_refuses_a_group_in_two_places(planned):
    group = planned()
    third = session_of(group, 3)

    with pytest.raises(IntegrityError, match="session_group_meets_once_at_a_time"):
        Session.objects.create(group=group, number=20, during=third.during)


def test_a_leader_who_said_to_be_away_is_named_beforehand(planned, coordinator):
    leader = LeaderFactory(name="Kim Andersson")
    group = planned(leaders=[leader])
    Absence.objects.create(leader=leader, away_from=day(37, 1), away_to=day(37, 5))
    third = session_of(group, 3)

    def told(to):
        return absences(plan_move(session=third, to=to, room=third.room))

    assert [words.split(" ")[:2] for words in told(tuesday(37))] == [["Kim", "Andersson"]]
    assert told(tuesday(39)) == []


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_sessions_of_a_group_that_is_over_stay(planned, coordinator, state):
    group = planned(planned=False, **{state: True})

    with pytest.raises(SessionRefusal):
        move(session_of(group, 3), tuesday(45), coordinator)
    with pytest.raises(SessionRefusal):
        cancel_session(session=session_of(group, 3), reason="room", by=coordinator)


def test_a_session_that_has_been_stays(planned, coordinator):
    group = planned(first_on=date.fromisocalendar(YEAR - 2, 36, 2))

    with pytest.raises(SessionRefusal):
        move(session_of(group, 3), tuesday(45), coordinator)
    with pytest.raises(SessionRefusal):
        cancel_session(session=session_of(group, 3), reason="room", by=coordinator)


def test_nothing_is_moved_into_the_past(planned, coordinator):
    past = Slot(date.fromisocalendar(YEAR - 2, 36, 2), FOUR, SIX)

    with pytest.raises(SessionRefusal):
        move(session_of(planned(), 3), past, coordinator)


def test_a_series_cannot_begin_before_what_comes_before_it(planned, coordinator):
    group = planned()

    with pytest.raises(SessionRefusal, match="2"):
        move(session_of(group, 3), tuesday(37, time(17), SIX), coordinator, rest_follows=True)


def test_a_page_that_is_out_of_date_moves_nothing(planned, coordinator):
    group = planned()
    move(session_of(group, 3), Slot(day(38, 4), FOUR, SIX), coordinator, seen=0)

    with pytest.raises(SessionRefusal):
        move(session_of(group, 3), Slot(day(38, 5), FOUR, SIX), coordinator, seen=0)

    assert slots(group)[2] == Slot(day(38, 4), FOUR, SIX)


@pytest.mark.parametrize("role", ["social_worker", "head", "leader"])
def test_only_the_coordinator_moves_what_is_published(planned, role):
    third = session_of(planned(), 3)
    by = UserFactory(**{role: True})

    with pytest.raises(PermissionDenied):
        move(third, tuesday(45), by)
    with pytest.raises(PermissionDenied):
        cancel_session(session=third, reason="room", by=by)

    assert slot_of(session_of(third.group, 3)) == tuesday(38)


def test_a_leader_moves_the_sessions_of_an_own_draft(planned):
    leader = LeaderFactory(with_account=True)
    third = session_of(planned(planned=False, leaders=[leader]), 3)

    move(third, tuesday(45), leader.user)

    assert slot_of(session_of(third.group, 3)) == tuesday(45)


def test_cancelled_session_frees_its_room_and_leaders_and_is_logged(planned, coordinator):
    group = planned()
    third = session_of(group, 3)

    cancel_session(session=third, reason=CancelReason.LEADER, by=coordinator)

    third.refresh_from_db()
    assert (third.active, third.cancelled_because) == (False, "leader")
    assert [copy.active for copy in third.session_leaders.all()] == [False]
    assert AuditEvent.objects.get(action="session.cancel").detail == {
        "group": group.slug,
        "number": 3,
        "reason": "leader",
    }


def test_cancelled_session_is_not_cancelled_twice(planned, coordinator):
    third = session_of(planned(), 3)
    cancel_session(session=third, reason="room", by=coordinator)

    with pytest.raises(SessionRefusal):
        cancel_session(session=third, reason="room", by=coordinator)


def test_cancelled_session_with_a_new_time_takes_place(planned, coordinator):
    group = planned()
    cancel_session(session=session_of(group, 3), reason="room", by=coordinator)

    move(session_of(group, 3), tuesday(44), coordinator)

    third = session_of(group, 3)
    assert (third.active, third.cancelled_because, slot_of(third)) == (True, "", tuesday(44))


def test_sequence_grows_with_every_change_of_time_room_or_state_whoever_writes(
    planned, coordinator
):
    group = planned()
    third = session_of(group, 3)
    assert third.sequence == 0

    seen = []
    move(third, tuesday(44), coordinator)
    seen.append(session_of(group, 3).sequence)
    cancel_session(session=session_of(group, 3), reason="room", by=coordinator)
    seen.append(session_of(group, 3).sequence)
    group.sessions.update(room=RoomFactory())
    seen.append(session_of(group, 3).sequence)
    group.sessions.update(theme="Att våga berätta")
    seen.append(session_of(group, 3).sequence)
    group.sessions.update(sequence=0)
    seen.append(session_of(group, 3).sequence)

    assert seen == [1, 2, 3, 3, 3]
    assert session_of(group, 4).sequence == 1


@pytest.mark.parametrize(
    "broken", [{"active": True, "cancelled_because": "room"}, {"cancelled_because": "sick"}]
)
def test_database_refuses_a_reason_without_a_cancellation(planned, broken):
    group = planned()

    with pytest.raises(IntegrityError, match="session_cancelled_for_a_known_reason"):
        group.sessions.filter(number=3).update(**{"active": False} | broken)
