"""A child becomes protected: at the next request its case is for those named, nobody else."""

from secrets import token_bytes

from django.db import connection
from django.db.models import Q

from barnstod.audit.services import record
from barnstod.notifications.services import queue, withdraw
from barnstod.security.access import authorize
from barnstod.security.actor import acting_as
from referrals import policies
from referrals.choices import ContactWay, Names, Protection
from referrals.models import ImportedCase, NamedReader, Referral
from referrals.services.handing_over import end_handover
from referrals.services.identities import shrink_identity
from referrals.services.locking import all_or_nothing

# The siblings may be another unit's, and who protects one child may not see them.
PROTECTING = "system:protect"


def protect(*, referral, protection: Protection, by, office_reader=None) -> None:
    """Erase the names of the child and its siblings, and close their cases but to those named.

    Named are whoever protects, the ``office_reader`` they spoke with, and of each child the one
    who sent it. Nothing is kept that could show a case elsewhere: what others have open finds
    nothing at the next request, and letters not yet sent to them never are.
    """
    authorize(policies.can_protect, by, referral)
    seen = Referral.objects.visible_to(by)
    with all_or_nothing():
        own = set(seen.filter(_of_family(referral)).values_list("pk", flat=True))
        with acting_as(PROTECTING):
            rows = Referral.objects.select_for_update(of=("self",)).select_related("sent_by")
            # All of a family or none, the database says: it looks when all are written.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS child_fits_household DEFERRED")
            for child in rows.filter(_of_family(referral)).order_by("pk"):
                readers = {office_reader, by if child.pk in own else None, _sender_of(child)}
                if not child.is_protected:
                    _close(child, protection, readers - {None}, by)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS child_fits_household IMMEDIATE")


def _of_family(referral) -> Q:
    family = Q(household=referral.household_id) if referral.household_id else Q()
    return Q(pk=referral.pk) | family


def _sender_of(child):
    """Return who sent the case of a unit, and so knows the child anyway."""
    is_units = child.has_unit and child.sent_by.is_active
    return child.sent_by if is_units else None


def _close(child, protection, readers, by) -> None:
    before = child.names
    shrink_identity(referral=child, left=Names.NONE)
    child.protection, child.contact_ways = protection, [ContactWay.THROUGH_SENDER]
    child.save(update_fields=["protection", "names", "contact_ways"])
    record("referral.protect", by=by, on=child, level=str(protection))
    end_handover(referral=child, by=by)
    # Who imported the list has the row: it stands there as one whose case was erased, and what the
    # row said can be looked up no more.
    ImportedCase.objects.filter(referral=child).update(referral=None, fingerprint=token_bytes(32))
    if before != Names.NONE:
        record("identity.erase", by=by, on=child, left=str(Names.NONE))
    for user in readers:
        NamedReader.objects.get_or_create(referral=child, user=user, defaults={"named_by": by})
        record("referral.reader", by=by, on=child, reader=user.pk)
    withdraw(about=child.reference, but_for=readers)
    for user in readers - {by}:
        queue("referral_protected", to=user, path=child.get_absolute_url())
