"""The life of a report as one table: buttons, enforcement, notices and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports import policies
from reports.choices import IN_WORK, State

WRITER, HEADS, BOARD = "writer", "heads", "board"  # who is told


@dataclass(frozen=True)
class Move:
    """One step of the life: from where, to where, by whom, and who is told afterwards.

    ``details`` are the columns that the move fills in and without which it is not possible.
    """

    sources: tuple[State, ...]
    target: State
    allowed: Callable
    label: str | Promise
    explained: str | Promise
    tells: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


MOVES = {
    "order": Move(
        (State.DRAFT, State.FAILED, State.BUILT),
        State.QUEUED,
        policies.can_write,
        _("Order the report"),
        _("The figures are counted and the PDF is built. It takes a few seconds."),
    ),
    "start": Move(
        IN_WORK,
        State.BUILDING,
        policies.only_the_system,
        _("Begin to build"),
        _("A worker has begun."),
    ),
    "finish": Move(
        (State.BUILDING,),
        State.BUILT,
        policies.only_the_system,
        _("Finish building"),
        _("The report waits for approval."),
        tells=(WRITER, HEADS),
    ),
    "fail": Move(
        IN_WORK,
        State.FAILED,
        policies.only_the_system,
        _("Give up building"),
        _("The report says why, and can be ordered again."),
        tells=(WRITER,),
    ),
    "rewrite": Move(
        (State.DRAFT, State.FAILED, State.BUILT),
        State.DRAFT,
        policies.can_write,
        _("Change the texts"),
        _("The report becomes a draft again and must be ordered anew."),
    ),
    "send_back": Move(
        (State.BUILT,),
        State.DRAFT,
        policies.can_send_back,
        _("Send back"),
        _("The report becomes a draft again, for the writer to change."),
        tells=(WRITER,),
    ),
    "approve": Move(
        (State.BUILT,),
        State.APPROVED,
        policies.can_approve,
        _("Approve"),
        _("You answer for the content. From then on the report cannot be changed."),
        tells=(WRITER,),
    ),
    "put_on_agenda": Move(
        (State.APPROVED,),
        State.ON_AGENDA,
        policies.can_write,
        _("Put on the agenda"),
        _("The board can read the report."),
        tells=(BOARD,),
        details=("agenda_on",),
    ),
    "decide": Move(
        (State.ON_AGENDA,),
        State.DECIDED,
        policies.can_write,
        _("Note the decision"),
        _("Day and paragraph of the board's decision are kept with the report."),
        tells=(WRITER, HEADS),
        details=("decided_on", "paragraph", "immediately_approved"),
    ),
    "send": Move(
        (State.DECIDED,),
        State.SENT,
        policies.can_write,
        _("Note as sent"),
        _("The report has been sent to its recipient; social workers can read it."),
        tells=(WRITER, HEADS),
        details=("sent_on", "channel", "recipient_number"),
    ),
}

# Made by a button; a report is rewritten by saving its form, the rest is the worker's.
BUTTONS = ("order", "approve", "send_back", "put_on_agenda", "decide", "send")


def moves_open_to(user, report) -> list[str]:
    """Return the names of the moves that ``user`` may make now; in order."""
    return [
        name
        for name, move in MOVES.items()
        if report.state in move.sources and move.allowed(user, report)
    ]
