"""Three absences in a row: the office is told once, and says what came of it."""

from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from referrals import policies
from referrals.evening import AbsencesSettled, Presence
from referrals.models import Absences, Attendance
from referrals.services.locking import all_or_nothing, lock

IN_A_ROW = 3


def follow_absences(*, referral, session, by) -> None:
    """See whether the child has missed three sessions in a row, or has come again."""
    missed = _missed(referral, session)
    open_one = Absences.objects.open().filter(referral=referral).first()
    if len(missed) < IN_A_ROW:
        if open_one is not None:
            _settle(open_one, AbsencesSettled.CAME_AGAIN, by)
        return
    if Absences.objects.filter(referral=referral, since__in=missed).exists() or open_one:
        return
    Absences.objects.create(referral=referral, since_id=missed[-1])
    record("absences.raise", by=by, on=referral, number=len(missed))
    for user in User.objects.holding(Role.COORDINATOR):
        if user != by and policies.is_cleared(user, referral):
            queue("absences", to=user, path=referral.get_absolute_url())


def settle_absences(*, referral, how: str, by) -> None:
    """Write what came of it. Nothing, where the child has come again or a colleague was first."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_handle, by, referral)
        open_one = Absences.objects.open().filter(referral=referral).first()
        if open_one is not None:
            _settle(open_one, AbsencesSettled(how), by)


def _missed(referral, session) -> list[int]:
    """Return the ids of the sessions missed since the child last came, the latest first."""
    marks = Attendance.objects.filter(referral=referral, session__group=session.group_id)
    missed = []
    for pk, presence in marks.latest_first().values_list("session", "presence"):
        if presence != Presence.ABSENT:
            break
        missed.append(pk)
    return missed


def _settle(absences, how, by) -> None:
    absences.settled, absences.settled_by, absences.settled_at = how, by, timezone.now()
    absences.save(update_fields=["settled", "settled_by", "settled_at"])
    record("absences.settle", by=by, on=absences.referral, how=str(how))
