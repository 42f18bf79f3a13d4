import pytest

from districts import services


@pytest.fixture
def city(db, acting_as_the_test):
    """The city as it was and is: 25 districts and their neighbourhoods."""
    services.load_districts()
