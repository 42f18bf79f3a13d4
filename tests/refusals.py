"""How a test says that a service refuses, in whatever language the catalogue answers."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


def refused(words: str):
    """Return the context in which a ValidationError with just these words must be raised."""
    return pytest.raises(ValidationError, match=re.escape(gettext(words)))
