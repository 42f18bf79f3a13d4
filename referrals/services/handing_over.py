"""A case goes from one unit to another, or from the office to its first: one hands it over, the
other takes it, or does not.

Until it is taken the case is the giver's. Whoever takes it cannot see it yet, and whoever gave it
cannot see it any more, so that the case itself is written by the portal.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue, withdraw
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from districts.queries import workers_of
from referrals import policies
from referrals.choices import FeedbackLevel
from referrals.exceptions import MoveNotPossible, NobodyCleared
from referrals.handover import HandoverState, Told
from referrals.models import Evening, Handover, Identity, NamedReader, Referral
from referrals.services.letters import write_to_unit
from referrals.services.locking import all_or_nothing, lock

HANDING = "system:handover"


def hand_over(*, referral, to_unit, reason: str, ground: str, by) -> Handover:
    """Offer the case to ``to_unit``; it stays where it is until somebody there takes it.

    Raises NobodyCleared if the child is protected and nobody there is named on the case,
    ValidationError if it is on its way already or is this unit's.
    """
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_hand_over, by, referral)
        takers = takers_of(referral, to_unit)
        if referral.is_protected and not takers:
            raise NobodyCleared
        handover = Handover.objects.create(
            referral=referral,
            reference=referral.reference,
            alias=referral.spoken,
            is_protected=referral.is_protected,
            from_unit=referral.sender_district,
            to_unit=to_unit,
            reason=reason,
            ground=ground,
            given_by=by,
        )
        record("referral.hand_over", by=by, on=referral, ground=ground, reason=reason)
        letter = {"kind": "handover_offered", "path": handover.get_absolute_url()}
        write_to_unit(to_unit, takers, is_protected=referral.is_protected, **letter)
    return handover


def take_over(*, handover, sender_reference: str, by) -> None:
    """Make the case the taker's unit's; what the giver could read, the giver no longer can.

    The giver's own case number goes, and so does a yes to hearing whether the child comes: it was
    said to somebody else. Raises MoveNotPossible if it has been answered or the case is closed.
    """
    with all_or_nothing(), acting_as(HANDING):
        referral = lock(Referral(pk=handover.referral_id))
        handover = _still_open(handover)
        authorize(policies.can_answer_handover, by, handover)
        if not referral.is_open:
            raise MoveNotPossible(_("The case has been closed. There is nothing to take over."))
        giver = handover.given_by
        _answer(handover, HandoverState.TAKEN, by, told=_what_is_told(referral))
        referral.sender_district = referral.owner_authority = handover.to_unit
        referral.sent_by, referral.sender_reference = by, sender_reference
        referral.family_agrees_to_feedback = False
        if referral.feedback_level == FeedbackLevel.ATTENDANCE_TOO:
            referral.feedback_level = FeedbackLevel.PLACE_OR_NOT
        referral.last_entry_at = timezone.now()
        referral.save()
        record("referral.take_over", by=by, on=referral, told=handover.told)
        _close_to_others(referral, by)
        if giver.is_active and not referral.is_protected:
            queue("handover_answered", to=giver, path=handover.get_absolute_url())


def refuse_handover(*, handover, by) -> None:
    """Say no; the case stays the giver's. Raises MoveNotPossible if it has been answered."""
    _end(handover, HandoverState.REFUSED, policies.can_answer_handover, "hand_over_refused", by)


def take_back_handover(*, handover, by) -> None:
    """Keep the case after all. Raises MoveNotPossible if the other unit was first."""
    _end(handover, HandoverState.TAKEN_BACK, policies.can_take_handover_back, "hand_over_back", by)


def end_handover(*, referral, by) -> None:
    """Take back what nobody has answered: the case is closed, or its child became protected."""
    with acting_as(HANDING):
        for handover in Handover.objects.open().filter(referral=referral):
            _answer(handover, HandoverState.TAKEN_BACK, None)
            record("referral.hand_over_back", by=by, on=referral)


def takers_of(referral, unit) -> list[User]:
    """Return who in ``unit`` may take the case: of a protected child those named on it alone."""
    workers = workers_of(unit)
    if referral.is_protected:
        workers = workers.filter(pk__in=referral.named_readers.values("user"))
    return list(workers)


def _end(handover, state, allowed, action: str, by) -> None:
    with all_or_nothing(), acting_as(HANDING):
        referral = lock(Referral(pk=handover.referral_id))
        handover = _still_open(handover)
        authorize(allowed, by, handover)
        _answer(handover, state, by)
        record(f"referral.{action}", by=by, on=referral)
        told = (
            [handover.given_by]
            if by != handover.given_by
            else takers_of(referral, handover.to_unit)
        )
        for user in told:
            if user.is_active and policies.is_cleared(user, referral):
                queue("handover_answered", to=user, path=handover.get_absolute_url())


def _still_open(handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("given_by", "to_unit")
    handover = rows.get(pk=handover.pk)
    if not handover.is_open:
        raise MoveNotPossible(_("Somebody was first. Nothing of yours was saved."))
    return handover


def _answer(handover, state, by, told=()) -> None:
    handover.state, handover.told = state, list(told)
    handover.answered_at, handover.answered_by = timezone.now(), by
    handover.save(update_fields=["state", "told", "answered_at", "answered_by"])


def _what_is_told(referral) -> list[Told]:
    """Return what the taker can read from now on, that the giver could."""
    kept = {
        Told.CASE: True,
        Told.NAMES: Identity.objects.filter(referral=referral).exists(),
        Told.SAFETY: referral.is_safety_known,
        Told.CONSENT: referral.consents.exists(),
        Told.EVENING: Evening.objects.filter(referral=referral).exists(),
    }
    return [code for code, is_there in kept.items() if is_there]


def _close_to_others(referral, by) -> None:
    """Let nobody read it who read it for the former unit, nor get a letter about it."""
    office = User.objects.holding(Role.COORDINATOR)
    own = workers_of(referral.sender_district)
    others = NamedReader.objects.filter(referral=referral).exclude(user__in=office)
    for reader in others.exclude(user__in=own):
        record("referral.reader_gone", by=by, on=referral, reader=reader.user_id)
        reader.delete()
    withdraw(about=referral.reference, but_for=[*office, *own])
