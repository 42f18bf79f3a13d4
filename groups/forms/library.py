"""The forms of programmes, of the boards' decisions, and of manuals."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import DayInput, name_the_empty
from districts.forms import actions, side_by_side
from groups.choices import Need, VersionStatus
from groups.models import Programme, ProgrammeDecision
from groups.models.library import LARGEST_FILE
from groups.models.themes import LONGEST_THEME

FEWEST_SESSIONS, MOST_SESSIONS = 8, 20


class ProgrammeForm(forms.ModelForm):
    needs = forms.MultipleChoiceField(
        label=_("For children who live with"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Programme
        fields = ["name", "kind", "needs", "origin", "is_assessed", "documentation_mode"]
        help_texts = {
            "is_assessed": _("Otherwise the board must have decided that it is given without."),
            "documentation_mode": _("Cannot be changed once the programme is in use."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("name", "kind"),
            "needs",
            "origin",
            "is_assessed",
            "documentation_mode",
            actions(),
        )


class ThemesForm(forms.Form):
    """What a programme is about from session to session: a line each."""

    themes = forms.CharField(
        label=_("Themes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "One line for each session, in order. Groups that are planned already keep theirs."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("themes", actions())

    def clean_themes(self) -> list[str]:
        lines = self.cleaned_data["themes"].splitlines()
        themes = [theme for line in lines if (theme := " ".join(line.split()))]
        if themes and not FEWEST_SESSIONS <= len(themes) <= MOST_SESSIONS:
            raise forms.ValidationError(
                _("A group has 8 to 20 sessions, here are %(number)s themes."),
                params={"number": len(themes)},
            )
        for theme in themes:
            if len(theme) > LONGEST_THEME:
                raise forms.ValidationError(
                    _("At most 80 characters in a line: %(theme)s"), params={"theme": theme}
                )
        return themes


class DecisionForm(forms.ModelForm):
    class Meta:
        model = ProgrammeDecision
        fields = [
            "board", "decided_on", "paragraph", "registry_number", "lets_unassessed",
            "lets_de_identified", "conditions", "valid_from", "valid_to",
        ]  # fmt: skip
        widgets = {
            "decided_on": DayInput,
            "valid_from": DayInput,
            "valid_to": DayInput,
            "conditions": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"valid_to": _("Leave empty if it holds until further notice.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("board", "decided_on"),
            side_by_side("paragraph", "registry_number"),
            "lets_unassessed",
            "lets_de_identified",
            "conditions",
            side_by_side("valid_from", "valid_to"),
            actions(),
        )


class VersionForm(forms.Form):
    """The next version of a manual, a file or a link, as the service takes it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, OpenDocument or plain text, at most 10 MB."),
    )
    link = forms.URLField(
        label=_("Or a link"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Where it is, if it is not ours to keep. Begins with https://."),
    )
    status = forms.ChoiceField(label=_("Status"), choices=VersionStatus)
    note = forms.CharField(label=_("What is new"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, actions())

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file

    def clean(self):
        super().clean()
        fields = self.cleaned_data
        file = fields.pop("file", None)
        if not self.errors and bool(file) == bool(fields.get("link")):
            raise forms.ValidationError(_("Choose a file or write a link, not both."))
        fields["content"] = file.read() if file else None
        return fields


class ManualForm(VersionForm):
    title = forms.CharField(label=_("Title"), max_length=120)

    field_order = ["title"]


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=VersionStatus)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("status", actions())
