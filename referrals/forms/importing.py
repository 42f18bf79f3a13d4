"""The form that takes the file of a waiting list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.spreadsheets import Limits, SheetRefused, Table, read_table
from barnstod.web.spreadsheets.reading import too_large
from referrals.choices import DisclosureGround
from referrals.forms import fields
from referrals.forms.request_fields import labelled
from referrals.forms.steps import StepForm

LIMITS = Limits(rows=200, columns=40, letters=1000, packed=1_000_000)
GROUNDS = [ground for ground in DisclosureGround if ground != DisclosureGround.OWN_REQUEST]


class WaitingFileForm(StepForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, at most 1 MB and 200 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    ground = fields.one_of(
        _("On what ground was the office told, where others than the family asked?"),
        labelled(GROUNDS),
    )

    def clean_file(self) -> Table:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.packed:
            raise forms.ValidationError(too_large(LIMITS))
        try:
            return read_table(file.read(), LIMITS)
        except SheetRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
