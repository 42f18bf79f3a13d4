"""The forms of reports: shape and words. They save nothing."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from reports.documents import document_of
from reports.models import Report

LINE = 90  # characters of a text box
FEWEST_ROWS, MOST_ROWS = 3, 24


class Form(forms.Form):
    """A form that stands inside a page's own form tag."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class ReportForm(Form, forms.ModelForm):
    """What a report is ordered for: grant, period, and what stands at its head."""

    class Meta:
        model = Report
        fields = [
            "title",
            "grant",
            "period_from",
            "period_to",
            "dated_on",
            "registry_number",
            "administration",
            "addressee",
        ]
        widgets = {"period_from": DayInput(), "period_to": DayInput(), "dated_on": DayInput()}
        help_texts = {
            "grant": _("The facts of the grant are printed in the report."),
            "registry_number": _("As the registrar wrote it, for instance 119-0019/2007."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "title",
            "grant",
            Div("period_from", "period_to", css_class="field-row"),
            Div("registry_number", "dated_on", css_class="field-row"),
            Div("administration", "addressee", css_class="field-row"),
        )


class TextsForm(Form):
    """One text box for each section of the report's document type."""

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        helps = {
            "clauses": _("One clause a line; they are numbered by themselves."),
            "titles": _("One title a line, without names."),
            "numbered": _("One attachment a line; the computed figures are added by themselves."),
            "text": _("An empty line begins a new paragraph. “- ” first on a line makes a point."),
        }
        for section in document_of(report).sections:
            self.fields[section.code] = forms.CharField(
                label=section.heading,
                initial=report.texts.get(section.code, ""),
                required=False,
                help_text=helps[section.kind],
                widget=forms.Textarea(attrs={"rows": rows_for(report.texts.get(section.code, ""))}),
            )

    def clean_decisions(self):
        """The board approves the minutes at once with the last clause, or with none."""
        clauses = self.cleaned_data["decisions"]
        lines = [line for line in clauses.splitlines() if line.strip()]
        if any("justeras omedelbart" in line for line in lines[:-1]):
            raise forms.ValidationError(_("“Paragrafen justeras omedelbart” stands last."))
        return clauses


def rows_for(text: str) -> int:
    """Return how many rows of a text box show ``text``, within reason."""
    needed = sum(1 + len(line) // LINE for line in text.splitlines()) + 1
    return min(max(needed, FEWEST_ROWS), MOST_ROWS)


class AgendaForm(Form, forms.ModelForm):
    class Meta:
        model = Report
        fields = ["agenda_on"]
        widgets = {"agenda_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_on"].required = True


class DecisionForm(Form, forms.ModelForm):
    class Meta:
        model = Report
        fields = ["decided_on", "paragraph", "immediately_approved"]
        widgets = {"decided_on": DayInput()}
        help_texts = {"paragraph": _("For instance § 12.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].required = self.fields["paragraph"].required = True


class SendingForm(Form, forms.ModelForm):
    class Meta:
        model = Report
        fields = ["sent_on", "channel", "recipient_number"]
        widgets = {"sent_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].required = self.fields["channel"].required = True


MOVE_FORMS = {"put_on_agenda": AgendaForm, "decide": DecisionForm, "send": SendingForm}


def form_of(name: str, data=None) -> forms.BaseForm:
    """Return the form of what the move ``name`` fills in; most fill in nothing."""
    return MOVE_FORMS.get(name, Form)(data, prefix=name)
