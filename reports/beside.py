"""Which field the sentence of a constraint stands beside, when the database would refuse a row."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import ModelForm


class SaysBeside(ModelForm):
    """A form whose model's constraints say their sentence beside a field, not above the form.

    ``beside`` names the field by the name of the constraint. It holds for what the form itself
    finds and for what a service refuses, as long as the form has the field.
    """

    beside: Mapping[str, str] = {}

    def add_error(self, field: Any, error: Any) -> None:
        super().add_error(field, error)
        places = self._places()
        above = self.errors.pop(NON_FIELD_ERRORS, self.error_class())
        for fault in above.as_data():
            name = places.get(fault.messages[0])
            super().add_error(name if name in self.fields else None, fault)

    def _places(self) -> dict[str, str]:
        return {
            str(constraint.violation_error_message): self.beside[constraint.name]
            for constraint in self._meta.model._meta.constraints
            if constraint.name in self.beside
        }
