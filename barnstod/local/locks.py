"""File locks: whoever is killed gives them back."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold ``file`` alone, waiting for whoever has it."""
    with open(file, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def try_lock(lock: IO[str]) -> bool:
    """Take ``lock`` alone if nobody else has it, whoever else shares it included."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
