"""Writing the cases of an existing waiting list, all of them or none, and taking them back."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.choices import Names, State
from referrals.exceptions import Refusal, TooManyAtOnce
from referrals.history import worked_on
from referrals.models import Referral
from referrals.models.imports import CaseImport, ImportedCase
from referrals.services.identities import keep_identity
from referrals.services.locking import all_or_nothing
from referrals.services.moving import move
from referrals.services.sending import insert_new, terms_of
from referrals.waiting_file import Incoming

UNDOING = "system:undo_import"


def import_cases(*, rows: Sequence[Incoming], content: bytes, ground: str, by) -> CaseImport:
    """Write each row as a case that waits since its first contact; all of them, or none.

    Where there is violence it is left as sent, until the safety questions are answered. What
    others than the family had told, the office was told on ``ground``. Raises ValidationError if
    a row, or the file with this ``content``, has been imported before.
    """
    authorize(policies.can_handle_cases, by)
    with all_or_nothing():
        made = CaseImport.objects.create(imported_by=by, content=content)
        for row in rows:
            referral = _write(row, ground, by)
            record("referral.import", by=by, on=referral, after=referral.state)
            if not referral.must_say_safety:
                referral = move(referral=referral, name="wait", by=by)
            ImportedCase.objects.create(
                case_import=made,
                row=row.row,
                referral=referral,
                fingerprint=row.fingerprint,
            )
        record("case_import.write", by=by, on=made, cases=len(rows))
    return made


def undo_import(*, case_import, by) -> tuple[int, int]:
    """Erase the cases that nobody has worked on since; return how many, and how many stay.

    Work is whatever the audit knows of: a yes to take part, a sibling, a call to the family leave
    the row of the case itself as it was. Raises Refusal if it is undone already, or every case has
    been gone on with.
    """
    authorize(policies.can_handle_cases, by)
    with all_or_nothing():
        locked = CaseImport.objects.select_for_update(of=("self",)).get(pk=case_import.pk)
        if locked.undone_at:
            raise Refusal(_("The import is undone already."))
        with acting_as(UNDOING):
            rows = list(locked.rows.filter(referral__isnull=False))
            cases = Referral.objects.select_for_update(of=("self",)).order_by("pk")
            found = list(cases.filter(pk__in=[row.referral_id for row in rows]))
            written = {row.referral_id: row.written_at for row in rows}
            kept = worked_on({one.reference: written[one.pk] for one in found})
            over = [one for one in found if one.reference not in kept]
            for referral in over:
                record("referral.erase", by=by, on=referral, before=referral.state)
                referral.delete()
        if not over:
            raise Refusal(_("Every case has been gone on with: nothing was undone."))
        locked.undone_at, locked.undone_by = timezone.now(), by
        locked.save(update_fields=["undone_at", "undone_by"])
        record("case_import.undo", by=by, on=locked, removed=len(over), kept=len(rows) - len(over))
    return len(over), len(rows) - len(over)


def _write(row: Incoming, ground, by) -> Referral:
    now = timezone.now()
    referral = Referral(
        state=State.SUBMITTED,
        sent_by=by,
        submitted_at=now,
        disclosed_at=now,
        disclosed_by=by,
        names=Names.FULL,
        **terms_of(row.fields["sender_kind"], ground),
        **row.fields,
    )
    if not insert_new(referral):
        raise TooManyAtOnce
    keep_identity(referral=referral, values=dict(row.identity), number=row.number)
    return referral
