"""The life of a referral as one table; docs/referral-states.md is drawn from it.

Buttons, enforcement, history, diagram and tests read this table and nothing else. Names are verbs
of the address /flytta/<move>/; ``asks`` are the columns that a person must fill in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals import policies
from referrals.choices import BEFORE_START, IN_GROUP, State


@dataclass(frozen=True)
class Move:
    """One step. ``explains`` is for whoever is about to take it, ``tells`` is the history."""

    sources: tuple[State, ...]
    target: State
    allowed: Callable
    label: str | Promise
    explains: str | Promise
    tells: str | Promise
    notice: str | None = None
    asks: tuple[str, ...] = ()
    by_hand: bool = True  # has an address of its own; the others follow from something else
    is_forward: bool = False  # the step that is usually next


MOVES = {
    "take_up": Move(
        (State.INTEREST,),
        State.DRAFT,
        policies.can_handle,
        _("Write it down with the family"),
        _("You have talked with the family and write the request down together."),
        _("taken up after a talk with the family"),
        is_forward=True,
    ),
    "close": Move(
        (State.INTEREST,),
        State.CLOSED,
        policies.can_handle,
        _("Close"),
        _("Say where you guided them. What was written to us is erased some weeks later."),
        _("closed after a talk with the family"),
        asks=("guided_to",),
    ),
    "submit": Move(
        (State.DRAFT, State.RETURNED),
        State.SUBMITTED,
        policies.can_write,
        _("Send to the office"),
        _("The office reads it within two working days. What you disclose, and why, is recorded."),
        _("sent to the office"),
        notice="referral_submitted",
        by_hand=False,  # from the last look and the form alone, which see that nothing is missing
    ),
    "wait": Move(
        (State.SUBMITTED,),
        State.WAITING,
        policies.can_handle,
        _("Put on the waiting list"),
        _("The child waits for a place. The time counts from the family's first contact."),
        _("put on the waiting list"),
        notice="referral_waiting",
        is_forward=True,
    ),
    "return": Move(
        (State.SUBMITTED,),
        State.RETURNED,
        policies.can_handle,
        _("Ask the sender to complete it"),
        _("The sender is told that something is missing, completes it and sends it again."),
        _("sent back to be completed"),
        notice="referral_returned",
        asks=("missing",),
    ),
    "rest": Move(
        (State.WAITING,),
        State.RESTING,
        policies.can_handle,
        _("Let it rest"),
        _("No place is offered until the day you choose. The place on the list is kept."),
        _("rests"),
        asks=("rest_reason", "resting_until"),
    ),
    "wake": Move(
        (State.RESTING,),
        State.WAITING,
        policies.can_handle,
        _("Back to the waiting list"),
        _("The child waits for a place again, where it stood before."),
        _("back on the waiting list"),
        is_forward=True,
    ),
    "offer": Move(
        (State.WAITING,),
        State.OFFERED,
        policies.can_handle,
        _("Offer a place"),
        _("A seat is held in the group until the last day to answer."),
        _("was offered a place"),
        notice="place_offered",
        asks=("group", "deadline"),
        is_forward=True,
    ),
    "accept": Move(
        (State.OFFERED,),
        State.ACCEPTED,
        policies.can_answer_offer,
        _("Yes, the child takes the place"),
        _("The seat is the child's."),
        _("yes to the place"),
        notice="offer_answered",
        is_forward=True,
    ),
    "refuse": Move(
        (State.OFFERED,),
        State.WAITING,
        policies.can_answer_offer,
        _("No, wait for another place"),
        _("The seat becomes free. The child keeps its place on the waiting list."),
        _("no to the place, still on the waiting list"),
        notice="offer_answered",
    ),
    "lapse": Move(
        (State.OFFERED,),
        State.WAITING,
        policies.can_lapse,
        _("No answer in time"),
        _("The last day to answer is over. The seat becomes free, the place on the list is kept."),
        _("no answer in time, still on the waiting list"),
        notice="offer_lapsed",
        by_hand=False,
    ),
    "retract": Move(
        (State.OFFERED,),
        State.WAITING,
        policies.can_take_place_back,
        _("Take the offer back"),
        _("The seat becomes free. The child keeps its place on the waiting list."),
        _("the office took the offer back"),
        notice="offer_retracted",
    ),
    "start": Move(
        (State.ACCEPTED,),
        State.STARTED,
        policies.can_start,
        _("Has come for the first time"),
        _("Somebody with the right to it has said yes to taking part, and the child has come."),
        _("has begun in the group"),
        is_forward=True,
    ),
    "take_back_start": Move(
        (State.STARTED,),
        State.ACCEPTED,
        policies.can_start,
        _("Had not come after all"),
        _("The only mark that said that the child came was a mistake."),
        _("had not come after all"),
        by_hand=False,
    ),
    "complete": Move(
        (State.STARTED,),
        State.COMPLETED,
        policies.can_handle,
        _("Completed the group"),
        _("The child has taken part to the end."),
        _("completed the group"),
        notice="referral_closed",
        is_forward=True,
    ),
    "discontinue": Move(
        (State.STARTED,),
        State.DISCONTINUED,
        policies.can_handle,
        _("Stopped early"),
        _("The child does not come any more. The seat becomes free."),
        _("stopped early"),
        notice="referral_closed",
        asks=("discontinue_reason",),
    ),
    "lose_place": Move(
        IN_GROUP,
        State.WAITING,
        policies.can_take_place_back,
        _("The group was cancelled"),
        _("The child must have a new place and is first on the waiting list."),
        _("the group was cancelled, must have a new place"),
        notice="place_lost",
        by_hand=False,
    ),
    "change_group": Move(
        IN_GROUP,
        State.ACCEPTED,
        policies.can_handle,
        _("Move to another group"),
        _("A seat is taken in the other group and the seat here becomes free, both or neither."),
        _("moved to another group"),
        notice="group_changed",
        asks=("group",),
    ),
    "withdraw": Move(
        BEFORE_START,
        State.WITHDRAWN,
        policies.can_withdraw,
        _("Take the request back"),
        _("No place is wanted any more. A seat that is held or taken becomes free."),
        _("taken back"),
        notice="referral_closed",
        asks=("withdrawn_by",),
    ),
    "decline": Move(
        BEFORE_START,
        State.DECLINED,
        policies.can_handle,
        _("We cannot offer a place"),
        _("Say why, and where the family was guided. The sender is told."),
        _("could not be offered a place"),
        notice="referral_closed",
        asks=("decline_reason", "guided_to"),
    ),
}


def may_move(by, referral, name) -> bool:
    """Tell whether ``by`` may make the move ``name`` on the referral as it is now."""
    move = MOVES[name]
    return referral.state in move.sources and move.allowed(by, referral)


def moves_open_to(by, referral) -> list[str]:
    """Return the names of the moves ``by`` may make now; the buttons on the page."""
    return [name for name, move in MOVES.items() if move.by_hand and may_move(by, referral, name)]


def draw() -> str:
    """Return docs/referral-states.md: the diagram and the table, in English like all documents."""
    arrows = [
        f"    {source} --> {move.target}: {name}"
        for name, move in MOVES.items()
        for source in move.sources
    ]
    rows = [
        f"| {name} | {', '.join(move.sources)} | {move.target} | {move.allowed.__name__} "
        f"| {', '.join(move.asks) or '–'} | {move.notice or '–'} |"
        for name, move in MOVES.items()
    ]
    return "\n".join(
        [
            "# The states of a referral",
            "",
            "Drawn from `referrals/workflow.py` by `./portal manage draw_states`; do not edit.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *arrows,
            "```",
            "",
            "| move | from | to | who (`referrals/policies.py`) | asks for | notice |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
