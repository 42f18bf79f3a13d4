"""Cases that may be about the same child. They are shown beside one another, never made one."""

from collections.abc import Sequence

from django.db.models import Q

from barnstod.security.sealing import blind_index
from referrals import policies
from referrals.models import Identity, Referral
from referrals.waiting_file import Incoming

INDEXES = ("number_index", "full_name_index")
MOST_SHOWN = 5  # more is no double but a mistake


def doubles_of(user, referral) -> list[Referral]:
    """Return the cases ``user`` may see with the same number, or the same name and birth month.

    Compared by blind index: nobody's name is opened. A protected child has no index, so that it
    is never found; a unit finds its own cases alone.
    """
    if not (policies.can_handle(user, referral) or policies.is_own_units(user, referral)):
        return []
    # Asked for first: as a subquery inside the OR they make the database read every identity.
    own = Identity.objects.filter(referral=referral).values(*INDEXES).first() or {}
    known = {f"identity__{index}": value for index, value in own.items() if value}
    if not known:
        return []
    same = Q(*known.items(), _connector=Q.OR)
    rows = Referral.objects.cases_of(user).exclude(pk=referral.pk).filter(same)
    return list(rows.order_by("-first_contact_at")[:MOST_SHOWN])


def doubles_of_rows(user, rows: Sequence[Incoming]) -> dict[int, list[Referral]]:
    """Return row -> the cases ``user`` may see that may be about the same child; one query."""
    by_index: dict[bytes, list[int]] = {}
    for row in rows:
        if row.number:
            by_index.setdefault(blind_index("number", row.number.digits), []).append(row.row)
        if row.name_and_month:
            by_index.setdefault(blind_index("full_name", row.name_and_month), []).append(row.row)
    visible = Referral.objects.cases_of(user).select_related("identity")
    of = Q(identity__number_index__in=by_index) | Q(identity__full_name_index__in=by_index)
    found: dict[int, list[Referral]] = {}
    for case in visible.filter(of).order_by("-first_contact_at"):
        keys = [case.identity.number_index, case.identity.full_name_index]
        for number in {one for key in keys if key for one in by_index.get(bytes(key), [])}:
            found.setdefault(number, []).append(case)
    return {row: cases[:MOST_SHOWN] for row, cases in found.items()}
