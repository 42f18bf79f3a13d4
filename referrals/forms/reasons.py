"""One reason why the office could not offer a place."""

from django.utils.translation import gettext_lazy as _

from referrals.forms import fields
from referrals.forms.steps import StepForm


class ReasonForm(StepForm):
    words = fields.line(
        _("Reason"), 80, required=True, help_text=_("In general words. Never about one child.")
    )
