"""The roll call: each child is marked by itself, so that one refusal keeps no other mark back.

The marks are written as the portal, which checks first who leads the session: a leader may neither
change a case nor find that of a protected child, and yet is the one who sees it come.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.models import Session
from referrals import policies
from referrals.choices import IN_GROUP, State
from referrals.evening import AbsenceReason, Presence
from referrals.exceptions import MarkedBefore, NoConsent, NotTonight, Refusal
from referrals.models import Attendance, HeadCount
from referrals.roll import (
    Answer,
    Tap,
    can_be_taken,
    gone_words,
    marked_words,
    not_begun_words,
    place_of,
)
from referrals.services.absences import follow_absences
from referrals.services.locking import all_or_nothing, lock
from referrals.services.moving import move
from referrals.services.own_group import children_met

ROLL_CALL = "system:roll_call"


def take_roll(*, session, taps: Iterable[Tap], by) -> list[Answer]:
    """Mark the children as tapped and return what stands for each; never raises for one child.

    A child that comes for the first time has begun, if somebody has said yes to it. A tap whose
    ``seen`` is not what stands is answered with what stands, and overwrites nothing. Raises
    NotTonight for a session that is cancelled or to come.
    """
    _need_tonight(session, by)
    leads = policies.meets_children_of(by, session)
    with acting_as(ROLL_CALL):
        children = children_met(
            group=session.group, place=place_of(session), by=by, all_of_it=leads
        )
        known = [tap for tap in taps if tap.child in children]
        known.sort(key=lambda tap: children[tap.child].pk)  # the order in which everybody locks
        return [_answer(session, children[tap.child], tap, by) for tap in known]


def count_children(*, session, children: int, seen: int, key: UUID, by) -> HeadCount:
    """Write how many came where no row is kept about any of them.

    Raises MarkedBefore where ``seen`` is not what stands, NotTonight.
    """
    _need_tonight(session, by)
    with acting_as(ROLL_CALL), all_or_nothing():
        # The session stands for the count that may not be there yet.
        Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
        rows = HeadCount.objects.select_related("marked_by")
        count = rows.filter(session=session).first() or HeadCount(session=session, version=0)
        if count.version and (count.tap == key or count.children == children):
            return count
        if count.version != seen:
            raise MarkedBefore(marked_words(count, by, str(count.children)))
        count.children = children
        _sign(count, key, by)
        record("attendance.count", by=by, on=session, children=children)
    return count


def _need_tonight(session, by) -> None:
    authorize(policies.can_take_roll, by, session)
    if not can_be_taken(session):
        raise NotTonight


def _answer(session, referral, tap: Tap, by) -> Answer:
    try:
        with all_or_nothing():
            mark = _mark(session, referral, tap, by)
    except NoConsent:
        words = not_begun_words()
    except Refusal as refusal:
        words = str(refusal)
    else:
        return Answer(tap.child, mark.presence, mark.reason, mark.version)
    stands = Attendance.objects.filter(referral=referral, session=session).first()
    if stands is None:
        return Answer(tap.child, "", "", 0, words)
    return Answer(tap.child, stands.presence, stands.reason, stands.version, words)


def _mark(session, referral, tap: Tap, by) -> Attendance:
    referral = lock(referral)
    if referral.state not in IN_GROUP or referral.group_id != session.group_id:
        raise Refusal(gone_words())
    rows = Attendance.objects.select_related("marked_by")
    mark = rows.filter(referral=referral, session=session).first()
    mark = mark or Attendance(referral=referral, session=session, version=0)
    absent = tap.presence == Presence.ABSENT
    reason = (tap.reason or AbsenceReason.UNKNOWN) if absent else ""
    if mark.version and (
        mark.tap == tap.key or (mark.presence, mark.reason) == (tap.presence, reason)
    ):
        return mark
    if mark.version != tap.seen:
        raise MarkedBefore(marked_words(mark, by, mark.get_presence_display()))

    if not absent and referral.state == State.ACCEPTED:
        referral = move(referral=referral, name="start", by=by)
    came_before = bool(mark.version) and mark.came
    mark.presence, mark.reason = tap.presence, reason
    _sign(mark, tap.key, by)
    record("attendance.mark", by=by, on=referral, session=session.number, presence=mark.presence)
    if absent and came_before and not _has_come(referral, session):
        move(referral=referral, name="take_back_start", by=by)
    follow_absences(referral=referral, session=session, by=by)
    return mark


def _has_come(referral, session) -> bool:
    marks = Attendance.objects.filter(referral=referral, session__group=session.group_id)
    return marks.exclude(presence=Presence.ABSENT).exists()


def _sign(mark, key, by) -> None:
    mark.version += 1
    mark.tap, mark.marked_by, mark.marked_at = key, by, timezone.now()
    mark.save(force_insert=mark.version == 1)
