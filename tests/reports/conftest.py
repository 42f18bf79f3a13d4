import pytest

from reports.loading import load_facts


@pytest.fixture
def facts(db):
    """The districts, organisations and facts of the source documents."""
    load_facts()
