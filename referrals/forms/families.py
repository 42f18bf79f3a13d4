"""The forms about a family: who belongs to it, what it wishes, and its places in one go."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from referrals.choices import SafeHere, SiblingWish
from referrals.fit import misfits, waits_for
from referrals.forms import fields
from referrals.forms.steps import ANSWER_WITHIN, LONGEST, StepForm, option_words, within
from referrals.queries import barred, current_groups, other_case
from referrals.titles import option_of


class OtherCaseForm(StepForm):
    """Names another case by its alias or reference; one the user may not see is not there."""

    case = fields.line(
        _("The other case"), 60, required=True, help_text=_("Its three words, or its reference.")
    )

    def __init__(self, *args, user, referral, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.referral = user, referral

    def clean_case(self):
        other = other_case(self.user, self.cleaned_data["case"])
        if other is None:
            raise ValidationError(_("There is no such case."))
        if other == self.referral:
            raise ValidationError(_("Choose another case than this one."))
        return other


class SiblingForm(OtherCaseForm):
    siblings = fields.one_of(
        _("What do the siblings wish?"), SiblingWish.choices, initial=SiblingWish.NO_MATTER
    )


class WishForm(StepForm):
    siblings = fields.one_of(_("What do the siblings wish?"), SiblingWish.choices)


class ParentForm(StepForm):
    """Whether a parent who comes to the group beside is the one the child lives safely with."""

    safe_here = fields.safe_here()


class FamilyPlacesForm(StepForm):
    """One group for each child that is asked about, and whether a parent comes to one beside.

    A child may be left out; what that means says :meth:`left_out`.
    """

    parent_beside = forms.TypedChoiceField(label=_("A parent comes, too"), required=False)
    safe_here = fields.safe_here(required=False)

    def __init__(self, *args, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.children = list(children)
        self.groups = {group.slug: group for group in current_groups()}
        not_for = barred(self.children, list(self.groups.values()))
        for child in self.children:
            self.fields[child.reference] = self._choice(child, not_for)
        self.order_fields([child.reference for child in self.children])
        beside: Any = self.fields["parent_beside"]
        beside.choices = [
            ("", _("no parent")),
            *((s, option_of(g)) for s, g in self.groups.items() if g.parallel_group_id),
        ]
        beside.coerce, beside.empty_value = self.groups.get, None

    def _choice(self, child, not_for):
        wanted = [
            group
            for group in self.groups.values()
            if waits_for(child, group) and group.pk != child.group_id
        ]
        wanted.sort(key=lambda group: (not group.places_left, len(misfits(child, group))))
        return forms.TypedChoiceField(
            label=child.spoken,
            required=False,
            choices=[
                ("", self.left_out(child)),
                *((g.slug, option_words(child, g, not_for)) for g in wanted),
            ],
            coerce=self.groups.get,
            empty_value=None,
            error_messages={"invalid_choice": _("Choose a group.")},
        )

    def left_out(self, child):
        raise NotImplementedError

    def clean(self):
        super().clean()
        chosen = [self.cleaned_data.get(child.reference) for child in self.children]
        if not self.errors and not any(chosen):
            raise ValidationError(_("Choose a group for at least one child."))
        beside = self.cleaned_data.get("parent_beside")
        if beside is not None and beside not in chosen:
            self.add_error("parent_beside", _("Choose a group that one of the children comes to."))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """Return what the services of :mod:`referrals.services.together` take."""
        places = {child: self.cleaned_data[child.reference] for child in self.children}
        return {
            "places": {child: group for child, group in places.items() if group is not None},
            "parent_beside": self.cleaned_data["parent_beside"],
            "safe_here": self.cleaned_data["safe_here"] or SafeHere.NOT_ASKED,
        }


class FamilyOfferForm(FamilyPlacesForm):
    """Only those children are asked about who wait; a child that is left out keeps waiting."""

    deadline = fields.day(
        _("Answer by"),
        help_text=_("All seats are held to the end of this day, then all of them become free."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("deadline", timezone.localdate() + ANSWER_WITHIN)

    def left_out(self, child):
        return _("no place now")

    def clean_deadline(self):
        return within(self.cleaned_data["deadline"], LONGEST)

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"deadline": self.cleaned_data["deadline"]}


class FamilyMoveForm(FamilyPlacesForm):
    """Only those children are asked about who have a place; one that is left out keeps it."""

    def left_out(self, child):
        return format_lazy(_("stays in {group}"), group=option_of(child.group))
