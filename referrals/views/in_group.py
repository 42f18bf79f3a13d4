"""The part of a case's page that tells of its time in a group."""

from dataclasses import dataclass

from referrals import policies, queries
from referrals.forms import AbsencesForm
from referrals.models import Absences
from referrals.queries.roll import Comings


@dataclass(frozen=True)
class InGroup:
    """``comings`` is None for whoever is not to know whether the child comes."""

    may_write: bool
    is_told: bool
    comings: Comings | None
    absences: Absences | None
    absences_form: AbsencesForm


def in_group(user, referral) -> InGroup:
    sees = referral.group_id is not None and policies.sees_attendance(user, referral)
    is_office = policies.can_handle(user, referral)
    return InGroup(
        may_write=policies.can_write_evening(user, referral),
        is_told=hasattr(referral, "evening"),
        comings=queries.comings_of(referral, user) if sees else None,
        absences=referral.absences.open().first() if is_office else None,
        absences_form=AbsencesForm(),
    )
