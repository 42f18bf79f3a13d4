"""The checklist of a group: one question a criterion."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from districts.forms import actions
from groups.choices import Answer, Criterion


class QualityForm(forms.Form):
    """``hints`` says by criterion what the registers know, and who answered when."""

    def __init__(self, *args, hints=None, **kwargs):
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[criterion.value] = forms.ChoiceField(
                label=criterion.label,
                choices=Answer,
                required=False,
                widget=forms.RadioSelect,
                help_text=(hints or {}).get(criterion, ""),
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(*(InlineRadios(name) for name in self.fields), actions())
