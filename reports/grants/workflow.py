"""The life of a grant as one table: buttons, enforcement, notices and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.grants import policies
from reports.grants.choices import GrantState


@dataclass(frozen=True)
class Move:
    """One step of the life: from where, to where, by whom; ``details`` is what it fills in."""

    source: GrantState
    target: GrantState
    allowed: Callable
    label: str | Promise
    explained: str | Promise
    details: tuple[str, ...]
    tells_heads: bool = False
    has_conditions: bool = False


MOVES = {
    "apply": Move(
        GrantState.DRAFT,
        GrantState.APPLIED,
        policies.can_write_grants,
        _("Note as applied for"),
        _("The budget is locked. The sum of its rows becomes the sum applied for."),
        ("applied_on",),
        tells_heads=True,
    ),
    "grant": Move(
        GrantState.APPLIED,
        GrantState.GRANTED,
        policies.can_write_grants,
        _("Note as granted"),
        _("From then on costs are entered, goals are followed up, and the board can read it."),
        ("decided_on", "granted_sek", "registry_number"),
        tells_heads=True,
        has_conditions=True,
    ),
    "refuse": Move(
        GrantState.APPLIED,
        GrantState.REFUSED,
        policies.can_write_grants,
        _("Note as not granted"),
        _("The application is kept. A new one can start from it."),
        ("decided_on",),
        tells_heads=True,
    ),
    "report": Move(
        GrantState.GRANTED,
        GrantState.REPORTED,
        policies.can_write_grants,
        _("Note as reported back"),
        _("The final report has been sent. Every goal has been assessed."),
        ("reported_on",),
        tells_heads=True,
    ),
    "close": Move(
        GrantState.REPORTED,
        GrantState.CLOSED,
        policies.can_close,
        _("Close the grant"),
        _("Nothing is left to pay back. From then on nothing in it can be changed."),
        ("closed_on",),
    ),
}


def moves_open_to(user, grant) -> list[str]:
    """Return the names of the moves that ``user`` may make now; in order."""
    return [
        name
        for name, move in MOVES.items()
        if grant.state == move.source and move.allowed(user, grant)
    ]
