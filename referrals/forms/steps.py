"""The small forms of the steps: an offer, a move, a yes, a search."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.choices import (
    ON_DECISION,
    ConsentBy,
    DiscontinueReason,
    GuidedTo,
    Missing,
    OpeningReason,
    RestReason,
    SafeHere,
    WithdrawnBy,
)
from referrals.fit import DOES_NOT_WORK, misfits, waits_for
from referrals.forms import fields
from referrals.models import DeclineGround
from referrals.queries import barred, current_groups
from referrals.titles import option_of
from referrals.workflow import MOVES

ANSWER_WITHIN = timedelta(days=10)  # suggested; people need to talk with a family twice
LONGEST = timedelta(days=60)  # an offer may hold a seat, and a case may rest half a year
LONGEST_REST = timedelta(days=183)


class StepForm(forms.Form):
    """A form whose template writes the <form>, so that it can stand beside others on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class GroupChoice(StepForm):
    """Chooses a group: those the child waits for, with their places and why it does not fit."""

    def fill_groups(self, referral):
        groups = [
            group
            for group in current_groups()
            if waits_for(referral, group) and group.pk != referral.group_id
        ]
        groups.sort(key=lambda group: (not group.places_left, len(misfits(referral, group))))
        self.groups = {group.slug: group for group in groups}
        not_for = barred([referral], groups)
        field: Any = self.fields["group"]
        field.choices = [
            ("", _("choose")),
            *((s, option_words(referral, g, not_for)) for s, g in self.groups.items()),
        ]
        field.coerce = self.groups.get


def group_field():
    return forms.TypedChoiceField(
        label=_("Group"),
        error_messages={"required": _("Choose a group."), "invalid_choice": _("Choose a group.")},
    )


def option_words(referral, group, not_for=frozenset()) -> str:
    """Return the group, its places, and each reason why it does not fit the child."""
    places = _("%(left)s of %(capacity)s places left") % {
        "left": group.places_left,
        "capacity": group.capacity,
    }
    reasons = misfits(referral, group)
    if (referral.pk, group.pk) in not_for:
        reasons.append(str(DOES_NOT_WORK))
    return ", ".join([option_of(group), places, *reasons])


class OfferForm(GroupChoice):
    group = group_field()
    deadline = fields.day(
        _("Answer by"),
        help_text=_("The seat is held to the end of this day, then it becomes free."),
    )
    with_parent = forms.BooleanField(
        label=_("A parent comes to the group beside"),
        required=False,
        help_text=_("Both seats are held, or none of them."),
    )
    safe_here = fields.safe_here(required=False)

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.fill_groups(referral)
        if not any(group.parallel_group_id for group in self.groups.values()):
            del self.fields["with_parent"], self.fields["safe_here"]
        self.initial.setdefault("deadline", timezone.localdate() + ANSWER_WITHIN)

    def clean_deadline(self):
        return within(self.cleaned_data["deadline"], LONGEST)

    def clean(self):
        super().clean()
        answers: dict[str, Any] = self.cleaned_data
        answers["safe_here"] = answers.get("safe_here") or SafeHere.NOT_ASKED
        group = answers.get("group")
        if answers.get("with_parent") and group is not None and not group.parallel_group_id:
            self.add_error("with_parent", _("No parents' group meets beside this group."))
        return answers


class MoveForm(GroupChoice):
    """What one move asks for; the table of moves says which fields are left."""

    missing = fields.several(_("What is missing?"), Missing.choices, required=True)
    rest_reason = fields.one_of(_("Why does it rest?"), RestReason.choices)
    resting_until = fields.day(_("Look at it again on"))
    discontinue_reason = fields.one_of(_("Why did the child stop?"), DiscontinueReason.choices)
    group = group_field()
    withdrawn_by = fields.one_of(_("Why is it taken back?"), WithdrawnBy.choices)
    decline_reason = fields.one_of(_("Why can we not offer a place?"), [])
    guided_to = fields.one_of(_("Where was the family guided?"), GuidedTo.choices)

    def __init__(self, *args, referral, move, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(MOVES[move].asks):
            del self.fields[name]
        if "group" in self.fields:
            self.fill_groups(referral)
        if "decline_reason" in self.fields:
            grounds = DeclineGround.objects.filter(is_active=True)
            asked: Any = self.fields["decline_reason"]
            asked.choices = list(grounds.values_list("code", "words"))

    def clean_resting_until(self):
        return within(self.cleaned_data["resting_until"], LONGEST_REST)


class ConsentForm(StepForm):
    who = fields.one_of(
        _("Who has said yes?"),
        ConsentBy.choices,
        help_text=_("Two guardians decide together: each says yes, or both at once."),
    )
    given_on = fields.day(_("When?"))
    decided_on = fields.day(
        _("Day of the decision"),
        required=False,
        help_text=_("Only for a yes by the board's or the officer's decision."),
    )
    decision_reference = fields.line(_("Case number of the decision"), 20)

    def __init__(self, *args, decides: bool, **kwargs):
        """Without ``decides`` nothing is asked that a board or an officer decides on."""
        super().__init__(*args, **kwargs)
        if not decides:
            asked: Any = self.fields
            asked["who"].choices = [one for one in ConsentBy.choices if one[0] not in ON_DECISION]
            del asked["decided_on"], asked["decision_reference"]

    def clean_given_on(self):
        return _has_come(self.cleaned_data["given_on"])

    def clean_decided_on(self):
        return _has_come(self.cleaned_data["decided_on"])

    def clean_decision_reference(self):
        return fields.case_number(self.cleaned_data["decision_reference"])

    def clean(self):
        """A decision is asked for where the yes rests on one, and is left out elsewhere."""
        super().clean()
        answers: dict[str, Any] = self.cleaned_data
        for name, empty in (("decided_on", None), ("decision_reference", "")):
            if answers.get("who") not in ON_DECISION:
                answers[name] = empty
            elif not answers.get(name) and name not in self.errors:
                self.add_error(name, _("Say which decision the yes rests on, and of which day."))
        return answers


class OpenNamesForm(StepForm):
    why = fields.one_of(_("Why do you open the names?"), OpeningReason.choices)


class SearchForm(StepForm):
    q = fields.line(
        _("Name, number or reference"),
        120,
        required=True,
        help_text=_("Whole words. Nothing else can be searched for."),
    )


class ReaderForm(StepForm):
    reader = fields.colleague(_("Person"), *fields.READERS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields.fill_colleagues(self.fields["reader"])


class CancelForm(StepForm):
    reason = fields.line(
        _("Why is the group cancelled?"),
        200,
        required=True,
        help_text=_("For the office. Never anything about a child."),
    )


def _has_come(day):
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("The day has not come yet."))
    return day


def within(day, longest):
    today = timezone.localdate()
    if not today <= day <= today + longest:
        raise ValidationError(
            _("Choose a day from today to %(last)s."), params={"last": today + longest}
        )
    return day
