"""Fields of forms as we like them on every page."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A date as the browser's own calendar gives it, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def name_the_empty(form: forms.Form | forms.ModelForm) -> None:
    """Let the empty line of each select be a word or a sign, where Django writes nine dashes."""
    _value, dashes = BLANK_CHOICE_DASH[0]
    for field in form.fields.values():
        words = _("choose") if field.required else "–"
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words if field.empty_label == dashes else field.empty_label
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, words if said == dashes else said) for value, said in choices]
