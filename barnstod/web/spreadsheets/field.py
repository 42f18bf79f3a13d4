"""The field of a form that takes a table from a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.spreadsheets.reading import read_table, too_large
from barnstod.web.spreadsheets.tables import Limits, SheetRefused, Table

CHOOSE = _("Choose a file.")


class SheetField(forms.FileField):
    """An Excel or CSV file, cleaned to its Table; what cannot be read is said beside the field."""

    def __init__(self, limits: Limits, **kwargs: Any) -> None:
        self.limits = limits
        super().__init__(
            label=_("File"),
            widget=forms.ClearableFileInput(
                attrs={"accept": ".xlsx,.csv", "class": "form-control"}
            ),
            error_messages=dict.fromkeys(("required", "missing", "invalid"), CHOOSE)
            | {"empty": _("The file is empty.")},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Table:
        file = super().clean(data, initial)
        if file.size > self.limits.packed:
            raise forms.ValidationError(too_large(self.limits))
        try:
            return read_table(file.read(), self.limits)
        except SheetRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
