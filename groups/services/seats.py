"""The only writers of the seat counters. Lock, look, write; the database refuses the rest.

Call them last, after the caller has locked its own rows, so that all transactions lock in the
same order: referral, group, version of the public pages. A transaction that touches the seats of
more than one group calls :func:`lock_groups` with all of them first.
"""

from django.db import OperationalError, connection, transaction
from django.db.models import F
from psycopg.errors import LockNotAvailable

from groups.choices import CURRENT
from groups.exceptions import GroupNotOpen, NoSeatLeft, NoSuchSeat, SeatsBusy
from groups.models import SupportGroup

LOCK_TIMEOUT = "5s"  # how long a person waits for others before being told to try again


@transaction.atomic
def hold_seat(group_id: int) -> SupportGroup:
    """Hold a seat for an offer and return the group.

    Raises NoSeatLeft, GroupNotOpen, or SeatsBusy after five seconds of waiting for others.
    """
    group = _locked(group_id)
    _need_open(group)
    _need_seat(group)
    return _count(group, held=1)


@transaction.atomic
def take_held(group_id: int) -> SupportGroup:
    """Turn a held seat into a taken one, when an offer is accepted. Raises NoSuchSeat."""
    group = _locked(group_id)
    _need_open(group)
    if not group.places_held:
        raise NoSuchSeat(group)
    return _count(group, held=-1, taken=1)


@transaction.atomic
def take_seat(group_id: int) -> SupportGroup:
    """Take a free seat without an offer, when a child moves here. Raises like hold_seat."""
    group = _locked(group_id)
    _need_open(group)
    _need_seat(group)
    return _count(group, taken=1)


@transaction.atomic
def release_held(group_id: int) -> SupportGroup:
    """Give a held seat back, whatever state the group is in. Raises NoSuchSeat."""
    group = _locked(group_id)
    if not group.places_held:
        raise NoSuchSeat(group)
    return _count(group, held=-1)


@transaction.atomic
def release_taken(group_id: int) -> SupportGroup:
    """Give a taken seat back, whatever state the group is in. Raises NoSuchSeat."""
    group = _locked(group_id)
    if not group.places_taken:
        raise NoSuchSeat(group)
    return _count(group, taken=-1)


@transaction.atomic
def lock_groups(*group_ids: int) -> dict[int, SupportGroup]:
    """Lock these groups in the order of their ids until the transaction ends; return them by id.

    Raises SupportGroup.DoesNotExist if one is missing, SeatsBusy if others hold one too long.
    """
    ids = sorted(set(group_ids))
    try:
        with transaction.atomic():  # a savepoint: the caller can still answer after a refusal
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            rows = SupportGroup.objects.select_for_update(of=("self",)).filter(pk__in=ids)
            groups = {group.pk: group for group in rows.order_by("pk")}
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise SeatsBusy from error
        raise
    if missing := set(ids) - groups.keys():
        raise SupportGroup.DoesNotExist(f"No group {min(missing)}")
    return groups


def _locked(group_id: int) -> SupportGroup:
    return lock_groups(group_id)[group_id]


def _need_open(group):
    if group.state not in CURRENT:
        raise GroupNotOpen(group)


def _need_seat(group):
    if group.places_left < 1:
        raise NoSeatLeft(group)


def _count(group, held: int = 0, taken: int = 0) -> SupportGroup:
    """Change the counters by so much and return the group as it then is."""
    SupportGroup.objects.filter(pk=group.pk).update(
        places_held=F("places_held") + held, places_taken=F("places_taken") + taken
    )
    group.places_held += held
    group.places_taken += taken
    return group
