"""A group's plan becomes sessions, with its room and its leaders."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies, schedule
from groups.models import Session, SessionLeader, SupportGroup


@transaction.atomic
def plan_sessions(*, group: SupportGroup, by, closed: Collection[date] = ()) -> list[Session]:
    """Write the sessions of a plan, none on a ``closed`` day, and return them.

    Raises IntegrityError if room or leader is taken, ValueError if the plan lacks a day or hour.
    """
    authorize(policies.can_manage, by, group)
    sessions = Session.objects.bulk_create(sessions_of(group, closed))
    SessionLeader.objects.bulk_create(
        leader_in(session, leader) for session in sessions for leader in group.leaders.all()
    )
    record("group.plan_sessions", by=by, on=group, sessions=len(sessions))
    return sessions


def sessions_of(group: SupportGroup, closed: Collection[date] = ()) -> list[Session]:
    """Return the unsaved sessions of the group's plan. Raises ValueError if it is not whole."""
    first_on, weekday = group.first_on, group.weekday
    starts_at, ends_at = group.starts_at, group.ends_at
    if first_on is None or weekday is None or starts_at is None or ends_at is None:
        raise ValueError(f"{group} has no first day, weekday or hours")
    days = schedule.days(first_on, weekday, group.planned_sessions, closed)
    return [
        Session(
            group=group,
            number=number,
            room_id=group.room_id,
            during=DateTimeTZRange(*schedule.moments(day, starts_at, ends_at)),
        )
        for number, day in enumerate(days, start=1)
    ]


def leader_in(session: Session, leader) -> SessionLeader:
    """Return the unsaved row of a leader in a session, its time and state copied from there."""
    return SessionLeader(
        session=session, leader=leader, during=session.during, active=session.active
    )
