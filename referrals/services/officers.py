"""Who in the unit keeps a case: the one who gets its letters."""

from django.utils.translation import gettext as _

from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from districts.queries import workers_of
from referrals import policies
from referrals.exceptions import Refusal
from referrals.models import Referral
from referrals.services.locking import all_or_nothing, lock


def change_officer(*, referral, officer, by) -> None:
    """Let ``officer``, of the same unit, keep the case from now on.

    Raises Refusal if that person does not work there, or is not named on a protected child's case.
    """
    with all_or_nothing():
        referral = lock(referral)
        authorize(policies.can_change_officer, by, referral)
        if officer not in workers_of(referral.unit):
            raise Refusal(_("The colleague does not work in the unit. Choose somebody who does."))
        if not policies.is_cleared(officer, referral):
            raise Refusal(
                _(
                    "The child has protected personal data. "
                    "Ask the head to name the colleague first."
                )
            )
        former = referral.sent_by
        if officer == former:
            return
        referral.sent_by = officer
        referral.save(update_fields=["sent_by"])
        record("referral.officer", by=by, on=referral, officer=officer.pk)
        for user in {officer, former} - {by}:
            if user.is_active and policies.is_own_units(user, referral):
                queue("case_officer", to=user, path=referral.get_absolute_url())


def change_officer_of_all(*, unit, former, officer, by) -> int:
    """Let ``officer`` keep all that ``former`` keeps in the unit and is not closed; how many.

    What is protected and not for ``officer`` stays as it is: the head names readers first.
    """
    rows = Referral.objects.visible_to(by).open().sent_from(unit).filter(sent_by=former)
    moved = 0
    with all_or_nothing():
        for referral in rows.order_by("pk"):
            if policies.is_cleared(officer, referral):
                change_officer(referral=referral, officer=officer, by=by)
                moved += 1
    return moved
