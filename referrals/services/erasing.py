"""Taking away what somebody asked for: by the family's wish, and when it is over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import INTAKE, acting_as
from referrals import policies
from referrals.choices import State
from referrals.exceptions import MoveNotPossible, TooManyTries
from referrals.models import Receipt, Referral
from referrals.receipts import pair_index, words_for
from referrals.services.locking import all_or_nothing, lock
from referrals.services.moving import first_words

# What nobody has gone on with yet, or no more. A case of the office is taken back instead.
MAY_BE_ERASED = (State.INTEREST, State.CLOSED)
# Wrong words in an hour, from everybody together. Counted in the database, where no cache that is
# away lets more through: to guess one of a hundred requests takes years.
MOST_MISSES, HOUR = 80, timedelta(hours=1)


def erase(*, referral, by) -> None:
    """Erase a request by the family's wish. The audit keeps that there was one.

    Raises MoveNotPossible if it has become a case of the office.
    """
    with all_or_nothing():
        referral = lock(referral)
        if referral.state not in MAY_BE_ERASED:
            raise MoveNotPossible(first_words(referral, by))
        authorize(policies.can_handle, by, referral)
        _erase(referral, by)


def erase_by_words(*, words: tuple[str, str, str]) -> bool:
    """Erase the request with these three words, in any order; tell whether there was one.

    For whoever wrote it, without an account. Raises TooManyTries.
    """
    misses = AuditEvent.objects.filter(
        actor=INTAKE, action="receipt.miss", at__gt=timezone.now() - HOUR
    )
    if misses.count() >= MOST_MISSES:
        raise TooManyTries
    with acting_as(policies.ERASING), all_or_nothing():
        for referral in _with_two_of(words):
            spoken = words_for(referral.submission_key, referral.receipt.attempt)
            if sorted((*spoken.theirs, spoken.ours)) == sorted(words):
                _erase(lock(referral), INTAKE)
                return True
        record("receipt.miss", by=INTAKE, on=Receipt())
    return False


def forget_closed(*, now: datetime | None = None) -> int:
    """Erase the requests that were closed so long ago; return how many. May run twice."""
    before = (now or timezone.now()) - settings.CLOSED_REQUESTS_KEPT
    with acting_as(policies.ERASING), all_or_nothing():
        rows = Referral.objects.filter(state=State.CLOSED, closed_at__lt=before)
        over = list(rows.select_for_update(of=("self",), skip_locked=True))
        for referral in over:
            _erase(referral, policies.ERASING)
    return len(over)


def _with_two_of(words):
    first, second, third = words
    pairs = [pair_index(pair) for pair in ((first, second), (first, third), (second, third))]
    rows = Referral.objects.filter(receipt__pair_index__in=pairs, state__in=MAY_BE_ERASED)
    return rows.select_related("receipt")


def _erase(referral, by) -> None:
    record("referral.erase", by=by, on=referral, before=referral.state)
    referral.delete()
