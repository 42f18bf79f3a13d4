"""Every write to the offer. Each function is one transaction."""

from groups.services.programmes import load_programmes
from groups.services.seats import (
    hold_seat,
    lock_groups,
    release_held,
    release_taken,
    take_held,
    take_seat,
)

__all__ = [
    "hold_seat",
    "load_programmes",
    "lock_groups",
    "release_held",
    "release_taken",
    "take_held",
    "take_seat",
]
