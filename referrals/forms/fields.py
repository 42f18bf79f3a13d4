"""Fields that several forms share: plain text, several of a few, a day, a colleague."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from referrals.choices import SafeHere

REQUIRED = _("This is needed.")
CASE_NUMBER = re.compile(r"^(?=.*\d)[\w./-]+$")
LINE_BREAKS = "\r\n\t"
# Characters that turn the direction of a text round, or that stand for what was lost.
TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFFD}


def readable(text: str) -> None:
    """Refuse characters that cannot be read or that hide others; emoji and all scripts may stay."""
    for letter in text:
        is_hidden = unicodedata.category(letter) in ("Cc", "Cs", "Co")
        if ord(letter) in TURNING or (is_hidden and letter not in LINE_BREAKS):
            raise ValidationError(
                _("A character in the text cannot be shown. Write the text without it.")
            )


def one_line(text: str) -> None:
    if any(letter in text for letter in LINE_BREAKS):
        raise ValidationError(_("Write it on one line."))


def line(label, length, **kwargs):
    """Return a field of one line of text."""
    kwargs.setdefault("required", False)
    return forms.CharField(
        label=label,
        max_length=length,
        validators=[readable, one_line],
        error_messages={"required": REQUIRED},
        **kwargs,
    )


def lines(label, length, **kwargs):
    """Return a field of several lines of text."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 3}),
        **kwargs,
    )


def several(label, choices, *, coerce=str, **kwargs):
    """Return check boxes for a closed set; the value is the list of codes."""
    kwargs.setdefault("required", False)
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REQUIRED},
        **kwargs,
    )


def one_of(label, choices, **kwargs):
    """Return radio buttons for a closed set."""
    kwargs.setdefault("error_messages", {"required": _("Choose one.")})
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def safe_here(**kwargs):
    """Return the question that is asked before a parent gets a place beside a child."""
    return one_of(
        _("Does the child live safely with the parent who comes?"),
        SafeHere.choices,
        help_text=_("Where there is violence, the place is only for that parent."),
        **kwargs,
    )


def case_number(text: str) -> str:
    """Return ``text`` if it can be a case number: never a name. Raises ValidationError."""
    if text and not CASE_NUMBER.match(text):
        raise ValidationError(_("Write a case number: letters and digits, at least one digit."))
    return text


def day(label, **kwargs):
    """Return a field for a local day."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": REQUIRED,
            "invalid": _("Write the day as year-month-day, for instance 2027-01-31."),
        },
        **kwargs,
    )


class PersonField(forms.ModelChoiceField):
    """A colleague by name, among those who hold one of ``roles``."""

    def __init__(self, *args, roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = roles

    def label_from_instance(self, user):
        return user.name


def colleague(label, *roles, **kwargs):
    """Return a field to choose among those who hold one of ``roles``; filled when it is shown."""
    return PersonField(
        label=label,
        roles=roles,
        queryset=User.objects.none(),
        empty_label=_("choose"),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        **kwargs,
    )


def fill_colleagues(field) -> None:
    field.queryset = User.objects.holding(*field.roles)


COORDINATORS = (Role.COORDINATOR,)
READERS = (Role.COORDINATOR, Role.SOCIAL_WORKER, Role.REFERRER)
