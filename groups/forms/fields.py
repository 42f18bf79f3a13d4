"""Fields that the forms of the offer share: a row, a few of a set, a day, an hour, a leader."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import DayInput
from groups.models import Room
from groups.schedule import YEARS

REQUIRED = _("This is needed.")
OUTSIDE = _("Write a day from 2000 to 2099.")
IN_OUR_YEARS = (
    MinValueValidator(date(YEARS[0], 1, 1), OUTSIDE),
    MaxValueValidator(date(YEARS[-1], 12, 31), OUTSIDE),
)
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}


def row(label, **kwargs):
    """Return a field to choose one row; its queryset is set when the form is shown."""
    kwargs.setdefault("empty_label", _("choose"))
    return forms.ModelChoiceField(nothing(), label=label, error_messages=CHOOSE, **kwargs)


def rows(label, **kwargs):
    return forms.ModelMultipleChoiceField(
        nothing(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
        **kwargs,
    )


def nothing() -> QuerySet:
    return Room.objects.none()


def chosen(label, choices, **kwargs):
    """Return a select of a closed set."""
    empty = [] if kwargs.get("required", True) else [("", "–")]
    return forms.TypedChoiceField(
        label=label, choices=[*empty, *choices], error_messages=CHOOSE, **kwargs
    )


def one_of(label, choices, **kwargs):
    """Return radio buttons of a closed set."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE, **kwargs
    )


def several(label, choices, **kwargs):
    """Return check boxes of a closed set; the value is the list of codes."""
    kwargs.setdefault("required", False)
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
        **kwargs,
    )


def number(label, least, most, **kwargs):
    words = format_lazy(_("Write a number from {least} to {most}."), least=least, most=most)
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages={
            "required": REQUIRED,
            "invalid": words,
            "min_value": words,
            "max_value": words,
        },
        **kwargs,
    )


def day(label, **kwargs):
    return forms.DateField(
        label=label,
        widget=DayInput,
        validators=IN_OUR_YEARS,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Write the day as year-month-day, for instance 2027-01-31."),
        },
        **kwargs,
    )


def hour(label, **kwargs):
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": REQUIRED,
            "invalid": _("Write the time as hours and minutes, for instance 16:30."),
        },
        **kwargs,
    )


def leader(label):
    """Return a select of leaders; choices and rows are filled when the form is shown."""
    return forms.TypedChoiceField(
        label=label, required=False, empty_value=None, error_messages=CHOOSE
    )


def by_organisation(leaders: Iterable[tuple]) -> list[tuple]:
    """Return (leader, words) as the groups of a select, one for each organisation."""
    groups: dict[str, list] = {}
    for one, words in leaders:
        groups.setdefault(one.organisation.name, []).append((one.pk, words))
    return sorted(groups.items())
