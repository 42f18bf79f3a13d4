"""The running portal, started once for all tests here."""

from collections.abc import Iterator

import pytest

from tests.live.browser import walker
from tests.live.portal import Portal


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    running = Portal()
    yield running
    running.close()


@pytest.fixture
def people(browser, portal):
    """Return a function that opens a window for the demo's person, signed in."""
    windows = []

    def opens(name: str, **looks):
        window = walker(browser, portal.url, **looks)
        windows.append(window)
        return window.__enter__().sign_in(f"{name}@barnstod.example", portal.password)

    yield opens
    for window in reversed(windows):
        window.__exit__(None, None, None)
