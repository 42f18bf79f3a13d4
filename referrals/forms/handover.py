"""What is asked of whoever hands a case over, and of whoever takes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from districts.models import District, heirs_of
from referrals.forms import fields
from referrals.forms.steps import StepForm
from referrals.handover import OF_OFFICE, OF_UNIT, HandoverGround


class HandOverForm(StepForm):
    to_unit = forms.ModelChoiceField(
        District.objects.none(),
        label=_("Which unit takes the case?"),
        to_field_name="code",
        empty_label=_("choose"),
        error_messages={"required": fields.REQUIRED, "invalid_choice": _("Choose a unit.")},
    )
    reason = fields.one_of(_("Why is it handed over?"), [])
    ground = fields.one_of(
        _("On what ground do you tell the other unit?"),
        HandoverGround.choices,
        help_text=_("Each district board is an authority of its own."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        unit = referral.sender_district_id
        asked: dict[str, Any] = self.fields
        asked["to_unit"].queryset = District.objects.today().exclude(
            pk__in=heirs_of(unit) if unit else ()
        )
        reasons = OF_UNIT if unit else OF_OFFICE
        asked["reason"].choices = [(reason.value, reason.label) for reason in reasons]


class TakeOverForm(StepForm):
    sender_reference = fields.line(
        _("Your own case number"), 20, help_text=_("So that you know whom we mean. Never a name.")
    )

    def clean_sender_reference(self):
        return fields.case_number(self.cleaned_data["sender_reference"])
