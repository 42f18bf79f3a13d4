"""Asking for a place or a call: a family on its own, or the office with somebody on the line."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from barnstod.security.actor import INTAKE, acting_as
from referrals import policies
from referrals.choices import Names, State
from referrals.exceptions import AlreadyAnswered, TooManyAtOnce
from referrals.models import Receipt, Referral
from referrals.receipts import Words, pair_index, words_for
from referrals.services.identities import keep_identity, names_to_keep
from referrals.services.locking import all_or_nothing, broken_rule
from referrals.services.sending import insert_new, terms_of

ATTEMPTS = 4  # at a pair of words that nobody has


def ask(*, key: UUID, fields: dict, identity: dict[str, str]) -> Words:
    """Write a request from somebody without an account; return the three words of its receipt.

    Nobody is signed in: it is written as *intake*, which reads nothing back. A form that comes
    twice (``key``) is one request with one receipt. Raises TooManyAtOnce, AlreadyAnswered.
    """
    with acting_as(INTAKE), all_or_nothing():
        referral = _request(key, fields, state=State.INTEREST, names=Names.CONTACT)
        if insert_new(referral):
            words = _give_receipt(referral)
            keep_identity(referral=referral, values=identity)
            record("referral.ask", by=INTAKE, on=referral, who=referral.sender_kind)
            for coordinator in User.objects.holding(Role.COORDINATOR):
                queue("family_asks", to=coordinator, path=reverse("referrals:calls"))
            return words
    return _given_before(key)


def register_call(
    *, by, key: UUID, fields: dict, identity: dict[str, str], as_draft: bool
) -> Referral:
    """Write down a telephone call: as a draft to go on with now, or to ring back later.

    The first contact is now. A form that comes twice is one request: the first. Raises
    PermissionDenied, TooManyAtOnce, ValidationError.
    """
    authorize(policies.can_handle_cases, by)
    state = State.DRAFT if as_draft else State.INTEREST
    referral = _request(key, fields, state=state, names=_names(as_draft), sent_by=by)
    with all_or_nothing():
        if insert_new(referral):
            if not as_draft:
                _give_receipt(referral)
            keep_identity(referral=referral, values=identity)
            record("referral.call", by=by, on=referral, after=state, who=referral.sender_kind)
            return referral
    known = Referral.objects.visible_to(by).filter(submission_key=key).first()
    if known is None:
        raise AlreadyAnswered
    return known


def receipt_of(referral) -> Words | None:
    """Return the words of the receipt of ``referral``; None if it has none."""
    receipt = Receipt.objects.filter(referral=referral).first()
    if receipt is None:
        return None
    return words_for(referral.submission_key, receipt.attempt)


def _request(key, fields, **kwargs) -> Referral:
    terms = terms_of(fields["sender_kind"])
    return Referral(submission_key=key, **terms, **fields, **kwargs)


def _names(as_draft: bool) -> Names:
    """A draft may come to hold the names; what is rung back about holds the way to reach them."""
    if as_draft:
        return names_to_keep(protection="none", programme=None, has_sender=False)
    return Names.CONTACT


def _give_receipt(referral) -> Words:
    """Keep the HMAC of the first pair of words that nobody has, and return the words."""
    for attempt in range(ATTEMPTS):
        words = words_for(referral.submission_key, attempt)
        row = Receipt(referral=referral, pair_index=pair_index(words.theirs), attempt=attempt)
        if _inserted(lambda row=row: row.save(force_insert=True), "pair_index"):
            return words
    raise TooManyAtOnce


def _inserted(write: Callable, column: str) -> bool:
    """Tell whether ``write`` went well; False where what it writes in ``column`` is taken."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        if column not in broken_rule(error):
            raise
        return False
    return True


def _given_before(key: UUID) -> Words:
    """Return the receipt that the form ``key`` got when it came first."""
    with acting_as(policies.RECEIPTS):
        receipt = Receipt.objects.filter(referral__submission_key=key).first()
    if receipt is None:
        raise AlreadyAnswered
    return words_for(key, receipt.attempt)
