"""The counters of seats: what each function does, refuses, and does under pressure."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from barnstod.security.actor import acting_as
from groups import services
from groups.choices import GroupState
from groups.exceptions import GroupNotOpen, NoSeatLeft, NoSuchSeat, SeatsBusy
from groups.models import SupportGroup
from groups.services import seats
from tests.factories.groups import GroupFactory

pytestmark = pytest.mark.django_db


def counters(group):
    return SupportGroup.objects.values_list("places_held", "places_taken").get(pk=group.pk)


@pytest.mark.parametrize(
    ("function", "before", "after"),
    [
        (services.hold_seat, (2, 3), (3, 3)),
        (services.take_held, (2, 3), (1, 4)),
        (services.take_seat, (2, 3), (2, 4)),
        (services.release_held, (2, 3), (1, 3)),
        (services.release_taken, (2, 3), (2, 2)),
    ],
)
def test_seat_function_changes_its_counters_and_returns_the_group(function, before, after):
    group = GroupFactory(planned=True, places_held=before[0], places_taken=before[1])

    returned = function(group.pk)

    assert counters(group) == after
    assert (returned.places_held, returned.places_taken) == after


@pytest.mark.parametrize("function", [services.hold_seat, services.take_seat])
def test_full_group_gives_no_seat_and_says_how_it_stands(function):
    group = GroupFactory(planned=True, capacity=8, places_held=3, places_taken=5)

    with pytest.raises(NoSeatLeft) as refusal:
        function(group.pk)

    assert (refusal.value.capacity, refusal.value.held, refusal.value.taken) == (8, 3, 5)
    assert counters(group) == (3, 5)


@pytest.mark.parametrize(
    "function", [services.take_held, services.release_held, services.release_taken]
)
def test_seat_that_is_not_there_is_not_released(function):
    group = GroupFactory(planned=True)

    with pytest.raises(NoSuchSeat):
        function(group.pk)

    assert counters(group) == (0, 0)


@pytest.mark.parametrize("state", [GroupState.DRAFT, GroupState.COMPLETED, GroupState.CANCELLED])
@pytest.mark.parametrize("function", [services.hold_seat, services.take_held, services.take_seat])
def test_group_that_is_not_open_gives_nobody_a_seat(function, state):
    group = GroupFactory(places_held=1, **({} if state == GroupState.DRAFT else {state: True}))

    with pytest.raises(GroupNotOpen):
        function(group.pk)

    assert counters(group) == (1, 0)


@pytest.mark.parametrize(
    ("function", "held", "taken"),
    [(services.release_held, 0, 1), (services.release_taken, 1, 0)],
)
def test_cancelled_group_gives_its_seats_back(function, held, taken):
    group = GroupFactory(cancelled=True, places_held=1, places_taken=1)

    function(group.pk)

    assert counters(group) == (held, taken)


def test_lock_groups_returns_them_by_id_and_names_the_missing():
    one, two = GroupFactory(planned=True), GroupFactory(planned=True)

    assert services.lock_groups(two.pk, one.pk) == {one.pk: one, two.pk: two}
    with pytest.raises(SupportGroup.DoesNotExist):
        services.lock_groups(one.pk, 0)


def in_threads(number, work):
    """Run ``work`` in so many threads, each on a connection of its own; return their answers."""

    def one(_):
        try:
            with acting_as("system:test"):
                return work()
        except (NoSeatLeft, NoSuchSeat, SeatsBusy) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_the_last_three_seats_once():
    with acting_as("system:test"):
        group = GroupFactory(planned=True, capacity=8, places_taken=5)

    def hold():
        services.hold_seat(group.pk)
        return "held"

    answers = in_threads(20, hold)

    assert (answers.count("held"), answers.count("NoSeatLeft")) == (3, 17)
    assert counters(group) == (3, 5)


@pytest.mark.django_db(transaction=True)
def test_two_groups_are_locked_in_one_order_whatever_the_order_asked():
    with acting_as("system:test"):
        groups = [GroupFactory(planned=True, places_held=8) for _ in range(2)]
    orders = iter([groups, groups[::-1]] * 10)

    def swap():
        first, second = next(orders)
        services.lock_groups(first.pk, second.pk)
        services.release_held(first.pk)
        services.hold_seat(first.pk)
        services.release_held(second.pk)
        services.hold_seat(second.pk)
        return "done"

    assert in_threads(8, swap) == ["done"] * 8


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_is_told_to_try_again_and_the_transaction_lives(monkeypatch):
    monkeypatch.setattr(seats, "LOCK_TIMEOUT", "50ms")
    with acting_as("system:test"):
        group = GroupFactory(planned=True)
    with transaction.atomic():
        services.lock_groups(group.pk)

        def wait():
            with transaction.atomic():
                try:
                    services.hold_seat(group.pk)
                except SeatsBusy:
                    return SupportGroup.objects.filter(pk=group.pk).exists()

        assert in_threads(1, wait) == [True]
