"""The sessions of a group are made to follow its plan, whatever they were before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.errors import ExclusionViolation

from groups.choices import CancelReason, GroupState
from groups.exceptions import PlanInTheWay
from groups.models import Room, Session, SessionLeader, SupportGroup
from groups.services.planning import leader_in, sessions_of

FREE = "session_room_is_free, session_leader_is_free, session_group_meets_once_at_a_time"
WHEN = ("first_on", "weekday", "starts_at", "ends_at", "planned_sessions")


@dataclass(frozen=True)
class Before:
    """What of a group's plan its sessions were made from."""

    when: tuple
    room: Room | None
    leaders: frozenset[int]

    @classmethod
    def of(cls, group: SupportGroup) -> "Before":
        return cls(_when(group), group.room, leaders_of(group))


def make_sessions_follow(
    *, group: SupportGroup, before: Before, closed: Collection[date] = ()
) -> None:
    """Write what changed in the plan into the sessions; the caller holds the group's lock.

    New days and hours make all sessions anew, each keeping its number and its place in subscribed
    calendars. A new room goes where the old one was; a leader goes from, or comes to, those that
    have not been. Raises PlanInTheWay if a room or leader is taken.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {FREE} DEFERRED")
            if _when(group) != before.when:
                _make_anew(group, closed)
            coming = _coming(group)
            if group.room != before.room:
                coming.filter(room=before.room).update(room=group.room)
            _change_leaders(group, before.leaders)
            cursor.execute(f"SET CONSTRAINTS {FREE} IMMEDIATE")
    except IntegrityError as error:
        if isinstance(error.__cause__, ExclusionViolation):
            raise PlanInTheWay from error
        raise


def leaders_of(group: SupportGroup) -> frozenset[int]:
    return frozenset(group.leaders.order_by().values_list("pk", flat=True))


def has_begun(group: SupportGroup) -> bool:
    """Tell whether a session of the group has been: then its days are moved one by one."""
    return group.sessions.filter(active=True, during__startswith__lte=timezone.now()).exists()


def _make_anew(group: SupportGroup, closed: Collection[date]) -> None:
    wanted = {one.number: one for one in sessions_of(group, closed)} if _is_whole(group) else {}
    kept = {one.number: one for one in group.sessions.all()}
    if wanted:  # a closed day or another weekday was passed over
        group.first_on = timezone.localdate(wanted[1].during.lower)
        group.save(update_fields=["first_on"])
    themes = dict(group.programme.themes.values_list("number", "theme"))
    for number, session in wanted.items():
        session.theme = themes.get(number, "")
        if old := kept.get(number):
            old.during, old.active, old.cancelled_because = session.during, True, ""
            old.room_id = session.room_id
            old.save(update_fields=["during", "active", "cancelled_because", "room"])
    new = [one for number, one in wanted.items() if number not in kept]
    surplus = group.sessions.filter(number__in=kept.keys() - wanted.keys())
    if group.state == GroupState.DRAFT:
        surplus.delete()
    else:  # somebody has them in a calendar, where they are crossed out
        surplus.update(active=False, cancelled_because=CancelReason.OTHER)
    created = Session.objects.bulk_create(new)
    leaders = list(group.leaders.all())
    SessionLeader.objects.bulk_create(
        leader_in(session, leader)
        for session in Session.objects.filter(pk__in=[one.pk for one in created])
        for leader in leaders
    )


def _change_leaders(group: SupportGroup, before: Collection[int]) -> None:
    now = {leader.pk: leader for leader in group.leaders.all()}
    coming = list(_coming(group))
    links = SessionLeader.objects.filter(session__in=coming)
    links.filter(leader__in=set(before) - now.keys()).delete()
    there = set(links.values_list("session", "leader"))
    SessionLeader.objects.bulk_create(
        leader_in(session, leader)
        for session in coming
        for pk, leader in now.items()
        if pk not in before and (session.pk, pk) not in there
    )


def _coming(group: SupportGroup):
    return group.sessions.filter(active=True, during__startswith__gt=timezone.now())


def _when(group: SupportGroup) -> tuple:
    return tuple(getattr(group, name) for name in WHEN)


def _is_whole(group: SupportGroup) -> bool:
    return None not in (group.first_on, group.weekday, group.starts_at, group.ends_at)
