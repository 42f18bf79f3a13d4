"""What a figure counts. Numbers of different things are never added."""

from enum import StrEnum


class Unit(StrEnum):
    """A child is counted once. A need is counted once for each child who has it, so a child with
    two needs is two: the two units never stand in one table."""

    CHILDREN = "children"
    NEEDS = "needs"
    DISTRICTS = "districts"
    GROUPS = "groups"
    SEATS = "seats"
    MARKS = "marks"
    WEEKS = "weeks"
    PERCENT = "percent"
    WISHES = "wishes"
    KRONOR = "kronor"
    GOALS = "goals"

    @property
    def words(self) -> str:
        """Return the word of a board paper; papers are Swedish."""
        return WORDS[self]

    @property
    def is_of_children(self) -> bool:
        """Tell whether a small number of it could point at a child."""
        return self in (Unit.CHILDREN, Unit.NEEDS)


WORDS = {
    Unit.CHILDREN: "barn",
    Unit.NEEDS: "behov",
    Unit.DISTRICTS: "stadsdelar",
    Unit.GROUPS: "grupper",
    Unit.SEATS: "platser",
    Unit.MARKS: "markeringar",
    Unit.WEEKS: "veckor",
    Unit.PERCENT: "procent",
    Unit.WISHES: "gånger, ungefär",
    Unit.KRONOR: "kronor",
    Unit.GOALS: "mål",
}
