"""From a form to a service, and back to the form with what the service refused."""

from django.core.exceptions import ValidationError
from django.db import transaction


def saved(form, write):
    """Call ``write`` with what a valid form says and return what it wrote, else None.

    What the database would refuse (somebody else has that room, that role, those days) then
    stands above the form, and nothing is written.
    """
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return write(**form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return None
