"""People who must not meet: never the same group, never the same evening in the same house."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barnstod.security.actor import acting_as
from groups.models import Session
from groups.rescheduling import Slot
from referrals import services
from referrals.exceptions import EveningDoesNotWork, Refusal
from referrals.history import steps_of
from referrals.models import KeptApart, Referral
from referrals.queries import barred
from referrals.services.locking import broken_rule
from referrals.services.sessions import move_session
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.families import kept_apart, pair_of_groups, siblings
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    RoomFactory,
    SessionFactory,
    two_hours_from,
)
from tests.factories.referrals import ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()
NOON = datetime.now(UTC).replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(days=40)


@pytest.fixture
def office():
    return UserFactory(coordinator=True)


def evening(group, room, *, hours=0, days=0, **traits):
    begin = NOON + timedelta(hours=hours, days=days)
    return SessionFactory(group=group, room=room, during=two_hours_from(begin), **traits)


def same_house():
    """Return two groups with a session each, one after the other, in two rooms of one venue."""
    room = RoomFactory()
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)
    evening(one, room)
    evening(other, RoomFactory(venue=room.venue), hours=3)
    return one, other


def offer(office, child, group):
    with acting_as(office):
        return services.make_offer(referral=child, group=group, deadline=TODAY, by=office)


# --- where it is looked at ------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["offered", "accepted", "started"])
def test_nobody_is_offered_a_place_where_they_would_meet(office, state):
    one, other = same_house()
    there, child = ReferralFactory(**{state: True}, group=other), ReferralFactory(waiting=True)
    kept_apart(there, child)

    for group in (one, other):
        with pytest.raises(ValidationError, match="do not work for this child"):
            offer(office, child, group)
    offer(office, child, GroupFactory(planned=True))

    child.refresh_from_db()
    assert child.state == "offered"


def test_nobody_is_moved_to_where_they_would_meet(office):
    one, other = same_house()
    there, child = ReferralFactory(started=True, group=other), ReferralFactory(accepted=True)
    kept_apart(there, child)

    with pytest.raises(ValidationError):
        services.move(referral=child, name="change_group", by=office, group=one)
    services.move(referral=there, name="complete", by=office)
    services.move(referral=child, name="change_group", by=office, group=one)

    assert Referral.objects.get(pk=child.pk).group == one


@pytest.mark.parametrize(
    "apart",
    ["another_day", "another_house", "cancelled", "over", "no_room"],
)
def test_another_day_or_another_house_is_fine(office, apart):
    room = RoomFactory()
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)
    evening(one, room)
    if apart == "another_day":
        evening(other, room, days=1)
    elif apart == "another_house":
        evening(other, RoomFactory())
    elif apart == "cancelled":
        evening(other, room, cancelled=True)
    elif apart == "over":
        Session.objects.all().delete()
        evening(one, room, days=-90)
        evening(other, RoomFactory(venue=room.venue), days=-90)
    else:
        evening(other, None)
    there, child = ReferralFactory(accepted=True, group=other), ReferralFactory(waiting=True)
    kept_apart(there, child)

    assert offer(office, child, one).state == "offered"


def test_a_room_that_moves_to_another_house_brings_nobody_together():
    room, other_room = RoomFactory(), RoomFactory()
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)
    evening(one, room)
    evening(other, other_room, hours=3)
    kept_apart(
        ReferralFactory(accepted=True, group=one), ReferralFactory(accepted=True, group=other)
    )

    other_room.venue = room.venue
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        other_room.save()
    assert broken_rule(refused.value) == "people_who_must_not_meet"

    Session.objects.filter(group=other).update(active=False)
    other_room.save()


def test_the_page_that_moves_a_session_says_that_the_evening_does_not_work(client, office):
    one, other = same_house()
    mine, theirs = one.sessions.get(), other.sessions.get()
    Session.objects.filter(pk=mine.pk).update(during=two_hours_from(NOON + timedelta(days=1)))
    mine.refresh_from_db()
    kept_apart(
        ReferralFactory(accepted=True, group=one), ReferralFactory(accepted=True, group=other)
    )
    client.force_login(office)
    begin = timezone.localtime(theirs.during.lower + timedelta(hours=3))
    asked = {
        "day": begin.date().isoformat(),
        "starts_at": f"{begin:%H:%M}",
        "ends_at": f"{begin + timedelta(hours=1):%H:%M}",
        "room": str(mine.room_id),
        "seen": str(mine.sequence),
    }

    answer = client.post(f"{one.get_absolute_url()}traff/{mine.number}/flytta/barnen/", asked)

    assert answer.status_code == 200
    [refusal] = answer.context["refusals"]
    assert isinstance(refusal, EveningDoesNotWork)


def test_a_parent_beside_the_child_is_somebody_to_meet(office):
    children, parents = pair_of_groups()
    [anna] = siblings("waiting")
    with acting_as(office):
        services.offer_together(
            places={anna: children}, deadline=TODAY, by=office, parent_beside=children
        )
    room = RoomFactory()
    elsewhere = GroupFactory(planned=True)
    evening(parents, room)
    evening(elsewhere, RoomFactory(venue=room.venue), hours=3)
    child = ReferralFactory(waiting=True)
    kept_apart(anna, child)

    with pytest.raises(ValidationError):
        offer(office, child, elsewhere)


def test_a_session_is_not_moved_to_where_they_would_meet(office):
    room = RoomFactory()
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)
    mine, theirs = evening(one, room), evening(other, RoomFactory(venue=room.venue), days=1)
    kept_apart(
        ReferralFactory(accepted=True, group=one), ReferralFactory(accepted=True, group=other)
    )
    to = Slot.of(theirs.during.upper, theirs.during.upper + timedelta(hours=1))

    with pytest.raises(EveningDoesNotWork), acting_as(office):
        move_session(session=mine, by=office, to=to, room=room, seen=mine.sequence)
    mine.refresh_from_db()
    assert mine.during.lower == NOON

    with acting_as(office):
        move_session(session=mine, by=office, to=to, room=RoomFactory(), seen=mine.sequence)


def test_whoever_writes_a_session_is_refused():
    room = RoomFactory()
    one, other = GroupFactory(planned=True), GroupFactory(planned=True)
    evening(one, room)
    kept_apart(
        ReferralFactory(accepted=True, group=one), ReferralFactory(offered=True, group=other)
    )

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        evening(other, RoomFactory(venue=room.venue), hours=3)
    assert broken_rule(refused.value) == "people_who_must_not_meet"


# --- writing it down ------------------------------------------------------------------------------


def test_the_office_writes_down_who_must_not_meet_and_takes_it_back(office):
    one, other = ReferralFactory(waiting=True), ReferralFactory(waiting=True)

    with acting_as(office):
        pair = services.keep_apart(referral=one, other=other, by=office)
        with pytest.raises(ValidationError, match="already"):
            services.keep_apart(referral=other, other=one, by=office)
        with pytest.raises(Refusal):
            services.keep_apart(referral=one, other=one, by=office)
        services.let_meet(pair=pair, by=office)
    with pytest.raises(PermissionDenied):
        services.keep_apart(referral=one, other=other, by=one.sent_by)

    assert not KeptApart.objects.exists()


def test_those_who_meet_already_are_moved_first(office):
    group = GroupFactory(planned=True)
    one = ReferralFactory(accepted=True, group=group)
    other = ReferralFactory(accepted=True, group=group)

    with pytest.raises(ValidationError):
        services.keep_apart(referral=one, other=other, by=office)
    services.move(referral=other, name="change_group", by=office, group=GroupFactory(planned=True))
    services.keep_apart(referral=one, other=other, by=office)

    assert KeptApart.objects.count() == 1


def test_a_pair_is_one_row_whichever_way(office):
    one, other = sorted(
        (ReferralFactory(), ReferralFactory()), key=lambda case: case.pk, reverse=True
    )
    for first, second in ((one, other), (one, one)):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            KeptApart.objects.create(first=first, second=second, recorded_by=office)
        assert broken_rule(refused.value) == "kept_apart_is_symmetrical"


# --- who sees it ----------------------------------------------------------------------------------


def test_nobody_but_the_office_sees_who_must_not_meet(office):
    unit = AffiliationFactory()
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    one = ReferralFactory(accepted=True, group=group, workplace=unit)
    other = ReferralFactory(waiting=True, workplace=unit)
    hidden = ReferralFactory(waiting=True, protected=True)
    kept_apart(one, other)
    kept_apart(one, hidden)
    seen = {}
    for who in (office, unit.user, leader.user, UserFactory(head=True), ""):
        with acting_as(who):
            seen[who] = KeptApart.objects.count()
            assert KeptApart.objects.update(recorded_at=timezone.now()) == 0

    assert list(seen.values()) == [1, 0, 0, 0, 0]
    first, second = sorted((one, other), key=lambda case: case.pk)
    pair = KeptApart(first=first, second=second, recorded_by=unit.user)
    with acting_as(unit.user), pytest.raises(DatabaseError, match="row-level"):
        pair.save()
    with acting_as(leader.user):
        assert barred([other], [group]) == set()


def test_a_hidden_child_is_kept_apart_all_the_same(office):
    one, other = same_house()
    hidden = ReferralFactory(accepted=True, protected=True, group=other)
    child = ReferralFactory(waiting=True)
    kept_apart(hidden, child)

    with acting_as(office):
        assert barred([child], [one, other]) == {(child.pk, one.pk), (child.pk, other.pk)}
        with pytest.raises(ValidationError, match="do not work for this child"):
            services.make_offer(referral=child, group=one, deadline=TODAY, by=office)


def test_the_audit_of_it_is_no_part_of_the_case(office):
    one, other = ReferralFactory(waiting=True), ReferralFactory(waiting=True)

    services.keep_apart(referral=one, other=other, by=office)

    assert steps_of(one, one.sent_by) == steps_of(one, office) == []


# --- whatever people do, they never meet ----------------------------------------------------------


ROOMS, GROUPS, CHILDREN = range(3), range(4), range(3)
ACTIONS = st.one_of(
    st.tuples(st.just("offer"), st.sampled_from(CHILDREN), st.sampled_from(GROUPS)),
    st.tuples(st.just("accept"), st.sampled_from(CHILDREN), st.just(0)),
    st.tuples(st.just("change_group"), st.sampled_from(CHILDREN), st.sampled_from(GROUPS)),
    st.tuples(st.just("session"), st.sampled_from(GROUPS), st.integers(0, 8)),
)
SHARED = """
SELECT count(*) FROM referrals_keptapart AS pair
JOIN referrals_referral AS a ON a.id = pair.first_id
JOIN referrals_referral AS b ON b.id = pair.second_id
LEFT JOIN groups_session AS s ON s.group_id = a.group_id AND s.active
LEFT JOIN groups_room AS r ON r.id = s.room_id
LEFT JOIN groups_session AS t ON t.group_id = b.group_id AND t.active
LEFT JOIN groups_room AS q ON q.id = t.room_id
WHERE a.state IN ('offered', 'accepted', 'started')
    AND b.state IN ('offered', 'accepted', 'started')
    AND (a.group_id = b.group_id OR r.venue_id = q.venue_id
        AND lower(s.during)::date = lower(t.during)::date)
"""


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(actions=st.lists(ACTIONS, min_size=5, max_size=25))
def test_whatever_is_done_they_never_share_an_evening_and_a_house(actions):
    before = transaction.savepoint()
    office = UserFactory(coordinator=True)
    house = RoomFactory()
    rooms = [house, RoomFactory(venue=house.venue), RoomFactory()]
    groups = [GroupFactory(planned=True) for _ in GROUPS]
    sessions = [evening(one, house, days=at) for at, one in enumerate(groups)]
    children = [ReferralFactory(waiting=True) for _ in CHILDREN]
    kept_apart(children[0], children[1])
    kept_apart(children[1], children[2])

    for name, which, where in actions:
        try:
            with transaction.atomic():
                if name == "session":
                    session, begin = sessions[which], NOON + timedelta(hours=3 * (where % 3))
                    session.room, session.during = rooms[where % 3], two_hours_from(begin)
                    session.save()
                elif name == "offer":
                    offer(office, children[which], groups[where])
                else:
                    asks = {"group": groups[where]} if name == "change_group" else {}
                    services.move(referral=children[which], name=name, by=office, **asks)
        except (Refusal, ValidationError, IntegrityError):
            pass
        with connection.cursor() as cursor:
            cursor.execute(SHARED)
            assert cursor.fetchone() == (0,)
    transaction.savepoint_rollback(before)
