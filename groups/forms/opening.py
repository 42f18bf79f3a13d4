"""Which field of a group about violence the public may read, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import Openable


class OpeningForm(forms.Form):
    field = forms.ChoiceField(
        label=_("What may the public read?"), choices=Openable.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For whoever asks later. Never a name or anything about a child."),
        error_messages={"required": _("Say why the families need to know it.")},
    )
