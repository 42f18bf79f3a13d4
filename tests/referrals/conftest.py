"""What the tests of this app share."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory


@pytest.fixture
def english():
    """Read the texts as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def browse():
    """Return a function that gives the browser of ``user``, signed in."""

    def browse(user):
        client = Client()
        client.force_login(user)
        return client

    return browse


@pytest.fixture
def office(browse):
    """The browser of a coordinator."""
    return browse(UserFactory(coordinator=True))


@pytest.fixture
def typed():
    """What a social worker types into the form; a place where the child lives is there already."""
    district = DistrictFactory()
    return {
        "protection": "none",
        "first_name": "Åsa",
        "last_name": "Fågelsång",
        "number": "20000105-2380",
        "child_birth_year": timezone.localdate().year - 8,
        "child_birth_month": "3",
        "child_district": district.code,
        "languages": ["sv"],
        "needs": ["substance_use"],
        "weekdays": ["1", "3"],
        "guardians": "Mor Fågelsång",
        "phone": "070-174 06 05",
        "address": "Kanariegatan 1",
        "school": "Kanarieskolan",
        "contact_ways": ["ring"],
        "contact_note": "Ring efter tre",
        "disclosure_ground": "consent_guardians",
        "feedback_level": "place_or_not",
        "sender_reference": "2027-12",
        "send": "1",
    }
