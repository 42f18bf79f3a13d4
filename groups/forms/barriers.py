"""The report form of the accessibility statement: what Digg asks of a report, and no more."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class BarrierForm(forms.Form):
    page = forms.CharField(
        label=_("Which page is it?"),
        help_text=_("Its address or its heading. Leave it empty if you do not know."),
        max_length=300,
        required=False,
    )
    text = forms.CharField(
        label=_("What is hard to use or to understand?"),
        help_text=_("Write nothing about a child, and nothing about who you are."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is hard, so that we can mend it.")},
    )
    contact = forms.CharField(
        label=_("How can we answer you safely?"),
        help_text=_(
            "An e-mail address or a telephone number that nobody else looks at. "
            "Leave it empty if you want no answer. We forget it when we have answered."
        ),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
