"""The forms of grants: shape and words. They save nothing."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import DayInput, name_the_empty
from districts.forms import actions, side_by_side
from reports.beside import SaysBeside
from reports.grants.choices import FROM_GRANTED, GrantState
from reports.models import Activity, BudgetLine, Deadline, Decision, Goal, Grant, LedgerLine, Letter
from reports.models.parts import YEARS

TEXT = forms.Textarea(attrs={"rows": 4})
SHORT_TEXT = forms.Textarea(attrs={"rows": 2})
WHOLE = _("Whole kronor.")
AS_EXACT = _("Year-month-day, or only year-month or year.")


def laid_out(form, *rows):
    """Give the form its layout: a name, or a tuple of names that stand side by side."""
    name_the_empty(form)
    form.helper = FormHelper()
    form.helper.layout = Layout(
        *(side_by_side(*row) if isinstance(row, tuple) else row for row in rows), actions()
    )


class GrantForm(SaysBeside):
    beside = {"grant_ends_after_it_begins": "period_to"}

    class Meta:
        model = Grant
        fields = [
            "project", "applicant", "funder", "registry_number", "period_from", "period_to",
            "purpose", "target_group", "method", "partners", "evaluation", "after_plan",
            "taken_over_by", "taken_over_from", "yearly_sek", "note",
        ]  # fmt: skip
        labels = {
            "period_from": _("Project begins"),
            "period_to": _("Project ends"),
            "registry_number": _("The funder's registry number"),
            "yearly_sek": _("Cost a year after the project, whole kronor"),
        }
        help_texts = {
            "registry_number": _("As the authority wrote it, for instance 119-0019/2007."),
            "period_from": AS_EXACT,
            "period_to": AS_EXACT,
            "taken_over_from": AS_EXACT,
            "after_plan": _("Who takes over the work, when, and how it is paid."),
        }
        widgets = dict.fromkeys(
            ("purpose", "target_group", "method", "partners", "evaluation", "after_plan"), TEXT
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        laid_out(
            self,
            "project",
            ("applicant", "funder", "registry_number"),
            ("period_from", "period_to"),
            "purpose",
            "target_group",
            "method",
            "partners",
            "evaluation",
            "after_plan",
            ("taken_over_by", "taken_over_from", "yearly_sek"),
            "note",
        )


class BudgetForm(SaysBeside):
    beside = {"budget_line_once": "text", "budget_line_costs_something": "sek"}

    class Meta:
        model = BudgetLine
        fields = ["year", "funding", "post", "text", "sek", "revised_sek"]
        help_texts = {
            "sek": WHOLE,
            "revised_sek": _("What is left of the row when less was granted. Whole kronor."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.grant.state == GrantState.DRAFT:
            del self.fields["revised_sek"]
            laid_out(self, ("year", "funding", "post"), "text", "sek")
        else:
            self.fields = {"revised_sek": self.fields["revised_sek"]}
            laid_out(self, "revised_sek")

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year not in YEARS:
            raise forms.ValidationError(_("Write the year in four figures, for instance 2027."))
        return year


class LedgerForm(SaysBeside):
    beside = {
        "ledger_voucher_once": "voucher",
        "ledger_cost_has_a_post": "post",
        "ledger_only_a_cost_is_taken_back": "sek",
    }

    class Meta:
        model = LedgerLine
        fields = ["kind", "post", "on", "sek", "text", "voucher"]
        widgets = {"on": DayInput}
        help_texts = {
            "post": _("Only for a cost."),
            "sek": _("Whole kronor. A cost that is corrected gets a row below zero."),
            "voucher": _("The number in the city's accounts; each number is entered once."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        laid_out(self, ("kind", "post"), ("on", "sek"), "text", "voucher")


class GoalForm(SaysBeside):
    beside = {"goal_once": "text", "goal_missed_with_a_cause": "cause"}

    class Meta:
        model = Goal
        fields = [
            "kind", "text", "indicator", "baseline", "target", "due_on", "result", "outcome",
            "cause",
        ]  # fmt: skip
        widgets = {
            "text": SHORT_TEXT,
            "outcome": SHORT_TEXT,
            "cause": SHORT_TEXT,
            "due_on": DayInput,
        }
        help_texts = {
            "indicator": _("How one sees that it is reached."),
            "cause": _("Needed when the goal was attained in part or not at all."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows: list[Any] = ["text", "kind", "indicator", ("baseline", "target", "due_on")]
        followed_up = ["result", "outcome", "cause"]
        if self.instance.grant.state in FROM_GRANTED:
            rows += followed_up
        else:
            for name in followed_up:
                del self.fields[name]
        laid_out(self, *rows)


class ActivityForm(SaysBeside):
    beside = {
        "activity_once": "text",
        "activity_ends_after_it_begins": "ends",
        "activity_dropped_with_a_cause": "cause",
    }

    class Meta:
        model = Activity
        fields = ["text", "begins", "ends", "progress", "cause"]
        widgets = {"text": SHORT_TEXT, "cause": SHORT_TEXT}
        help_texts = {
            "begins": AS_EXACT,
            "ends": AS_EXACT,
            "cause": _("Needed when the activity was not carried out."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        laid_out(self, "text", ("begins", "ends", "progress"), "cause")


class DeadlineForm(SaysBeside):
    beside = {"deadline_once": "due_on"}

    class Meta:
        model = Deadline
        fields = ["kind", "text", "due_on", "done_on"]
        widgets = {"due_on": DayInput, "done_on": DayInput}
        help_texts = {"done_on": _("Until then the day stands under To do.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        laid_out(self, "kind", "text", ("due_on", "done_on"))


class DecisionForm(SaysBeside):
    beside = {"decision_has_a_day_once_decided": "on"}

    class Meta:
        model = Decision
        fields = [
            "kind", "board", "is_decided", "on", "paragraph", "registry_number", "text", "sek",
            "conditions",
        ]  # fmt: skip
        widgets = {"text": SHORT_TEXT, "conditions": TEXT}
        help_texts = {
            "on": AS_EXACT,
            "sek": _("The sum that the clause names, if it names one. Whole kronor."),
            "conditions": _("One condition a line."),
            "registry_number": _("As the authority wrote it, for instance 119-0019/2007."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        laid_out(
            self,
            ("kind", "board"),
            "text",
            "sek",
            "is_decided",
            ("on", "paragraph", "registry_number"),
            "conditions",
        )


class LetterForm(SaysBeside):
    beside = {
        "letter_answered_after_it_came": "answered_on",
        "letter_answered_by_one_paper": "answered_on",
    }

    class Meta:
        model = Letter
        fields = [
            "title", "board", "parties", "registry_number", "dated_on", "received_on", "asks",
            "answer_due_on", "answered_on", "answered_by", "answer",
        ]  # fmt: skip
        widgets = {"asks": TEXT, "answer": TEXT, "answer_due_on": DayInput}
        help_texts = {"dated_on": AS_EXACT, "received_on": AS_EXACT, "answered_on": AS_EXACT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        received: Any = self.fields["received_on"]
        received.required = True
        laid_out(
            self,
            "title",
            ("board", "parties", "registry_number"),
            ("dated_on", "received_on", "answer_due_on"),
            "asks",
            ("answered_on", "answered_by"),
            "answer",
        )


class MoveForm(SaysBeside):
    """What a move of a grant fills in; its fields are the details of the move."""

    beside = {"grant_no_more_than_applied_for": "granted_sek"}

    conditions = forms.CharField(
        label=_("Conditions"), help_text=_("One condition a line."), required=False, widget=TEXT
    )

    class Meta:
        model = Grant
        fields = [
            "applied_on", "decided_on", "granted_sek", "registry_number", "reported_on",
            "closed_on",
        ]  # fmt: skip
        labels = {
            "applied_on": _("The application was sent"),
            "decided_on": _("Decided on"),
            "granted_sek": _("Granted sum, whole kronor"),
            "registry_number": _("The funder's registry number"),
            "reported_on": _("Reported back on"),
            "closed_on": _("Closed on"),
        }

    def __init__(self, *args, move, **kwargs):
        super().__init__(*args, **kwargs)
        names = (*move.details, *(["conditions"] if move.has_conditions else []))
        self.fields = {name: self.fields[name] for name in names}
        for name, field in self.fields.items():
            field.required = name not in ("registry_number", "conditions")
            if name.endswith("_on"):
                field.help_text = AS_EXACT
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


FORMS: dict[type, type[forms.ModelForm]] = {
    BudgetLine: BudgetForm,
    LedgerLine: LedgerForm,
    Goal: GoalForm,
    Activity: ActivityForm,
    Deadline: DeadlineForm,
    Decision: DecisionForm,
}
