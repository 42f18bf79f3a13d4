"""The life of a group as one table: buttons, enforcement and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups import policies
from groups.choices import GroupState


@dataclass(frozen=True)
class Move:
    """One step. With ``no_offers`` and ``no_places`` nobody may be offered or have a seat.

    With ``both`` the group of the same evening goes along: the two are one plan.
    """

    sources: tuple[GroupState, ...]
    target: GroupState
    allowed: Callable
    words: str | Promise
    explained: str | Promise
    needs_reason: bool = False
    no_offers: bool = False
    no_places: bool = False
    both: bool = False


MOVES = {
    "publish": Move(
        (GroupState.DRAFT,),
        GroupState.PLANNED,
        policies.can_manage,
        _("Publish"),
        _("Families can read about it, and places can be offered."),
        both=True,
    ),
    "start": Move(
        (GroupState.PLANNED,),
        GroupState.RUNNING,
        policies.can_manage,
        _("The group has started"),
        _("The public page says that it is running."),
    ),
    "complete": Move(
        (GroupState.RUNNING,),
        GroupState.COMPLETED,
        policies.can_manage,
        _("The group is completed"),
        _("It leaves the public page and counts in the figures."),
        no_offers=True,
    ),
    "cancel": Move(
        (GroupState.DRAFT, GroupState.PLANNED, GroupState.RUNNING),
        GroupState.CANCELLED,
        policies.can_manage,
        _("Cancel the group"),
        _("It leaves the public page. Nobody may have a place in it, or an offer of one."),
        needs_reason=True,
        no_offers=True,
        no_places=True,
        both=True,
    ),
}


def moves_open_to(user, group) -> dict[str, Move]:
    """Return the moves ``user`` may make with the group now, by name; the buttons on the page."""
    return {
        name: move
        for name, move in MOVES.items()
        if group.state in move.sources
        and move.allowed(user, group)
        and not (move.no_offers and group.places_held)
        and not (move.no_places and group.places_taken)
    }
