"""Second factors that an older key sealed: without that key nobody who has one could sign in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from barnstod.accounts.adapters import MFA_CONTEXT
from barnstod.security.rotation import rotate
from barnstod.security.sealing import sealed_anew

SECRETS = ("secret", "seed")  # of a code every half minute, and of the codes on paper
LISTS = ("migrated_codes",)


@transaction.atomic
def rotate_second_factors() -> tuple[int, int]:
    """Return how many were sealed anew, and how many cannot be opened."""
    return rotate(Authenticator.objects.select_for_update(of=("self",)), _seal_anew)


def _seal_anew(factor: Authenticator) -> bool:
    before = dict(factor.data)
    for name in before:
        if name in SECRETS:
            factor.data[name] = _anew(before[name])
        elif name in LISTS:
            factor.data[name] = [_anew(code) for code in before[name]]
    if factor.data == before:
        return False
    factor.save(update_fields=["data"])
    return True


def _anew(token: Any) -> str:
    return sealed_anew(token, MFA_CONTEXT)
