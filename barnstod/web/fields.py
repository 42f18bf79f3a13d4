"""Fields of forms as we like them on every page."""

from django import forms


class DayInput(forms.DateInput):
    """A date as the browser's own calendar gives it, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
