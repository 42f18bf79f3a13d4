"""What the log can be searched for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LogFilter(forms.Form):
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)
    email = forms.CharField(label=_("E-mail of the person"), max_length=254, required=False)
