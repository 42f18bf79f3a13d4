"""Asking for a place or a call: the least, and how to be reached safely. One form, two readers.

A family fills it in alone and in a hurry; the office fills it in with somebody on the line.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from districts.queries import find_place
from groups.choices import Need
from groups.words import AT_HOME
from referrals.choices import ContactWay, SenderKind
from referrals.forms import fields
from referrals.forms.request import OLDEST
from referrals.forms.request_fields import labelled
from referrals.forms.steps import StepForm
from referrals.queries import current_groups
from referrals.receipts import UnknownWords, read
from referrals.titles import option_of

NUMBER = re.compile(r"[+()\d\s./-]+")
FEWEST_DIGITS = 6
LONGEST_NOTE = 400  # characters; the hours are sealed with it, and both must fit in one field

WHO = (
    (SenderKind.FAMILY, _("A parent, or another grown-up in the family")),
    (SenderKind.YOUNG_PERSON, _("I am a young person, and it is about me")),
    (SenderKind.SCHOOL, _("School or preschool")),
    (SenderKind.HEALTH_CARE, _("Health care")),
    (SenderKind.ORGANISATION, _("An organisation")),
    (SenderKind.OTHER, _("Somebody else")),
)
CALLS = [kind for kind, _words in WHO]  # in the order of who rings most
WAYS = {
    "ring": [ContactWay.RING],
    "both": [ContactWay.RING, ContactWay.TEXT_MESSAGE],
    "text": [ContactWay.TEXT_MESSAGE],
}
HOURS = (
    ("8-10", _("8–10 in the morning")),
    ("10-12", _("10–12 late in the morning")),
    ("12-14", _("12–14 around noon")),
    ("14-16", _("14–16 in the afternoon")),
)


class AskForm(StepForm):
    """What a family or a school says without an account: a number is enough."""

    phone = fields.line(
        _("Telephone number where we can reach you"),
        40,
        required=True,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    reach = fields.one_of(
        _("How may we reach you?"),
        (
            ("ring", _("Ring. Never write.")),
            ("text", _("Write a text message. Never ring.")),
            ("both", _("Both are safe.")),
        ),
    )
    hours = fields.several(
        _("When is it safe?"),
        HOURS,
        help_text=_("We ring on weekdays. If you choose nothing, we ring between 8 and 16."),
    )
    contact_note = fields.lines(
        _("Is there anything we should keep in mind?"),
        LONGEST_NOTE,
        help_text=_("For example who to ask for, or who must not answer."),
    )
    sender_kind = fields.one_of(
        _("Who are you?"),
        WHO,
        help_text=_("School and health care: write no names, and ask the family first."),
    )
    age = forms.IntegerField(
        label=_("How old is the child, or you yourself?"),
        min_value=0,
        max_value=OLDEST,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}
        ),
        error_messages={
            "invalid": _("Write the age in digits, for example 9."),
            "min_value": _("Write the age in digits, for example 9."),
            "max_value": _("Our groups are for those who are at most %(limit_value)s years old."),
        },
    )
    area = fields.line(
        _("Where does the child live, or you yourself?"),
        60,
        help_text=_("A part of the city, for example Tensta or Farsta. No address."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    needs = fields.several(_("What is it like at home?"), list(AT_HOME.items()))

    def __init__(self, *args, group=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group  # the one whose page they came from
        self.helper.disable_csrf = True

    @property
    def tells_more(self) -> bool:
        """Tell whether something stands, or is wrong, in what may be left for the talk."""
        return any(self.data.get(name) for name in ("age", "area", "needs"))

    def clean_phone(self):
        phone = "".join(_plain(letter) for letter in self.cleaned_data["phone"])
        digits = sum(letter.isdigit() for letter in phone)
        if phone and (digits < FEWEST_DIGITS or not NUMBER.fullmatch(phone)):
            raise ValidationError(
                _(
                    "Write a telephone number, for example 070-174 06 05. "
                    "We do not write e-mail: others may read it."
                )
            )
        return phone

    def clean_area(self):
        area = self.cleaned_data["area"]
        if not area:
            return None
        district = find_place(area)
        if district is None:
            raise ValidationError(
                _("We did not find that place. Write another name, or leave it empty.")
            )
        return district

    # --- what the services take ------------------------------------------------------------------

    def columns(self) -> dict:
        """Return the columns of the referral. The year of birth is a guess until the talk."""
        answers = self.cleaned_data
        age = answers["age"]
        return {
            "sender_kind": answers["sender_kind"],
            "contact_ways": WAYS.get(answers["reach"], []),
            "child_birth_year": None if age is None else timezone.localdate().year - age,
            "child_district": answers["area"],
            "needs": answers["needs"],
            "wished_group": self.group,
        }

    def names(self) -> dict[str, str]:
        """Return what is sealed: the number, and the hours with whatever else is to be minded."""
        note = "\n".join(
            part for part in (self._hours(), self.cleaned_data["contact_note"]) if part
        )
        return {"phone": self.cleaned_data["phone"], "contact_note": note}

    def _hours(self) -> str:
        """Return the safe hours as the office reads them, in Swedish whoever wrote."""
        hours = [hour.replace("-", "–") for hour in self.cleaned_data["hours"]]
        if not hours:
            return ""
        with translation.override("sv"):
            return gettext("Only at these hours: %(hours)s.") % {"hours": ", ".join(hours)}


def _plain(letter: str) -> str:
    """Return a digit of whatever script as the office reads it."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


class CallForm(AskForm):
    """A telephone call, written down in a minute by the office."""

    sender_kind = fields.one_of(_("Who rings?"), labelled(CALLS), initial=SenderKind.FAMILY)
    phone = fields.line(
        _("Telephone number"),
        40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    reach = fields.one_of(
        _("How may we reach them?"),
        (
            ("ring", _("Ring, never write")),
            ("text", _("Text message, never ring")),
            ("both", _("Both are safe")),
        ),
        initial="ring",
    )
    hours = fields.several(_("When is it safe?"), HOURS)
    needs = fields.several(_("What is it like at home?"), Need.choices)
    wished_group = forms.TypedChoiceField(label=_("Group they ask for"), required=False)

    field_order = ("sender_kind", "phone", "age", "area", "reach", "hours")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = False
        self.fields["age"].label = _("How old is the child?")
        self.fields["area"].label = _("Where does the child live?")
        groups = {group.slug: group for group in current_groups()}
        field: Any = self.fields["wished_group"]
        field.choices = [
            ("", _("none in particular")),
            *((slug, option_of(group)) for slug, group in groups.items()),
        ]
        field.coerce, field.empty_value = groups.get, None

    def clean(self):
        """What is rung back about later needs a way back: a number, or how to go about it."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        is_later = "draft" not in self.data
        if is_later and not (answers.get("phone") or answers.get("contact_note") or self.errors):
            self.add_error("phone", _("Write the number that we are to ring back."))
        return answers

    def columns(self) -> dict:
        return super().columns() | {"wished_group": self.cleaned_data["wished_group"]}


class WordsForm(StepForm):
    """So many words of a receipt, as somebody says or remembers them."""

    words = fields.line(
        _("The words"),
        80,
        required=True,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args, number, **kwargs):
        super().__init__(*args, **kwargs)
        self.number = number
        self.helper.disable_csrf = True  # the office's template has it beside the form

    def clean_words(self):
        try:
            return read(self.cleaned_data["words"], self.number)
        except UnknownWords as error:
            raise ValidationError(_refusal(error, self.number)) from error


def _refusal(error: UnknownWords, number: int) -> str:
    if error.like:
        return gettext("We do not have the word %(word)s. Did you mean %(like)s?") % {
            "word": error.word,
            "like": error.like,
        }
    if error.word:
        return gettext("We do not have the word %(word)s. Check how it is spelled.") % {
            "word": error.word
        }
    return gettext("Write %(number)s words.") % {"number": number}
