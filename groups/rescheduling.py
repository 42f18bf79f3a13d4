"""Where the other sessions go when one is moved and the rest follow. Pure: days in, days out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from groups.schedule import STOCKHOLM, WEEK, moments


@dataclass(frozen=True, order=True)
class Slot:
    """A day and hours on Stockholm's wall clock."""

    day: date
    starts_at: time
    ends_at: time

    @classmethod
    def of(cls, begin: datetime, end: datetime) -> "Slot":
        """Return the slot of two moments. Raises ValueError unless they are of one day."""
        begin, end = begin.astimezone(STOCKHOLM), end.astimezone(STOCKHOLM)
        if begin.date() != end.date():
            raise ValueError(f"{begin} and {end} are of two days")
        return cls(begin.date(), begin.time(), end.time())

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return begin and end in UTC. Raises ValueError unless it ends after it begins."""
        return moments(self.day, self.starts_at, self.ends_at)


def along(slot: Slot, old: Slot, new: Slot) -> Slot:
    """Return where ``slot`` goes when ``old`` becomes ``new``: as many days, and the new hours.

    Hours of its own it keeps.
    """
    moved = replace(slot, day=slot.day + (new.day - old.day))
    if (slot.starts_at, slot.ends_at) != (old.starts_at, old.ends_at):
        return moved
    return replace(moved, starts_at=new.starts_at, ends_at=new.ends_at)


def follow(rest: Sequence[Slot], old: Slot, new: Slot, closed: Collection[date]) -> list[Slot]:
    """Return where ``rest``, in order and all after ``old``, goes when ``old`` becomes ``new``.

    Each goes along. One that would meet on a closed day, or not after the one before it, waits a
    week, or as many as it must. So the order stands, and the weekday.
    """
    places, before = [], new
    for slot in rest:
        moved = along(slot, old, new)
        while moved.day in closed or not _is_after(moved, before):
            moved = replace(moved, day=moved.day + WEEK)
        places.append(moved)
        before = moved
    return places


def _is_after(slot: Slot, before: Slot) -> bool:
    return (slot.day, slot.starts_at) >= (before.day, before.ends_at)
