"""What children come to is moved or cancelled: their senders learn that there is news.

A sender learns it who is told about the child's place; of a protected child only somebody who may
open the case. Leaders are told, and refusals raised, by :mod:`groups.services.sessions`.
"""

from collections.abc import Collection
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from groups.clashes import Shift
from groups.exceptions import GroupRefusal
from groups.models import SupportGroup
from groups.partners import plan_of
from groups.policies import can_manage
from groups.services import change_group
from groups.services.sessions import cancel_session as cancel
from groups.services.sessions import move_session as move
from referrals import policies
from referrals.choices import IN_GROUP
from referrals.exceptions import EveningDoesNotWork
from referrals.models import Referral
from referrals.services.letters import write_to_sender
from referrals.services.locking import MUST_NOT_MEET, broken_rule

TELLING = "system:tell"  # a protected child's case is hidden from whoever moves the session


@transaction.atomic
def cancel_session(*, session, reason: str, seen: int, by) -> int:
    """Cancel ``session`` and owe a letter to the children's senders; return how many letters."""
    authorize(can_manage, by, session.group)
    cancel(session=session, reason=reason, seen=seen, by=by)
    return _tell_senders([session.group], "session_cancelled", by)


@transaction.atomic
def move_session(*, session, by, **wish) -> list[Shift]:
    """Move ``session`` as wished, with what goes along, and owe each child's sender one letter.

    ``wish`` and what is returned are those of :func:`groups.services.sessions.move_session`.
    Raises EveningDoesNotWork where two would come the same evening who must not meet.
    """
    authorize(can_manage, by, session.group)
    with _nobody_meets_whom_they_must_not():
        shifts = move(session=session, by=by, **wish)
    _tell_senders({shift.session.group for shift in shifts}, "session_moved", by)
    return shifts


@transaction.atomic
def change_plan(*, group: SupportGroup, by, **wish) -> SupportGroup:
    """Change the plan of ``group``; where its sessions go elsewhere, owe each sender one letter.

    ``wish`` and what is returned are those of :func:`groups.services.change_group`. Raises
    EveningDoesNotWork where two would come the same evening who must not meet.
    """
    authorize(can_manage, by, group)
    concerned = plan_of(group)
    before = [_whereabouts(one) for one in concerned]
    with _nobody_meets_whom_they_must_not():
        changed = change_group(group=group, by=by, **wish)
    moved = [one for one, then in zip(concerned, before, strict=True) if _whereabouts(one) != then]
    _tell_senders(moved, "session_moved", by)
    return changed


def _whereabouts(group: SupportGroup) -> list[tuple]:
    """Return when and where the group has yet to meet."""
    coming = group.sessions.filter(active=True, during__startswith__gt=timezone.now())
    return list(coming.order_by("number").values_list("number", "during", "room"))


@contextmanager
def _nobody_meets_whom_they_must_not():
    """Tell what the trigger of this app refuses from a room or a leader that is taken."""
    try:
        yield
    except GroupRefusal as error:
        cause = error.__cause__
        if isinstance(cause, IntegrityError) and broken_rule(cause) == MUST_NOT_MEET:
            raise EveningDoesNotWork from error
        raise


def _tell_senders(groups: Collection[SupportGroup], kind: str, by) -> int:
    """Owe the sender of each child in the groups a letter that points at its page; how many."""
    with acting_as(TELLING):
        children = Referral.objects.filter(group__in=groups, state__in=IN_GROUP)
        return sum(
            write_to_sender(referral=referral, kind=kind, by=by) > 0
            for referral in children.select_related(
                "sent_by", "sender_district", "sender_organisation"
            )
            if policies.follows_place(referral)
        )
