"""The one door through which a referral changes its state."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups.services import (
    hold_seat,
    lock_groups,
    release_held,
    release_taken,
    take_held,
    take_seat,
)
from referrals import policies
from referrals.choices import CLOSED, HAS_GROUP, IN_GROUP, TAKES_SEAT, OfferState, State
from referrals.exceptions import MoveNotPossible, NoConsent, SafetyNotAsked
from referrals.history import who_was_first
from referrals.models import Offer, Referral
from referrals.services.handing_over import end_handover
from referrals.services.identities import forget_names
from referrals.services.letters import send_letters
from referrals.services.locking import all_or_nothing, lock
from referrals.services.parents import follow_children, groups_of_parents
from referrals.workflow import MOVES

# What becomes of the open offer when a referral leaves *offered* by this move.
ANSWERS = {
    "accept": OfferState.ACCEPTED,
    "refuse": OfferState.DECLINED,
    "lapse": OfferState.LAPSED,
}
MAY_BE_OFFERED = (State.WAITING, State.RESTING, State.OFFERED)


def move(*, referral, name: str, by, **facts) -> Referral:
    """Make the move ``name`` with the ``facts`` it asks for, and return the referral as it is.

    State, seats, offer, audit and letters are written together or not at all. Raises
    MoveNotPossible if somebody else moved it first, PermissionDenied if ``by`` may not,
    NoConsent, TooManyAtOnce, a GroupRefusal of the seats, or ValidationError if what was
    answered breaks a rule.
    """
    rule = MOVES[name]
    if facts.keys() != set(rule.asks):
        raise TypeError(f"{name} asks for {rule.asks}")
    with all_or_nothing():
        referral = lock(referral)
        if referral.state not in rule.sources:
            raise MoveNotPossible(first_words(referral, by))
        authorize(rule.allowed, by, referral)
        if rule.target == State.STARTED and not may_begin(referral):
            raise NoConsent
        if rule.target == State.WAITING and referral.must_say_safety:
            raise SafetyNotAsked

        now = timezone.now()
        before, group_before = referral.state, referral.group
        group = facts.pop("group", group_before) if rule.target in HAS_GROUP else None
        deadline = facts.pop("deadline", None)
        if name == "change_group" and group == group_before:
            raise ValidationError(_("The child is in this group already. Choose another one."))
        beside = groups_of_parents(referral)
        if beside:  # in the order of their ids, with the children's own
            lock_groups(*beside, *(one.pk for one in (group_before, group) if one is not None))
        _change_seats(before, group_before, rule.target, group)
        if rule.target in TAKES_SEAT:
            has_begun = rule.target != State.ACCEPTED
            forget_names(referral=referral, group=group, has_begun=has_begun, by=by)

        referral.state, referral.group, referral.last_entry_at = rule.target, group, now
        _settle(referral, name, facts, by, now)
        referral.save()
        offer = _answer_offer(referral, name, before, by, now)
        if rule.target == State.OFFERED and group is not None:
            offer = Offer.objects.create(
                referral=referral, group=group, made_by=by, deadline=deadline
            )
        record(
            f"referral.{name}",
            by=by,
            on=referral,
            before=before,
            after=referral.state,
            **_codes(referral, facts),
        )
        if referral.closed_at:
            end_handover(referral=referral, by=by)
        if beside:
            follow_children(household_id=referral.household_id)
        send_letters(referral=referral, name=name, by=by, offer=offer)
    return referral


def may_begin(referral) -> bool:
    """Tell whether those who decide have said yes to the child taking part in its group."""
    is_assessed = referral.group is not None and referral.group.programme.is_assessed
    return referral.consents.are_enough(is_assessed=is_assessed)


def _change_seats(before, group_before, after, group) -> None:
    """Change the counters by what this one child changes; the children are the counters."""
    held, holds = before == State.OFFERED, after == State.OFFERED
    took, takes = before in TAKES_SEAT, after in TAKES_SEAT
    if took and takes and group_before != group:
        lock_groups(group_before.pk, group.pk)
        take_seat(group.pk)
        release_taken(group_before.pk)
    elif held and takes:
        take_held(group.pk)
    elif held and not holds:
        release_held(group_before.pk)
    elif took and not takes:
        release_taken(group_before.pk)
    elif holds and not held:
        hold_seat(group.pk)


def _settle(referral, name, facts, by, now) -> None:
    """Set the columns that belong to the state it is now in, and clear those that do not."""
    state = referral.state
    referral.missing = facts.get("missing", [])
    referral.rest_reason = facts.get("rest_reason", "")
    referral.resting_until = facts.get("resting_until")
    for field in ("withdrawn_by", "decline_reason", "guided_to", "discontinue_reason"):
        setattr(referral, field, facts.get(field, ""))
    referral.must_have_new_place = name == "lose_place" or (
        referral.must_have_new_place and state in MAY_BE_OFFERED
    )
    referral.must_check_fit = (
        referral.must_check_fit and name != "change_group" and state in (State.OFFERED, *IN_GROUP)
    )
    referral.closed_at = now if state in CLOSED else None
    if name == "submit":
        referral.submitted_at = referral.submitted_at or now
        referral.disclosed_at, referral.disclosed_by = now, by


def _answer_offer(referral, name, before, by, now):
    """Close the open offer of a referral that is no longer offered, and return it."""
    if before != State.OFFERED:
        return None
    offer = referral.offers.open().get()
    offer.state = ANSWERS.get(name, OfferState.WITHDRAWN)
    offer.answered_at, offer.answered_by = now, None if isinstance(by, str) else by
    offer.save(update_fields=["state", "answered_at", "answered_by"])
    return offer


def _codes(referral, facts) -> dict:
    """Return what the audit keeps: codes and days. Where a child goes is not among it: the child
    may become protected afterwards, and nothing is ever taken out of the audit."""
    codes = {key: str(value) if key == "resting_until" else value for key, value in facts.items()}
    if referral.state == State.SUBMITTED:
        codes["ground"] = referral.disclosure_ground
    return codes


def first_words(referral, by) -> str:
    """Return who was first and when, by role; nothing of the child, nothing not agreed on."""
    if isinstance(by, str) or not policies.sees_whole_way(by, referral):
        return _("Somebody was first. Nothing of yours was saved.")
    who, time = who_was_first(referral)
    return _(
        "%(who)s was first, at %(time)s. It is now: %(state)s. Nothing of yours was saved."
    ) % {
        "who": who,
        "time": time,
        "state": referral.get_state_display(),
    }
