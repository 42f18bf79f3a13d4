"""Who may open the case of a protected child."""

from barnstod.audit.services import record
from barnstod.security.access import authorize
from referrals import policies
from referrals.models import NamedReader
from referrals.services.locking import all_or_nothing


def name_first_readers(*, referral, by, office_reader) -> None:
    """Name the one who sends a protected child, and the person at the office they spoke with."""
    if not referral.is_protected:
        return
    named = set(referral.named_readers.values_list("user", flat=True))
    for user in (by, office_reader):
        if user is not None and user.pk not in named:
            named.add(user.pk)
            NamedReader.objects.create(referral=referral, user=user, named_by=by)
            record("referral.reader", by=by, on=referral, reader=user.pk)


def name_reader(*, case, user, by) -> None:
    """Let ``user`` open the protected ``case``. Only the head names readers, and deputies."""
    authorize(policies.can_name_readers, by)
    with all_or_nothing():
        _reader, is_new = NamedReader.objects.get_or_create(
            referral_id=case.pk, user=user, defaults={"named_by": by}
        )
        if is_new:
            record("referral.reader", by=by, on=case, reader=user.pk)


def remove_reader(*, case, user, by) -> None:
    """Close the case to ``user`` again, at once."""
    authorize(policies.can_name_readers, by)
    with all_or_nothing():
        gone, _rows = NamedReader.objects.filter(referral_id=case.pk, user=user).delete()
        if gone:
            record("referral.reader_gone", by=by, on=case, reader=user.pk)
