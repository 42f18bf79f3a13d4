"""The safety questions: few, each answered with yes, no, or that nobody knows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.choices import MayKnow, SafetyAnswer
from referrals.forms import fields
from referrals.forms.steps import StepForm


class SafetyFields(forms.Form):
    safe_at_home = fields.one_of(_("Is the child safe at home now?"), SafetyAnswer.choices)
    services_know = fields.one_of(
        _("Do social services know what it is like at home?"), SafetyAnswer.choices
    )
    safe_way = fields.one_of(
        _("Can the child come and go home safely, without being followed?"), SafetyAnswer.choices
    )
    contact_restricted = fields.one_of(
        _("Is contact between the parents restricted?"),
        SafetyAnswer.choices,
        help_text=_("By a court, a contact ban or protected housing."),
    )
    may_know = fields.several(_("Who may know about the group?"), MayKnow.choices, required=True)


class SafetyForm(SafetyFields, StepForm):
    """The questions alone, for a case that has been sent."""
