"""What the supervisor says: one line for each step that takes over a second, on stderr."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0  # seconds


class Refused(Exception):
    """Something that a person must put right; the message says what and how."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say ``title`` once the step has taken a second, and how long it took when it is done."""
    begun = time.monotonic()
    patience = threading.Timer(PATIENCE, say, [f"{title} ..."])
    patience.daemon = True
    patience.start()
    try:
        yield
    finally:
        patience.cancel()
    taken = time.monotonic() - begun
    if taken > PATIENCE:
        say(f"{title}: {taken:.1f} s")
