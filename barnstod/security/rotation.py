"""Sealing anew, row by row, what an older key sealed; each app knows its own rows."""

from collections.abc import Callable, Iterable
from typing import Any

from barnstod.security.sealing import SealBroken


def rotate(rows: Iterable[Any], seal_anew: Callable[[Any], bool]) -> tuple[int, int]:
    """Return how many of the locked ``rows`` were sealed anew, and how many nobody can open.

    ``seal_anew`` saves a row and tells whether it had to.
    """
    done = left = 0
    for row in rows:
        try:
            done += seal_anew(row)
        except SealBroken:
            left += 1
    return done, left
