"""What is asked when a child becomes protected."""

from django.utils.translation import gettext_lazy as _

from referrals.choices import Protection
from referrals.forms import fields
from referrals.forms.steps import StepForm

LEVELS = [choice for choice in Protection.choices if choice[0] != Protection.NONE]


class ProtectForm(StepForm):
    """With ``is_office`` whoever protects is at the office, and need not name a colleague."""

    protection = fields.one_of(_("Which protection has the child?"), LEVELS)
    office_reader = fields.colleague(
        _("Whom at the office have you spoken with?"), *fields.COORDINATORS
    )

    def __init__(self, *args, is_office, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.fields["office_reader"]
        fields.fill_colleagues(asked)
        if is_office:
            asked.required, asked.label = False, _("Who at the office stands in for you?")
