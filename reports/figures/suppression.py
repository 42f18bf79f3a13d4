"""Which cells of a table of children must not be read, so that none of them can be worked out.

A cell of one to four children prints *färre än 5*; enough others are hidden that whoever adds and
subtracts learns nothing more, even who knows what each mark means:

- a cell of one to four may still be any of one, two, three and four;
- any hidden cell, its mark put aside, may still be one of numbers that lie five apart or more.

Where a sum is one to four, nothing is told of its parts, not even which of them are zero: else the
sum of two parts that are *few* would be two at least. Otherwise zero is printed, for it is nobody;
a row or column in which there is nobody at all tells nothing and is looked at no further.
The grand total is printed: it stands alone in many places. Where a table cannot be guarded, or more
than half of what it tells would be hidden, the caller falls back to larger parts of the city.
"""

from dataclasses import dataclass

from reports.figures.attack import UNBOUNDED, Network, Room
from reports.figures.cells import TOTAL, Grid, Mark, Place

FEWEST = 5  # children that may be told of
MOST_HIDDEN = 0.5  # of the parts that are not zero; a table that hides more is of no use


@dataclass(frozen=True)
class Want:
    """How far a cell must be able to rise or fall, within what room."""

    up: bool
    far: int
    room: Room


def is_small(number: int) -> bool:
    return 0 < number < FEWEST


@dataclass(frozen=True)
class Guarded:
    """A grid and what must not be read of it."""

    grid: Grid
    marks: dict[Place, Mark]

    @property
    def is_useful(self) -> bool:
        """Tell whether at least half of the parts that are not zero can be read."""
        parts = [place for place, number in self.grid.cells.items() if number]
        hidden = [place for place in parts if place in self.marks]
        return len(hidden) <= MOST_HIDDEN * len(parts)


def guard(grid: Grid, most: int = UNBOUNDED) -> Guarded | None:
    """Return the grid with marks, as few as we find; None where it cannot be guarded.

    ``most`` is what everybody knows no cell exceeds: a need is never that of more children than
    there are.
    """
    if is_small(grid.total):
        return None
    full = grid.without_empty()
    work = _Work(full, most)
    found = [work.complete(order) for order in (_ascending, _descending)]
    hidden = min((one for one in found if one is not None), key=len, default=None)
    if hidden is None:
        return None
    marks = {place: Mark.FEW if place in work.small else Mark.HIDDEN for place in hidden}
    return Guarded(grid, _with_same_sums(marks, full, grid))


def _with_same_sums(marks: dict[Place, Mark], full: Grid, grid: Grid) -> dict[Place, Mark]:
    """Return the marks of ``grid``, where the sum of a single row or column that is not empty
    stands beside it and is the same number."""
    [row] = full.row_codes if len(full.rows) == 1 else [None]
    [column] = full.column_codes if len(full.columns) == 1 else [None]
    found = dict(marks)
    for (of_row, of_column), mark in marks.items():
        beside = [of_column, *[TOTAL] * (of_column == column and len(grid.columns) > 1)]
        below = [of_row, *[TOTAL] * (of_row == row and len(grid.rows) > 1)]
        found |= {(one, other): mark for one in below for other in beside}
    return found


def holds(guarded: Guarded, most: int = UNBOUNDED) -> bool:
    """Tell whether no mark can be worked out of the others."""
    work = _Work(guarded.grid.without_empty(), most)
    hidden = set(guarded.marks) & set(work.values)
    return all(work.is_safe(place, hidden) for place in hidden)


def _ascending(number: int) -> int:
    return number


def _descending(number: int) -> int:
    return -number


class _Work:
    """The search for the cells to hide: one flow for each question, as :mod:`attack` says."""

    def __init__(self, grid: Grid, most: int):
        self.values = grid.values()
        self.most = most
        self.network = Network(grid)
        few = {place for place, number in self.values.items() if is_small(number)}
        self.untold = {
            (row, column) for row, column in grid.cells if {(row, TOTAL), (TOTAL, column)} & few
        }
        self.small = few - self.untold
        self.candidates = {
            place
            for place, number in self.values.items()
            if number >= FEWEST and place != (grid.row_codes[-1], grid.column_codes[-1])
        }

    def room_by_sums(self, place: Place) -> tuple[int, int]:
        """Return how far a cell may fall and rise for somebody who takes no notice of marks."""
        number = self.values[place]
        return number, max(0, self.most - number)

    def room_by_marks(self, place: Place) -> tuple[int, int]:
        """Return the same for somebody who knows what each mark means."""
        number = self.values[place]
        if place in self.untold:
            return number, FEWEST - 1 - number
        if place in self.small:
            return number - 1, FEWEST - 1 - number
        return number - FEWEST, max(0, self.most - number)

    def complete(self, order) -> set[Place] | None:
        """Return what must be hidden, none of which is too much; None if that cannot be."""
        first = self.small | self.untold
        hidden = set(first)
        prices = {
            place: 1000 + max(-999, min(order(self.values[place]), 999))  # always above zero
            for place in self.candidates
        }
        while wanting := [place for place in sorted(hidden) if not self.is_safe(place, hidden)]:
            added = self.help(wanting[0], hidden, prices)
            if not added:
                return None
            hidden |= added
        for place in sorted(hidden - first, key=lambda place: (-self.values[place], place)):
            fewer = hidden - {place}
            if all(self.is_safe(other, fewer) for other in fewer):
                hidden = fewer
        return hidden

    def is_safe(self, place: Place, hidden: set[Place]) -> bool:
        return not self.wants(place, hidden)

    def wants(self, place: Place, hidden: set[Place]) -> list[Want]:
        """Return what would make the first interval wide enough that is not; nothing if all are."""
        number = self.values[place]
        if place in self.small:
            for up, needed in ((True, FEWEST - 1 - number), (False, number - 1)):
                if self.reach(place, up, needed, self.room_by_marks, hidden)[0] < needed:
                    return [Want(up, needed, self.room_by_marks)]
            return self.width(place, FEWEST, self.room_by_sums, hidden)
        return self.width(place, FEWEST - 2, self.room_by_marks, hidden) or self.width(
            place, FEWEST, self.room_by_sums, hidden
        )

    def width(self, place: Place, needed: int, room, hidden: set[Place]) -> list[Want]:
        """Return nothing where the cell has an interval so wide, else two ways to widen it."""
        rise = self.reach(place, True, needed, room, hidden)[0]
        if rise >= needed:
            return []
        fall = self.reach(place, False, needed, room, hidden)[0]
        if rise + fall >= needed:
            return []
        return [Want(True, needed - fall, room), Want(False, needed - rise, room)]

    def help(self, place: Place, hidden: set[Place], prices) -> set[Place]:
        """Return cells to hide so that ``place`` gets what it wants; none if nothing helps."""
        free = dict.fromkeys(hidden, 0)
        usable = hidden | self.candidates
        for want in self.wants(place, hidden):
            far = self.reach(place, want.up, want.far, want.room, hidden)[0]
            reached, moved = self.reach(place, want.up, want.far, want.room, usable, prices | free)
            if reached > far:
                return moved - hidden
        return set()

    def reach(self, place, up, most, room, through, costs=None) -> tuple[int, set[Place]]:
        return self.network.reach(place, up=up, most=most, room=room, through=through, costs=costs)
