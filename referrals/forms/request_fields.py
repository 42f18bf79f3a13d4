"""What a request for a place asks, in the order in which two people talk about a child."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from districts.models import District
from groups.choices import Need, Weekday
from groups.models import Programme
from groups.words import LANGUAGES
from referrals.choices import ContactWay, FeedbackLevel, Protection, RoomNeed, SenderKind
from referrals.forms import fields
from referrals.forms.safety import SafetyFields
from referrals.models.invariants import SAFETY_FIELDS

CALLERS = [kind for kind in SenderKind if kind != SenderKind.SOCIAL_SERVICES]
WHO = ("unit", "sender_kind")
PROTECTED = ("protection", "office_reader")
CHILD = (
    "first_name",
    "last_name",
    "child_birth_year",
    "child_birth_month",
    "number",
    "preserve_sample",
    "child_district",
    "school",
)
HOME = ("needs", *SAFETY_FIELDS)
PLACE = ("languages", "needs_interpreter", "room_needs", "programme", "wished_group", "weekdays")
CONTACT = ("guardians", "phone", "address", "contact_ways", "contact_note")
GROUND = (
    "disclosure_ground",
    "feedback_level",
    "family_agrees_to_feedback",
    "sender_reference",
)


def labelled(choices):
    return [(choice.value, choice.label) for choice in choices]


class RequestFields(SafetyFields):
    """The questions themselves; the form fills the lists that depend on the day and on who asks."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = forms.TypedChoiceField(label=_("You send it for"), empty_value=None)
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
