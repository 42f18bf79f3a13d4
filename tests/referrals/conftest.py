"""What the tests of this app share."""

import pytest
from django.utils import translation


@pytest.fixture
def english():
    """Read the texts as they stand in the code."""
    with translation.override("en"):
        yield
