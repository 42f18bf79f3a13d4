"""What leaders must know of a child, the talks, and how a child's time in a group ended."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.choices import DiscontinueReason, Names
from referrals.evening import AbsencesSettled, CallFirst, Collector, Food, TalkKind, TalkOutcome
from referrals.forms import fields
from referrals.forms.steps import StepForm

COMPLETED = "completed"
LATER = "later"


class EveningForm(StepForm):
    """Filled in by the sender with the family. The note is sealed; only where names may be kept."""

    may_collect = fields.several(_("Who may fetch the child?"), Collector.choices)
    never_by = fields.several(
        _("Who must never fetch the child?"),
        [choice for choice in Collector.choices if choice[0] != Collector.ALONE],
        help_text=_("The leaders see this on every session. Roles only, never a name."),
    )
    call_first = fields.one_of(
        _("Whom do the leaders ring first?"), CallFirst.choices, required=False
    )
    food = fields.several(_("Food"), Food.choices)
    evening_note = fields.lines(
        _("Something more that the leaders must know"),
        300,
        help_text=_("A telephone number, a medicine. It is sealed, and each reading is logged."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, **kwargs)
        if referral.names != Names.FULL:
            del self.fields["evening_note"]

    def clean(self):
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        both = set(answers.get("may_collect", ())) & set(answers.get("never_by", ()))
        if both:
            self.add_error("never_by", _("The same person cannot both fetch the child and not."))
        return answers


class TalkForm(StepForm):
    """A talk that was held with one of the children of a group."""

    child = fields.one_of(_("With whom?"), [], error_messages={"required": _("Choose a child.")})
    kind = fields.one_of(_("Which talk?"), TalkKind.choices)
    held_on = fields.day(_("When?"))
    outcome = fields.one_of(
        _("What did the closing talk come to?"), TalkOutcome.choices, required=False
    )

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child"]
        field.choices = children

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day has not come yet."))
        return day

    def clean(self):
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("kind") == TalkKind.CLOSING and not answers.get("outcome"):
            self.add_error("outcome", _("Say what the closing talk came to."))
        return answers


class AbsencesForm(StepForm):
    """What came of three absences in a row. That the child came again is seen by itself."""

    how = fields.one_of(
        _("What came of it?"),
        [one for one in AbsencesSettled.choices if one[0] != AbsencesSettled.CAME_AGAIN],
    )


class FinishForm(StepForm):
    """How it ended, for each child of a group that is over."""

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.children = children
        choices = [
            (COMPLETED, _("completed the group")),
            *(
                (code, _("stopped early: %(why)s") % {"why": label})
                for code, label in DiscontinueReason.choices
            ),
            (LATER, _("decide later")),
        ]
        for child in children:
            self.fields[child.reference] = forms.ChoiceField(
                label=child.spoken,
                choices=choices,
                initial=COMPLETED,
                error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
            )

    def endings(self) -> dict[str, str]:
        """Return reference -> the reason of stopping early, "" for completed; nothing for later."""
        chosen = {one.reference: self.cleaned_data[one.reference] for one in self.children}
        return {
            reference: "" if ending == COMPLETED else ending
            for reference, ending in chosen.items()
            if ending != LATER
        }
