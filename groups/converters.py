"""Parts of an address that must be one of a closed set."""

from groups.workflow import MOVES


class GroupMove:
    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
