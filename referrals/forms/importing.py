"""The form that takes the file of a waiting list."""

from django.utils.translation import gettext_lazy as _

from barnstod.web.spreadsheets import Limits, SheetField
from referrals.choices import DisclosureGround
from referrals.forms import fields
from referrals.forms.request_fields import labelled
from referrals.forms.steps import StepForm

LIMITS = Limits(rows=200, columns=40, letters=1000, packed=1_000_000)
GROUNDS = [ground for ground in DisclosureGround if ground != DisclosureGround.OWN_REQUEST]


class WaitingFileForm(StepForm):
    file = SheetField(LIMITS, help_text=_("Excel (.xlsx) or CSV, at most 1 MB and 200 rows."))
    ground = fields.one_of(
        _("On what ground was the office told, where others than the family asked?"),
        labelled(GROUNDS),
        required=False,
        help_text=_("Not needed where the families asked themselves."),
    )

    def need_ground(self) -> None:
        """Say that a ground is missing, once it is known that others than the family asked."""
        self.add_error(
            "ground",
            _("In some rows others than the family asked: choose one, and the file once more."),
        )
