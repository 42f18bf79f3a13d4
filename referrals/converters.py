"""Parts of an address: a reference, and a move that has an address of its own."""

from referrals.words import REFERENCE
from referrals.workflow import MOVES


class Reference:
    regex = REFERENCE

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class MoveName:
    regex = "|".join(name for name, move in MOVES.items() if move.by_hand)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
