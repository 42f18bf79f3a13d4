"""The request for a place: one page, in the order in which two people talk about a child."""

import re
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from districts.models import District
from groups.choices import DocumentationMode, Need, ProgrammeKind, Weekday
from groups.models import Programme
from groups.words import LANGUAGES
from referrals.choices import (
    ContactWay,
    DisclosureGround,
    FeedbackLevel,
    Protection,
    RoomNeed,
    SenderKind,
)
from referrals.forms import fields
from referrals.models.identity import NAME_FIELDS, SEALED_FIELDS
from referrals.naming import NotANumber, read_number
from referrals.queries import current_groups
from referrals.titles import option_of

OLDEST = 20  # years; the groups for teenagers end there
OWN_REFERENCE = re.compile(r"^(?=.*\d)[\w./-]+$")  # a case number, never a name

FROM_UNIT = [ground for ground in DisclosureGround if ground != DisclosureGround.OWN_REQUEST]
CALLERS = [kind for kind in SenderKind if kind != SenderKind.SOCIAL_SERVICES]


def initial_of(referral, names: dict[str, str]) -> dict:
    """Return what stands in ``referral``, and its names in plain text, as a form begins with it."""
    columns = [
        name
        for name in RequestForm.base_fields
        if name not in ("submission_key", "office_reader", "number", *SEALED_FIELDS)
    ]
    initial = {name: getattr(referral, name) for name in columns if hasattr(referral, name)}
    group = referral.wished_group
    return (
        initial | names | {"unit": referral.sender_district, "wished_group": group and group.slug}
    )


def labelled(choices):
    return [(choice.value, choice.label) for choice in choices]


class RequestForm(forms.Form):
    """Everything the office needs to find a group, and no more.

    With ``unit`` it is a social worker's; without, the office writes down a telephone call. With
    ``send`` all that a request needs is asked for; a draft may be as empty as it likes.
    """

    data: Any  # names that may not be kept are taken out of a copy

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(
        District.objects.none(), label=_("your unit"), to_field_name="code", empty_label=None
    )
    sender_kind = fields.one_of(_("Who rings?"), labelled(CALLERS))
    protection = fields.one_of(
        _("Has the child protected personal data?"), Protection.choices, initial=Protection.NONE
    )
    office_reader = fields.colleague(
        _("Whom at the office have you spoken with?"),
        *fields.COORDINATORS,
        required=False,
        help_text=_("Only you and this person can open the case. Ring the office first."),
    )
    first_name = fields.line(_("First name"), 80)
    last_name = fields.line(_("Family name"), 80)
    number = fields.line(
        _("Personal identity number"),
        14,
        help_text=_("Only to find doubles. The number itself is not saved."),
    )
    child_birth_year = forms.IntegerField(
        label=_("Born in the year"),
        error_messages={
            "required": fields.REQUIRED,
            "invalid": _("Write the year in four digits."),
        },
    )
    child_birth_month = forms.TypedChoiceField(
        label=_("Month"),
        choices=[("", _("not known")), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    preserve_sample = forms.BooleanField(
        label=_("Born on the 5th, 15th or 25th of a month"),
        help_text=_("The law keeps some documents for research. The day itself is not saved."),
        required=False,
    )
    child_district = forms.ModelChoiceField(
        District.objects.none(),
        label=_("District where the child lives"),
        to_field_name="code",
        empty_label=_("choose"),
        error_messages={"required": fields.REQUIRED},
    )
    languages = fields.several(_("Languages the child speaks"), list(LANGUAGES.items()))
    needs_interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    room_needs = fields.several(_("What the room must allow"), RoomNeed.choices)
    needs = fields.several(_("What is it like at home?"), Need.choices, required=True)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        to_field_name="code",
        empty_label=_("the office suggests"),
        required=False,
    )
    wished_group = forms.TypedChoiceField(label=_("Group"), required=False)
    weekdays = fields.several(_("Weekdays that work"), Weekday.choices[:5], coerce=int)
    guardians = fields.line(
        _("Guardians"), 200, help_text=_("Who they are, and who the child lives with.")
    )
    phone = fields.line(_("Telephone to the family"), 40)
    address = fields.line(_("Address"), 160)
    school = fields.line(_("School or preschool"), 120)
    contact_ways = fields.several(
        _("How may we reach the family?"), ContactWay.choices, required=True
    )
    contact_note = fields.lines(
        _("What we must think of when we get in touch"),
        500,
        help_text=_("Safe hours, who must not answer, never write, never ring."),
    )
    disclosure_ground = fields.one_of(_("On what ground do you tell us?"), [])
    feedback_level = fields.one_of(
        _("What do you want to know afterwards?"),
        FeedbackLevel.choices,
        initial=FeedbackLevel.PLACE_OR_NOT,
    )
    family_agrees_to_feedback = forms.BooleanField(
        label=_("The family agrees that we tell whether the child comes"), required=False
    )
    sender_reference = fields.line(
        _("Your own case number"), 20, help_text=_("So that you know whom we mean. Never a name.")
    )

    def __init__(self, *args, units=(), send=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.send, self.is_units, self.units = send, bool(units), len(units)
        self._fill(units)
        if not send:
            for field in self.fields.values():
                field.required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _fill(self, units):
        asked: dict[str, Any] = self.fields
        today = timezone.localdate()
        asked["child_district"].queryset = District.objects.on(today)
        asked["programme"].queryset = Programme.objects.filter(kind=ProgrammeKind.GROUP)
        self._groups = {group.slug: group for group in current_groups()}
        asked["wished_group"].choices = [
            ("", _("the office suggests")),
            *((slug, option_of(group)) for slug, group in self._groups.items()),
        ]
        asked["wished_group"].coerce = self._groups.get
        asked["wished_group"].empty_value = None
        fields.fill_colleagues(asked["office_reader"])
        self.initial.setdefault("submission_key", uuid.uuid4())
        if self.is_units:
            asked["unit"].queryset = District.objects.filter(pk__in=[u.pk for u in units])
            self.initial.setdefault("unit", units[0].code)
            asked["disclosure_ground"].choices = labelled(FROM_UNIT)
            del asked["sender_kind"]
        else:
            asked["disclosure_ground"].choices = DisclosureGround.choices
            del asked["unit"]
            del asked["family_agrees_to_feedback"]
            asked["feedback_level"].choices = FeedbackLevel.choices[:2]

    def _layout(self):
        if self.is_units and self.units == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        return Layout(
            "submission_key",
            "unit" if self.is_units else "sender_kind",
            Fieldset(
                _("Protected personal data"), "protection", "office_reader", _note("protection")
            ),
            Fieldset(
                _("The child"),
                Div("first_name", "last_name", css_class="field-row"),
                Div("child_birth_year", "child_birth_month", "number", css_class="field-row"),
                "preserve_sample",
                Div("child_district", "school", css_class="field-row"),
                "languages",
                "needs_interpreter",
                "room_needs",
            ),
            Fieldset(_("Why a group"), "needs", _note("concern")),
            Fieldset(
                _("The place"),
                Div("programme", "wished_group", css_class="field-row"),
                "weekdays",
            ),
            Fieldset(
                _("To reach the family safely"),
                "guardians",
                Div("phone", "address", css_class="field-row"),
                "contact_ways",
                "contact_note",
            ),
            Fieldset(
                _("What you tell, and what you want to know"),
                "disclosure_ground",
                "feedback_level",
                *(["family_agrees_to_feedback"] if self.is_units else []),
                Field("sender_reference"),
            ),
        )

    # --- what is answered, checked ---------------------------------------------------------------

    def clean_submission_key(self):
        return self.cleaned_data["submission_key"] or uuid.uuid4()

    def clean_child_birth_year(self):
        year, this_year = self.cleaned_data["child_birth_year"], timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year:
            raise ValidationError(
                _("The child must be born between %(first)s and %(last)s."),
                params={"first": this_year - OLDEST, "last": this_year},
            )
        return year

    def clean_number(self):
        text = self.cleaned_data["number"]
        if not text:
            return None
        try:
            return read_number(text, timezone.localdate())
        except NotANumber as error:
            raise ValidationError(
                _("This is not a personal identity number. Check the digits, or leave it empty.")
            ) from error

    def clean_sender_reference(self):
        reference = self.cleaned_data["sender_reference"]
        if reference and not OWN_REFERENCE.match(reference):
            raise ValidationError(_("Write a case number: letters and digits, at least one digit."))
        return reference

    def clean(self):
        super().clean()
        answers = self.cleaned_data
        if answers.get("protection", Protection.NONE) != Protection.NONE:
            self._keep_no_names(
                _("For a child with protected data no name, telephone or address is saved."),
                SEALED_FIELDS,
            )
            if not answers.get("office_reader") and self.send:
                self.add_error(
                    "office_reader", _("Ring the office, and choose whom you spoke with.")
                )
            self._may_stay_empty(answers, "child_district", None)
            self._may_stay_empty(answers, "contact_ways", [ContactWay.THROUGH_SENDER])
        programme = answers.get("programme")
        if programme and programme.documentation_mode == DocumentationMode.DE_IDENTIFIED:
            self._keep_no_names(
                _("This programme keeps no names. Write your own case number instead."),
                SEALED_FIELDS if self.is_units else NAME_FIELDS,
            )
        if answers.get("feedback_level") == FeedbackLevel.ATTENDANCE_TOO and not answers.get(
            "family_agrees_to_feedback"
        ):
            self.add_error(
                "family_agrees_to_feedback",
                _("You may learn whether the child comes if the family agrees."),
            )
        return answers

    def _may_stay_empty(self, answers, name, instead):
        if name in self.errors and not self.data.get(name):
            del self.errors[name]
            answers[name] = instead

    def _keep_no_names(self, why, banned):
        """Refuse names that must not be saved, and do not write them into the page again."""
        typed = [name for name in (*banned, "number") if self.data.get(name)]
        if not typed:
            return
        self.data = self.data.copy()
        for name in typed:
            self.data[name] = ""
            self.add_error(name, why)

    # --- what the services take ------------------------------------------------------------------

    def columns(self) -> dict:
        """Return the columns of the referral."""
        skipped = {"submission_key", "unit", "office_reader", "number", *SEALED_FIELDS}
        values = {name: value for name, value in self.cleaned_data.items() if name not in skipped}
        number = self.cleaned_data["number"]
        if number is not None:
            values["preserve_sample"] = number.in_sample
        return {name: _column_value(name, value) for name, value in values.items()}

    def names(self) -> dict[str, str]:
        """Return what is sealed."""
        return {name: self.cleaned_data[name] for name in SEALED_FIELDS}


# A draft leaves these empty; the column needs a value of its own.
EMPTY = {
    "protection": Protection.NONE,
    "feedback_level": FeedbackLevel.PLACE_OR_NOT,
    "sender_kind": SenderKind.OTHER,
}


def _column_value(name, value):
    return value or EMPTY[name] if name in EMPTY else value


def _note(name):
    """Return a piece of text beside the fields: what we save, and what this form is not."""
    return HTML(f"{{% include 'referrals/_note_{name}.html' %}}")
