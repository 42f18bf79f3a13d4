"""The running portal, started once for all tests here."""

from collections.abc import Iterator

import pytest

from tests.live.portal import Portal


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    running = Portal()
    yield running
    running.close()
