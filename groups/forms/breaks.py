"""The form of a school break."""

from django import forms

from groups.models import SchoolBreak


def day_field():
    """A day chosen in the browser's own calendar, written as the browser wants it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BreakForm(forms.ModelForm):
    class Meta:
        model = SchoolBreak
        fields = ["name", "first_on", "last_on"]
        widgets = {"first_on": day_field(), "last_on": day_field()}
