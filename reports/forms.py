"""The forms of reports: shape and words. They save nothing."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import name_the_empty
from reports.beside import SaysBeside
from reports.choices import OF_A_GRANT, ReportType
from reports.common_sections import AT_ONCE
from reports.documents import document_of
from reports.matter import Matter
from reports.models import Report
from reports.readiness import UNFINISHED, empty_sections, unfinished_clauses
from reports.references import COUNTED, names, told
from reports.sections import Kind
from reports.text import names_in

LINE = 90  # characters of a text box
FEWEST_ROWS, MOST_ROWS = 3, 24
TYPED_SUM = re.compile(r"\d[\d \u00a0]*\s*(kr\b|kronor|kkr|mkr)", re.IGNORECASE)


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


class ReportForm(Form, SaysBeside):
    """What a report is ordered for: its type and matter, period, and what stands at its head."""

    beside = {
        "report_of_a_grant_names_it": "grant",
        "report_names_the_letter_it_answers": "letter",
        "report_period_in_order": "period_to",
        "report_correction_says_what_changed": "what_changed",
    }

    class Meta:
        model = Report
        fields = [
            "type",
            "title",
            "grant",
            "letter",
            "period_from",
            "period_to",
            "dated_on",
            "registry_number",
            "administration",
            "addressee",
            "what_changed",
        ]
        widgets = {
            "period_from": DayInput(),
            "period_to": DayInput(),
            "dated_on": DayInput(),
            "what_changed": forms.Textarea(attrs={"rows": FEWEST_ROWS}),
        }
        help_texts = {
            "grant": _("Its sums, goals and decisions are put into the report."),
            "letter": _("Only for the answer to a letter."),
            "registry_number": _("As the registrar wrote it, for instance 119-0019/2007."),
            "what_changed": _("Is printed first in the report. Needed before it is ordered."),
        }

    def __init__(self, *args, ordering=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_correction:
            del self.fields["what_changed"]
        elif ordering:
            self.fields["what_changed"].required = True
            self.fields["what_changed"].error_messages["required"] = _(
                "Say what has changed since the report that is corrected."
            )
        if self.instance.pk:  # its sections are those of the type it was begun with
            for name in ("type", "letter"):
                del self.fields[name]
        name_the_empty(self)
        self.helper.layout = Layout(
            *(name for name in ("what_changed",) if name in self.fields),
            *(name for name in ("type", "title", "grant", "letter") if name in self.fields),
            Div("period_from", "period_to", css_class="field-row"),
            Div("registry_number", "dated_on", css_class="field-row"),
            Div("administration", "addressee", css_class="field-row"),
        )

    def clean(self):
        """A report is about what its type is about."""
        super().clean()
        found = self.cleaned_data
        type = found.get("type") or self.instance.type
        if type in OF_A_GRANT and not found.get("grant"):
            self.add_error("grant", _("Choose the grant that the report is about."))
        if "letter" in self.fields and bool(found.get("letter")) != (
            type == ReportType.LETTER_ANSWER
        ):
            self.add_error(
                "letter",
                _("Choose the letter that the report answers, and none in another report."),
            )
        return found


HELPS = {
    Kind.CLAUSES: _("One clause a line; they are numbered by themselves."),
    Kind.TITLES: _("One title a line, without names."),
    Kind.SIGNATURE: _("One title a line, without names."),
    Kind.ATTACHMENTS: _(
        "One attachment a line; what is printed in the report itself is added by itself."
    ),
}
MAY_BE_EMPTY = _("May be left empty.")


class TextsForm(Form):
    """One text box for each section of the report's document type, and its clauses to choose.

    With ``ordering`` everything must be written that the report needs before it is built.
    """

    def __init__(self, *args, report, ordering=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.ordering = ordering
        self.document = document_of(report)
        matter = Matter(report)
        self.names = names(matter)
        self.told = told(matter)
        self.counted = tuple(COUNTED)
        for section in self.document.written:
            text = report.texts.get(section.code, "")
            self.fields[section.code] = forms.CharField(
                label=section.heading.rstrip(":"),
                initial=text,
                required=False,
                help_text=MAY_BE_EMPTY if section.optional else HELPS.get(section.kind, ""),
                widget=forms.Textarea(attrs={"rows": rows_for(text, section.kind)}),
            )
            if section.kind == Kind.CLAUSES and self.document.clauses:
                self.fields["more_clauses"] = forms.MultipleChoiceField(
                    label=_("Clauses to add"),
                    required=False,
                    choices=[(one, one) for one in self.document.clauses if one not in text],
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean_decisions(self):
        """The minutes are approved at once with the last clause; a sum is never typed."""
        lines = [line for line in self.cleaned_data["decisions"].splitlines() if line.strip()]
        if any("justeras omedelbart" in line for line in lines[:-1]):
            raise forms.ValidationError(_("“Paragrafen justeras omedelbart” stands last."))
        if any(TYPED_SUM.search(line) for line in lines):
            raise forms.ValidationError(
                _("Write {sökt belopp} or {beviljat belopp}; the sum is then that of the rows.")
            )
        return self.cleaned_data["decisions"]

    def clean(self):
        """Put in the clauses that were chosen, before the immediate approval, and see that every
        name in braces stands for something.
        """
        chosen = self.cleaned_data.pop("more_clauses", [])
        lines = self.cleaned_data.get("decisions", "").splitlines() + chosen
        if chosen:
            last = [line for line in lines if line == AT_ONCE][:1]
            kept = [line for line in lines if line != AT_ONCE]
            self.cleaned_data["decisions"] = "\n".join([*kept, *last])
        for code, text in list(self.cleaned_data.items()):
            for name in names_in(text):
                if name not in self.names:
                    self.add_error(code, _("There is nothing called {%(name)s}.") % {"name": name})
        if self.ordering:
            self._need_all(dict(self.cleaned_data))
        return self.cleaned_data

    def _need_all(self, texts: dict[str, str]) -> None:
        for section in empty_sections(self.document, texts):
            if section.code not in self.errors:
                self.add_error(section.code, _("Write this before the report is ordered."))
        for section in unfinished_clauses(self.document, texts):
            self.add_error(section.code, _(UNFINISHED))
        for code, text in texts.items():
            named = [name for name in names_in(text) if name in self.names]
            if missing := [f"{{{name}}}" for name in named if not self.names[name]().words]:
                words = _("Not entered yet: %(names)s. Enter it, or write the words yourself.")
                self.add_error(code, words % {"names": ", ".join(missing)})


def rows_for(text: str, kind: Kind = Kind.TEXT) -> int:
    """Return how many rows of a text box show ``text``, within reason."""
    if kind == Kind.LINE:
        return 1
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
