"""The forms of the register of leaders."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.web.fields import DayInput, name_the_empty
from districts.forms import actions, side_by_side
from groups.choices import Weekday
from groups.models import Absence, Leader, Training


class LeaderForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Can lead on"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty if you have not asked."),
    )

    class Meta:
        model = Leader
        fields = [
            "name", "organisation", "user", "weekdays", "supervised_by", "supervised_on", "left_on",
        ]  # fmt: skip
        labels = {"user": _("Account")}
        widgets = {"supervised_on": DayInput, "left_on": DayInput}
        help_texts = {
            "user": _(
                "Opens the leader's own groups. A group leader's account, same organisation."
            ),
            "supervised_by": _("An organisation or a role, no name."),
            "left_on": _("Leave empty as long as the person leads groups."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        free = Q(pk__in=User.objects.holding(Role.LEADER).filter(leader=None))
        user: Any = self.fields["user"]
        user.queryset = User.objects.filter(free | Q(pk=self.instance.user_id))
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("name", "organisation"),
            "user",
            "weekdays",
            side_by_side("supervised_by", "supervised_on"),
            "left_on",
            actions(),
        )


class RegisterCheckForm(forms.Form):
    on = forms.DateField(
        label=_("Register extract shown on"),
        required=False,
        widget=DayInput,
        help_text=_("The day only. Give the extract back: it is never kept. Empty: not shown."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("on", actions())


class TrainingForm(forms.ModelForm):
    class Meta:
        model = Training
        fields = ["course", "level", "completed_on"]
        widgets = {"completed_on": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        self.helper = FormHelper()
        self.helper.layout = Layout("course", side_by_side("level", "completed_on"), actions())


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["away_from", "away_to"]
        widgets = {"away_from": DayInput, "away_to": DayInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(side_by_side("away_from", "away_to"), actions())
