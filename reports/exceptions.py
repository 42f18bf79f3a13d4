"""What can stand in the way of a report."""


class MoveNotPossible(Exception):
    """Somebody else moved the report first, or built it again since it was read."""


class FactsDisagree(Exception):
    """A stated figure and the districts of its day tell different stories."""
