"""What is told at the first talk: every field may be left empty, and none takes a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.choices import Names
from referrals.forms import fields
from referrals.forms.steps import StepForm
from referrals.told import TOLD_FIELDS, EarlierSupport, Gender, HeardThrough, SchoolYear

LONGEST_WORDS = 600  # characters


def not_asked(choices):
    return [("", _("not asked")), *choices.choices]


class ToldForm(StepForm):
    """What the child wants is sealed, and asked for only where names may be kept."""

    child_words = fields.lines(
        _("What does the child want, in its own words?"),
        LONGEST_WORDS,
        help_text=_("Write it as the child says it, without names. Each reading is logged."),
    )
    gender = fields.one_of(_("Girl or boy?"), not_asked(Gender), required=False)
    school_year = forms.ChoiceField(
        label=_("School year"), choices=not_asked(SchoolYear), required=False
    )
    heard_through = fields.one_of(
        _("How did they hear of the groups?"), not_asked(HeardThrough), required=False
    )
    earlier_support = fields.several(_("What support has the child had?"), EarlierSupport.choices)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        if referral.names != Names.FULL:
            del self.fields["child_words"]

    def clean_earlier_support(self):
        chosen = self.cleaned_data["earlier_support"]
        if EarlierSupport.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("No support before, and support before: choose one of them.")
            )
        return chosen

    def values(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in TOLD_FIELDS}
