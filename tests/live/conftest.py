"""The running portal, started once for all tests here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.live.browser import chromium, walker
from tests.live.portal import Portal


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    running = Portal()
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


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
