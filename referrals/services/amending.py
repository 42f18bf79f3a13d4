"""Changing a request after it was sent: what it said stays, sealed, with the reason."""

from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.rotation import rotate
from barnstod.security.sealing import current_key_id
from referrals import policies
from referrals.amending import (
    AMENDABLE,
    COLUMNS,
    FIT_FIELDS,
    NAMES,
    OF_SENDER,
    SAFETY,
    WISHES,
    has_place,
    pack,
)
from referrals.choices import Names
from referrals.fit import misfits
from referrals.models import Amendment, Identity
from referrals.services.consents import need_age_of_all
from referrals.services.identities import (
    keep_identity,
    may_keep,
    names_to_keep,
    shrink_identity,
)
from referrals.services.letters import write_to, write_to_sender
from referrals.services.locking import all_or_nothing, lock


def amend(*, referral, fields: dict, identity: dict[str, str], reason: str, by) -> list[str]:
    """Change what was sent, and return why the child does not fit its group any more, if so.

    What it said stands sealed beside what it says. The other side is told; where the place does
    not fit, the office looks at it again. Raises ValidationError if a rule is broken.
    """
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_amend, by, referral)
        before, fitted = values_of(referral), _misfits(referral)
        for field in (*COLUMNS, *OF_SENDER, *(() if has_place(referral) else WISHES)):
            if field in fields:
                setattr(referral, field, fields[field])
        if not has_place(referral):
            _keep_what_the_programme_keeps(referral)
        need_age_of_all(referral)
        referral.last_entry_at = timezone.now()
        referral.save()
        keep_identity(referral=referral, values=identity)
        changed = keep_amendments(referral=referral, before=before, reason=reason, by=by)
        if not changed:
            return []
        record("referral.amend", by=by, on=referral, fields=changed, reason=reason)
        unfit = [words for words in _misfits(referral) if words not in fitted]
        is_doubtful = unfit or (referral.is_protected and set(changed) & set(FIT_FIELDS))
        if is_doubtful and has_place(referral):
            referral.must_check_fit = True
            referral.save(update_fields=["must_check_fit"])
        letter = {"referral": referral, "kind": "referral_amended", "by": by}
        if policies.is_own_units(by, referral):
            write_to(User.objects.holding(Role.COORDINATOR), **letter)
        else:
            write_to_sender(**letter)
    return unfit


def settle_fit(*, referral, by) -> None:
    """Write that the office has looked: the place suits the child all the same."""
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_handle, by, referral)
        if referral.must_check_fit:
            referral.must_check_fit = False
            referral.save(update_fields=["must_check_fit"])
            record("referral.fit_settled", by=by, on=referral)


def values_of(referral) -> dict[str, str]:
    """Return field -> packed value of all that may be changed later, as it is now."""
    district = referral.child_district
    columns = {field: getattr(referral, field) for field in (*COLUMNS, *OF_SENDER, *SAFETY)}
    columns |= {
        "child_district": district and district.code,
        "programme": referral.programme and referral.programme.code,
        "wished_group": referral.wished_group and referral.wished_group.slug,
    }
    values = {field: pack(value) for field, value in columns.items()}
    identity = Identity.objects.filter(referral=referral).first()
    names = identity.opened(referral.reference, NAMES) if identity else dict.fromkeys(NAMES, "")
    return values | {field: pack(text) for field, text in names.items()}


def keep_amendments(*, referral, before: dict[str, str], reason: str, by) -> list[str]:
    """Keep what stood there ``before`` of each field that says something else now; which fields."""
    after, at = values_of(referral), timezone.now()
    changed = [field for field in AMENDABLE if before[field] != after[field]]
    rows = []
    for field in changed:
        if may_keep(field, referral.names):
            row = Amendment(
                referral=referral, names=referral.names, field=field, reason=reason,
                made_by=by, made_at=at,
            )  # fmt: skip
            row.seal_in(before[field], after[field], referral.reference)
            rows.append(row)
    Amendment.objects.bulk_create(rows)
    return sorted(changed)


def rotate_amendments() -> tuple[int, int]:
    """Seal what an older key sealed with the current one; how many, and how many nobody opens."""
    rows = Amendment.objects.exclude(key_id=current_key_id())
    return rotate(rows.select_for_update(of=("self",)).select_related("referral"), _seal_anew)


def _seal_anew(row: Amendment) -> bool:
    reference = row.referral.reference
    row.seal_in(*row.opened(reference), reference)
    row.save()
    return True


def _keep_what_the_programme_keeps(referral) -> None:
    """Erase what may no longer be kept of who the child is, before it is written."""
    names = names_to_keep(
        protection=referral.protection,
        programme=referral.programme,
        has_sender=referral.has_unit,
    )
    if names not in (referral.names, Names.FULL):
        shrink_identity(referral=referral, left=names)
    referral.names = names


def _misfits(referral) -> list[str]:
    return misfits(referral, referral.group) if has_place(referral) else []
