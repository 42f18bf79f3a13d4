"""The request for a place: the whole of it on one page, or one step of it."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import District, Organisation
from groups.choices import DocumentationMode, ProgrammeKind
from groups.models import Programme
from referrals.choices import (
    CONSENTS,
    ContactWay,
    DisclosureGround,
    FeedbackLevel,
    Names,
    Protection,
    SenderKind,
)
from referrals.forms import fields
from referrals.forms.request_fields import RequestFields, labelled
from referrals.forms.request_layout import ORDER, layout_of
from referrals.models.identity import NAME_FIELDS, SEALED_FIELDS
from referrals.models.invariants import SAFETY_FIELDS
from referrals.naming import NotANumber, read_number
from referrals.queries import current_groups
from referrals.titles import option_of

OLDEST = 20  # years; the groups for teenagers end there

FROM_UNIT = [ground for ground in DisclosureGround if ground != DisclosureGround.OWN_REQUEST]
EMPTY = {"protection": Protection.NONE, "sender_kind": SenderKind.OTHER}
NOT_COLUMNS = {"submission_key", "unit", "office_reader", "number", *SEALED_FIELDS}


def initial_of(referral, names: dict[str, str]) -> dict:
    """Return what stands in ``referral``, and its names in plain text, as a form begins with it."""
    columns = [
        name
        for name in RequestForm.base_fields
        if name not in ("submission_key", "office_reader", "number", *SEALED_FIELDS)
    ]
    initial = {name: getattr(referral, name) for name in columns if hasattr(referral, name)}
    group, unit = referral.wished_group, referral.unit
    codes = {"unit": unit and unit.unit_code, "wished_group": group and group.slug}
    return initial | names | codes


class RequestForm(RequestFields):
    """Everything the office needs to find a group, and no more.

    With ``units`` it is a social worker's, or an organisation's, which asks the family first and
    is not told whether the child comes; without, the office writes down a telephone call. With
    ``send`` all that a request needs is asked for; a draft may be as empty as it likes. ``asks``
    are the questions of one step, about the ``referral`` as far as it is written.
    """

    data: Any  # names that may not be kept are taken out of a copy

    def __init__(self, *args, units=(), send=True, asks=None, referral=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.send, self.is_units, self.units = send, bool(units), len(units)
        self._fill(units, referral and referral.wished_group)
        if asks is not None:
            self._ask_only(asks, referral)
        self.order_fields(["submission_key", "unit", "sender_kind", *ORDER])
        for name, field in self.fields.items():
            if not send or name in SAFETY_FIELDS:
                field.required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _fill(self, units, wished=None):
        asked: dict[str, Any] = self.fields
        today = timezone.localdate()
        asked["child_district"].queryset = District.objects.on(today)
        asked["programme"].queryset = Programme.objects.filter(kind=ProgrammeKind.GROUP)
        self._groups = {group.slug: group for group in current_groups()}
        if wished is not None:  # it may have ended since
            self._groups.setdefault(wished.slug, wished)
        asked["wished_group"].choices = [
            ("", _("the office suggests")),
            *((slug, option_of(group)) for slug, group in self._groups.items()),
        ]
        asked["wished_group"].coerce = self._groups.get
        asked["wished_group"].empty_value = None
        fields.fill_colleagues(asked["office_reader"])
        self.initial.setdefault("submission_key", uuid.uuid4())
        if self.is_units:
            by_code = {unit.unit_code: unit for unit in units}
            asked["unit"].choices = [(code, str(unit)) for code, unit in by_code.items()]
            asked["unit"].coerce = by_code.get
            self.initial.setdefault("unit", units[0].unit_code)
            is_organisations = all(isinstance(unit, Organisation) for unit in units)
            asked["disclosure_ground"].choices = labelled(
                CONSENTS if is_organisations else FROM_UNIT
            )
            del asked["sender_kind"]
        else:
            is_organisations = False
            asked["disclosure_ground"].choices = DisclosureGround.choices
            del asked["unit"]
        if is_organisations or not self.is_units:
            del asked["family_agrees_to_feedback"]
            asked["feedback_level"].choices = FeedbackLevel.choices[:2]
        if is_organisations:
            asked["feedback_level"].initial = FeedbackLevel.RECEIVED_AND_CLOSED

    def _ask_only(self, asks, referral):
        """Leave one step's questions, and of these no names where none may be kept."""
        kept = set(asks) - {"unit"} if referral else {*asks, "submission_key"}
        if referral and referral.names != Names.FULL and "protection" not in kept:
            kept -= {*NAME_FIELDS, "number"}
            if referral.names == Names.NONE:
                kept -= set(SEALED_FIELDS)
        for name in set(self.fields) - kept:
            del self.fields[name]

    def _layout(self):
        if self.is_units and self.units == 1 and "unit" in self.fields:
            self.fields["unit"].widget = forms.HiddenInput()
        return layout_of(self.fields)

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
        return fields.case_number(self.cleaned_data["sender_reference"])

    def clean(self):
        super().clean()
        answers = self.cleaned_data
        if answers.get("protection", Protection.NONE) != Protection.NONE:
            self._keep_no_names(
                _("For a child with protected data no name, telephone or address is saved."),
                SEALED_FIELDS,
            )
            if not answers.get("office_reader") and self.send and "office_reader" in self.fields:
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
        if isinstance(answers.get("unit"), Organisation):
            self._refuse_what_only_a_unit_may(answers)
        elif answers.get("feedback_level") == FeedbackLevel.ATTENDANCE_TOO and not answers.get(
            "family_agrees_to_feedback"
        ):
            self.add_error(
                "family_agrees_to_feedback",
                _("You may learn whether the child comes if the family agrees."),
            )
        return answers

    def _refuse_what_only_a_unit_may(self, answers):
        """Whoever sends for a unit and for an organisation is shown the choices of both."""
        if answers.get("disclosure_ground", "") not in ("", *CONSENTS):
            self.add_error(
                "disclosure_ground", _("An organisation tells the office when the family agrees.")
            )
        if answers.get("feedback_level") == FeedbackLevel.ATTENDANCE_TOO:
            self.add_error("feedback_level", _("Only social services learn whether a child comes."))

    def _may_stay_empty(self, answers, name, instead):
        if name in self.errors and not self.data.get(name):
            del self.errors[name]
            answers[name] = instead

    def _keep_no_names(self, why, banned):
        """Refuse names that must not be saved, and do not write them into the page again."""
        typed = [n for n in (*banned, "number") if n in self.fields and self.data.get(n)]
        if not typed:
            return
        self.data = self.data.copy()
        for name in typed:
            self.data[name] = ""
            self.add_error(name, why)

    # --- what the services take ------------------------------------------------------------------

    def columns(self) -> dict:
        """Return the columns of the referral that were asked for."""
        answers = self.cleaned_data
        values = {name: value for name, value in answers.items() if name not in NOT_COLUMNS}
        number = answers.get("number")
        if number is not None:
            values["preserve_sample"] = number.in_sample
        return {name: value or self._empty(name, value) for name, value in values.items()}

    def _empty(self, name, value):
        """Return what a draft says where nothing was chosen; such a column has no empty value."""
        if name == "feedback_level":
            return self.fields[name].initial
        return EMPTY.get(name, value)

    def names(self) -> dict[str, str]:
        """Return what is sealed."""
        return {name: value for name, value in self.cleaned_data.items() if name in SEALED_FIELDS}

    def answers(self) -> dict:
        """Return everything, as the services take it."""
        return {
            "fields": self.columns(),
            "identity": self.names(),
            "number": self.cleaned_data.get("number"),
            "office_reader": self.cleaned_data.get("office_reader"),
        }
