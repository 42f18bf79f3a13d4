"""Moving and cancelling single sessions, with those that follow. Each is one transaction.

The group's leaders get a neutral letter. Who has children in the group is known one app higher,
which calls these functions in the same transaction and tells the children's senders.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import ExclusionViolation

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.choices import CURRENT, CancelReason, GroupState
from groups.clashes import Shift, clashes
from groups.closures import closed_days
from groups.exceptions import GroupRefusal, SessionRefusal
from groups.models import Room, Session, SupportGroup
from groups.rescheduling import Slot, along, follow
from groups.services.letters import tell_leaders
from groups.services.seats import lock_groups

AHEAD = timedelta(days=400)  # so far behind the last day closed days are looked up
FREE = "session_room_is_free, session_leader_is_free, session_group_meets_once_at_a_time"


@transaction.atomic
def move_session(
    *,
    session: Session,
    to: Slot,
    by,
    room: Room | None,
    rest_follows: bool = False,
    parallel_follows: bool = False,
    seen: int | None = None,
) -> list[Shift]:
    """Move a session, with what :func:`plan_move` says goes along, and return what was done.

    ``seen`` is the sequence of the session that the person looked at. A cancelled session that
    is moved takes place again. Raises Clash for the first session in the way, SessionRefusal.
    """
    session = _locked(session, by, seen, with_parallel=parallel_follows)
    shifts = plan_move(
        session=session,
        to=to,
        room=room,
        rest_follows=rest_follows,
        parallel_follows=parallel_follows,
    )
    _write(shifts)
    for group in dict.fromkeys(shift.session.group for shift in shifts):
        own = [shift for shift in shifts if shift.session.group == group]
        _keep_plan(group, own, rest_follows)
        record(
            "session.move",
            by=by,
            on=own[0].session,
            group=group.slug,
            number=own[0].session.number,
            before=own[0].old.moments[0].isoformat(),
            after=own[0].new.moments[0].isoformat(),
            following=len(own) - 1,
        )
        tell_leaders(group, "session_moved", by=by)
    return shifts


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by, seen: int | None = None) -> Session:
    """Cancel a session: room and leaders are free, the calendar keeps it crossed out.

    Raises SessionRefusal if it has begun or somebody cancelled it first.
    """
    session = _locked(session, by, seen)
    _need_open(session)
    if not session.active:
        raise SessionRefusal(_("The session is cancelled already."))
    session.active, session.cancelled_because = False, CancelReason(reason)
    session.save(update_fields=["active", "cancelled_because"])
    if _active(session.group):
        _keep_plan(session.group, [], rest_follows=False)
    record(
        "session.cancel",
        by=by,
        on=session,
        group=session.group.slug,
        number=session.number,
        reason=session.cancelled_because,
    )
    tell_leaders(session.group, "session_cancelled", by=by)
    return session


def plan_move(
    *,
    session: Session,
    to: Slot,
    room: Room | None,
    rest_follows: bool = False,
    parallel_follows: bool = False,
) -> list[Shift]:
    """Return what a move would do, the session itself first; writes nothing.

    ``room`` is where the session is to meet. With ``rest_follows`` the later sessions go along
    (:func:`groups.rescheduling.follow`), with ``parallel_follows`` those of the parallel group.
    Raises SessionRefusal where it cannot be asked at all; clashes are not looked for here.
    """
    _need_open(session)
    if to.moments[0] <= timezone.now():
        raise SessionRefusal(_("The new time has passed already."))
    old = slot_of(session)
    closed = closed_days(min(old.day, to.day), max(old.day, to.day) + AHEAD)
    shifts = [Shift(session, old, to, room)]
    twin = parallel_session(session) if parallel_follows else None
    if twin:
        shifts.append(Shift(twin, slot_of(twin), along(slot_of(twin), old, to), twin.room))
    if rest_follows:
        shifts += [follower for first in shifts for follower in _rest(first, closed)]
    return shifts


def parallel_session(session: Session) -> Session | None:
    """Return the session that the parallel group has on the same day, if it has one."""
    partner = _partner(session.group)
    if partner is None:
        return None
    day = slot_of(session).day
    beside = (one for one in _active(partner) if slot_of(one).day == day)
    return next(beside, None)


def slot_of(session: Session) -> Slot:
    return Slot.of(session.during.lower, session.during.upper)


def _rest(first: Shift, closed) -> list[Shift]:
    """Return where the later sessions of the group go; their room changes with the first one's."""
    sessions = [one for one in _active(first.session.group) if one.pk != first.session.pk]
    begun_at = first.session.during.lower
    earlier = [one for one in sessions if one.during.lower < begun_at]
    if earlier and first.new.moments[0] < earlier[-1].during.upper:
        raise SessionRefusal(
            _("With the rest following, it cannot come before session %(number)s.")
            % {"number": earlier[-1].number}
        )
    later = [one for one in sessions if one.during.lower > begun_at]
    slots = follow([slot_of(one) for one in later], first.old, first.new, closed)
    return [
        Shift(one, slot_of(one), slot, first.room if one.room == first.session.room else one.room)
        for one, slot in zip(later, slots, strict=True)
    ]


def _active(group: SupportGroup) -> list[Session]:
    """Return the sessions that take place, in order of time."""
    return list(group.sessions.filter(active=True).select_related("group", "room__venue"))


def _partner(group: SupportGroup) -> SupportGroup | None:
    return group.parallel_group or SupportGroup.objects.filter(parallel_group=group).first()


def _locked(session: Session, by, seen: int | None, *, with_parallel=False) -> Session:
    """Return the session as it is, its group locked, after asking who may and what was seen."""
    partner = _partner(session.group) if with_parallel else None
    for group in lock_groups(session.group_id, *([partner.pk] if partner else [])).values():
        authorize(policies.can_move_sessions, by, group)
    session = Session.objects.select_related("group", "room__venue").get(pk=session.pk)
    if seen is not None and seen != session.sequence:
        raise SessionRefusal(_("Somebody changed this session before you. Nothing was saved."))
    return session


def _need_open(session: Session) -> None:
    if session.group.state not in (GroupState.DRAFT, *CURRENT):
        raise SessionRefusal(_("The group is over: its sessions stay as they are."))
    if session.during.lower <= timezone.now():
        raise SessionRefusal(_("The session has been: it stays as it was."))


def _write(shifts: Sequence[Shift]) -> None:
    """Write the shifts; the database looks for clashes once all of them are where they go."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {FREE} DEFERRED")
            for shift in shifts:
                shift.session.during = DateTimeTZRange(*shift.span)
                shift.session.room = shift.room
                shift.session.active, shift.session.cancelled_because = True, ""
                shift.session.save(update_fields=["during", "room", "active", "cancelled_because"])
            cursor.execute(f"SET CONSTRAINTS {FREE} IMMEDIATE")
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise _refusal(shifts) from error


def _refusal(shifts: Sequence[Shift]) -> GroupRefusal:
    """Return the clash that the database found; it may be gone a moment later."""
    found = clashes(shifts)
    return found[0] if found else SessionRefusal(_("Somebody was in the way. Try again."))


def _keep_plan(group: SupportGroup, shifts: Sequence[Shift], rest_follows: bool) -> None:
    """Let the group's own plan, which the public reads, say what its sessions now do.

    The first day is that of the first session. When the rest follow, the plan says when and where
    most of them meet from now on.
    """
    plan: dict = {"updated_at": timezone.now(), "first_on": slot_of(_active(group)[0]).day}
    if rest_follows:
        usual = Counter(
            (one.new.day.weekday(), one.new.starts_at, one.new.ends_at) for one in shifts
        )
        [((plan["weekday"], plan["starts_at"], plan["ends_at"]), _number)] = usual.most_common(1)
        plan["room"] = shifts[0].room
    SupportGroup.objects.filter(pk=group.pk).update(**plan)
