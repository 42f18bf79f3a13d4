"""A column for a date that is as exact as its source."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.dates import PartialDate

ISO_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class PartialDateInput(forms.CharField):
    """Takes a day, a month or a year, as exact as is known."""

    default_error_messages = {
        "invalid": _("Write a day, a month or a year, for instance 2027-01-31, 2027-01 or 2027.")
    }

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error

    def validate(self, value):
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], "required")

    def run_validators(self, value):
        """Nothing is left to try of a date."""

    def prepare_value(self, value):
        return value.iso if isinstance(value, PartialDate) else value


class PartialDateField(models.CharField):
    """Holds a PartialDate as ISO 8601 text (2006, 2006-04, 2006-06-13); sorts as time does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "null": True, "blank": True} | kwargs)

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if value is None or isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def run_validators(self, value):
        """Nothing is left to try: no date is too long."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateInput} | kwargs)

    def get_prep_value(self, value):
        return value.iso if isinstance(value, PartialDate) else value


def is_a_date(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that each of ``fields`` is a year, a month or a day."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__regex": ISO_DATE})
    return models.CheckConstraint(name=name, condition=condition)
