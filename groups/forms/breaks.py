"""The form of a school break."""

from django import forms

from barnstod.web.fields import DayInput
from groups.forms.fields import IN_OUR_YEARS
from groups.models import SchoolBreak


class BreakForm(forms.ModelForm):
    class Meta:
        model = SchoolBreak
        fields = ["name", "first_on", "last_on"]
        widgets = {"first_on": DayInput, "last_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_on", "last_on"):
            self.fields[name].validators.extend(IN_OUR_YEARS)
