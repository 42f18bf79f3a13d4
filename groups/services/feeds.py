"""The secret address of somebody's own calendar: made, taken back, and opened."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.models import FeedToken

TOKEN_BYTES = 16
LASTS = timedelta(days=365)


@transaction.atomic
def make_address(*, by) -> tuple[FeedToken, str]:
    """Give ``by`` a new address; the former one stops working. Return its row and its token.

    The token is told this once: only its hash is kept.
    """
    authorize(policies.can_see_calendar, by)
    revoke_address(by=by)
    token, now = secrets.token_urlsafe(TOKEN_BYTES), timezone.now()
    feed = FeedToken.objects.create(
        user=by, token_hash=_hash(token), created_at=now, expires_at=now + LASTS
    )
    record("feed.make", by=by, on=feed)
    return feed, token


@transaction.atomic
def revoke_address(*, by) -> None:
    """Take the address of ``by`` back, if there is one; whoever has it reads nothing more."""
    for feed in FeedToken.objects.unrevoked().select_for_update().filter(user=by):
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        record("feed.revoke", by=by, on=feed)


def reader_of(token: str):
    """Return whose calendar the token opens, as the account is now; None if it opens nothing."""
    feed = (
        FeedToken.objects.valid_at(timezone.now())
        .select_related("user")
        .filter(token_hash=_hash(token), user__is_active=True)
        .first()
    )
    return feed and feed.user


def _hash(token: str) -> bytes:
    """A token of 128 random bits needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()
