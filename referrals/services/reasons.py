"""The office edits its reasons for no place. What a referral was told stays as it was told."""

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.exceptions import LastReason
from referrals.models import DeclineGround
from referrals.services.locking import all_or_nothing
from referrals.words import new_reference


def add_reason(*, words: str, by) -> DeclineGround:
    """Add a reason to choose. Raises ValidationError if it is in the list already."""
    authorize(policies.can_handle_cases, by)
    with all_or_nothing():
        ground = DeclineGround.objects.create(code=new_reference(), words=words)
        record("decline_ground.add", by=by, on=ground)
    return ground


def change_reason(*, code: str, words: str, is_active: bool, by) -> None:
    """Say a reason in other words, stop using it, or use it again; the last one stays in use."""
    authorize(policies.can_handle_cases, by)
    with all_or_nothing():
        rows = {one.code: one for one in DeclineGround.objects.select_for_update()}
        ground = rows[code]
        ground.words, ground.is_active = words, is_active
        if not any(one.is_active for one in rows.values()):
            raise LastReason
        ground.save()
        record("decline_ground.change", by=by, on=ground, is_active=is_active)
