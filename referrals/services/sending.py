"""Writing a request down, completing it, and sending it to the office."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.choices import OrganisationKind
from districts.models import Organisation
from referrals import policies
from referrals.amending import AmendReason
from referrals.choices import (
    NOT_SENT,
    OF_THEMSELVES,
    DisclosureGround,
    FeedbackLevel,
    Names,
    Protection,
    SenderKind,
    State,
)
from referrals.exceptions import AlreadyAnswered, MoveNotPossible, TooManyAtOnce
from referrals.models import Referral
from referrals.naming import Number
from referrals.services.amending import keep_amendments, values_of
from referrals.services.identities import keep_identity, names_to_keep, shrink_identity
from referrals.services.letters import send_letters
from referrals.services.locking import all_or_nothing, broken_rule, lock
from referrals.services.moving import first_words, move
from referrals.services.protecting import protect
from referrals.services.readers import name_first_readers
from referrals.words import new_reference, new_spoken

ATTEMPTS = 4  # at three words that are not taken


def create(
    *,
    by,
    submission_key: UUID,
    unit,
    fields: dict,
    identity: dict[str, str],
    number: Number | None = None,
    office_reader=None,
    send: bool,
) -> Referral:
    """Write a new request in the name of ``by``, as a draft or sent, and return it.

    ``unit`` is the district or organisation that sends it; None when the office writes down a
    telephone call. A form that comes twice (``submission_key``) is one request: the second answer
    is the first.
    Raises PermissionDenied, AlreadyAnswered, ValidationError, TooManyAtOnce.
    """
    authorize(policies.can_send, by)
    if known := _sent_before(by, submission_key):
        return known
    referral = Referral(
        submission_key=submission_key,
        sent_by=by,
        state=State.SUBMITTED if send else State.DRAFT,
        **(fields | _sender(unit, fields)),
    )
    authorize(policies.can_write_for_unit, by, referral)
    referral.names = _names(referral)
    if send:
        referral.submitted_at = referral.disclosed_at = timezone.now()
        referral.disclosed_by = by
    with all_or_nothing():
        if not insert_new(referral):
            if known := _sent_before(by, submission_key):
                return known
            raise AlreadyAnswered
        name_first_readers(referral=referral, by=by, office_reader=office_reader)
        keep_identity(referral=referral, values=identity, number=number)
        _record(referral, by, "submit" if send else "draft")
        if send:
            send_letters(referral=referral, name="submit", by=by)
    return referral


def save(
    *,
    referral,
    by,
    fields: dict,
    identity: dict[str, str],
    number: Number | None = None,
    office_reader=None,
    send: bool,
) -> Referral:
    """Complete a draft or what the office sent back; with ``send`` it goes to the office.

    The audit tells which fields changed, never to what. Raises like :func:`create`, and
    MoveNotPossible if it has been sent already.
    """
    with all_or_nothing():
        referral = lock(referral)
        if referral.state not in (State.DRAFT, State.RETURNED):
            raise MoveNotPossible(first_words(referral, by))
        authorize(policies.can_write, by, referral)
        level = fields.get("protection", Protection.NONE)
        if level != Protection.NONE and not referral.is_protected:
            protect(referral=referral, protection=level, by=by, office_reader=office_reader)
            referral = lock(referral)
        before = values_of(referral) if referral.state == State.RETURNED else None
        changed = [field for field, value in fields.items() if getattr(referral, field) != value]
        for field in changed:
            setattr(referral, field, fields[field])
        names = _names(referral)
        if names != referral.names and names != Names.FULL:
            shrink_identity(referral=referral, left=names)
        referral.names, referral.last_entry_at = names, timezone.now()
        name_first_readers(referral=referral, by=by, office_reader=office_reader)
        referral.save()
        keep_identity(referral=referral, values=identity, number=number)
        if before is not None:
            keep_amendments(referral=referral, before=before, reason=AmendReason.COMPLETED, by=by)
        if changed:
            record("referral.change", by=by, on=referral, fields=sorted(changed))
        if send:
            return move(referral=referral, name="submit", by=by)
    return referral


def discard(*, referral, by) -> None:
    """Throw a draft away: nobody else has seen it. The audit keeps that it existed."""
    with all_or_nothing():
        referral = lock(referral)
        if referral.state != State.DRAFT:
            raise MoveNotPossible(first_words(referral, by))
        authorize(policies.can_write, by, referral)
        record("referral.discard", by=by, on=referral)
        referral.delete()


def _sender(unit, fields) -> dict:
    """Return the columns that say who sends it, and what an organisation hears by itself.

    The board of a unit answers for the data; for an organisation's the social board does.
    """
    if unit is None:
        return {}
    if isinstance(unit, Organisation):
        is_care = unit.kind == OrganisationKind.REGION
        level = fields.get("feedback_level", FeedbackLevel.RECEIVED_AND_CLOSED)
        return {
            "sender_organisation": unit,
            "sender_kind": SenderKind.HEALTH_CARE if is_care else SenderKind.ORGANISATION,
            "feedback_level": level,
        }
    return {
        "sender_district": unit,
        "owner_authority": unit,
        "sender_kind": SenderKind.SOCIAL_SERVICES,
    }


def _names(referral) -> Names:
    return names_to_keep(
        protection=referral.protection,
        programme=referral.programme,
        has_sender=referral.has_unit,
    )


def terms_of(sender_kind: str, ground: str = "") -> dict[str, str]:
    """Return on what ground the office was told by somebody without an account, and what they hear.

    Who tells of themselves needs no ground, and only they may hear how it went.
    """
    if sender_kind in OF_THEMSELVES:
        return {
            "disclosure_ground": DisclosureGround.OWN_REQUEST,
            "feedback_level": FeedbackLevel.PLACE_OR_NOT,
        }
    return {"disclosure_ground": ground, "feedback_level": FeedbackLevel.RECEIVED_AND_CLOSED}


def _sent_before(by, submission_key):
    return Referral.objects.visible_to(by).filter(submission_key=submission_key).first()


def insert_new(referral) -> bool:
    """Write the row; False if the same form was written at the same time by another request."""
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                referral.save(force_insert=True)
            return True
        except IntegrityError as error:
            broken = broken_rule(error)
            if "submission_key" in broken:
                return False
            if "spoken" not in broken and "reference" not in broken:
                raise
            referral.spoken, referral.reference = new_spoken(), new_reference()
    raise TooManyAtOnce


def _record(referral, by, name) -> None:
    """Write what was disclosed, on what ground; which fields, never what stood in them."""
    codes = {"after": referral.state}
    if referral.state not in NOT_SENT:
        codes |= {"ground": referral.disclosure_ground, "level": referral.feedback_level}
    record(f"referral.{name}", by=by, on=referral, before=None, **codes)
