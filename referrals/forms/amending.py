"""Changing what was sent: the questions of the request over again, and why."""

from django.utils.translation import gettext_lazy as _

from referrals.amending import COLUMNS, NAMES, OF_SENDER, WISHES, AmendReason, has_place
from referrals.forms import fields
from referrals.forms.steps import StepForm

REASONS = [choice for choice in AmendReason.choices if choice[0] != AmendReason.COMPLETED]
# Of a protected child these are not asked: it is reached through the sender, and lives nowhere.
NOT_PROTECTED = ("child_district", "contact_ways")


def asked_of(referral, *, by_sender: bool, names_open: bool) -> list[str]:
    """Return which questions are asked over again, as far as they may be."""
    asked = [*COLUMNS, *(() if has_place(referral) else WISHES)]
    asked += [*(OF_SENDER if by_sender else ()), *(NAMES if names_open else ())]
    return [name for name in asked if not (referral.is_protected and name in NOT_PROTECTED)]


class WhyForm(StepForm):
    reason = fields.one_of(_("Why is it changed?"), REASONS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = True  # it stands in the form of the questions
