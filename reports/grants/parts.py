"""Which parts a grant has, and in which states of its life each may be written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.grants.choices import GrantState
from reports.models import Activity, BudgetLine, Deadline, Decision, Goal, LedgerLine

BEFORE_REPORT = (GrantState.DRAFT, GrantState.APPLIED, GrantState.GRANTED)
UNTIL_CLOSED = (*BEFORE_REPORT, GrantState.REPORTED)


@dataclass(frozen=True)
class PartKind:
    """``rows_in``: where rows are added, changed and removed. ``fields_in``: where only these
    fields of a row may still be changed.
    """

    model: Any
    rows_in: tuple[GrantState, ...]
    fields_in: tuple[GrantState, ...] = ()
    fields: tuple[str, ...] = ()

    def may_add(self, grant) -> bool:
        return grant.state in self.rows_in

    def may_change(self, grant) -> bool:
        return grant.state in (*self.rows_in, *self.fields_in)

    def writes(self, grant, names: Iterable[str]) -> bool:
        """Say whether these fields of a row may be written now."""
        return self.may_add(grant) or (self.may_change(grant) and set(names) <= set(self.fields))


# By the word in the address. The budget is what was applied for, so that after the application
# only what the decision leaves of each row is written.
PARTS = {
    "budget": PartKind(
        BudgetLine, (GrantState.DRAFT,), (GrantState.GRANTED,), fields=("revised_sek",)
    ),
    "konto": PartKind(LedgerLine, (GrantState.GRANTED, GrantState.REPORTED)),
    "mal": PartKind(Goal, BEFORE_REPORT),
    "aktiviteter": PartKind(Activity, BEFORE_REPORT),
    "dagar": PartKind(Deadline, UNTIL_CLOSED),
    "beslut": PartKind(Decision, (*UNTIL_CLOSED, GrantState.REFUSED)),
}
KINDS = {kind.model: kind for kind in PARTS.values()}
