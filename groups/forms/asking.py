"""What is asked first: age, place, what it is like at home, day. Nothing of it is kept."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groups.asking import SCHOOL_DAYS
from groups.listing import NEEDS, OLDEST
from groups.words import AT_HOME


def _days():
    """Return the choices when the form is shown: a label is capitalised in its language."""
    return [("", _("Any day")), *((day.value, capfirst(day.label)) for day in SCHOOL_DAYS)]


def _at_home():
    return [
        ("", _("I would rather not say")),
        *((code, AT_HOME[need]) for code, need in NEEDS.items()),
    ]


class AskForm(forms.Form):
    a = forms.IntegerField(
        label=_("Age"),
        min_value=0,
        max_value=OLDEST,
        error_messages={
            "required": _("Write how old, in years."),
            "invalid": _("Write the age in figures, for example 9."),
            "min_value": _("Write an age between 0 and 25 years."),
            "max_value": _("Write an age between 0 and 25 years."),
        },
    )
    plats = forms.CharField(label=_("Where do you live?"), max_length=60, required=False)
    b = forms.ChoiceField(label=_("What is it like at home?"), choices=_at_home, required=False)
    d = forms.TypedChoiceField(
        label=_("Which day suits?"), choices=_days, required=False, coerce=int, empty_value=None
    )
