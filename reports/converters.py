"""The moves that an address may name."""

from reports.workflow import BUTTONS


class MoveConverter:
    regex = "|".join(BUTTONS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
