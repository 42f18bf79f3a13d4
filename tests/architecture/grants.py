"""The addresses of grants: an example of each, and the roles that may use it."""

from barnstod.accounts.choices import Role
from tests.factories.grants import GoalFactory, GrantFactory, LetterFactory

COORDINATOR = {Role.COORDINATOR}
READERS = {Role.COORDINATOR, Role.HEAD, Role.BOARD}
READ = ("grants", "grant", "grant_account", "grant_move", "decisions", "decision_file", "letters")
WRITE = (
    "grant_create", "grant_edit", "grant_next_year", "grant_import", "grant_groups",
    "grant_part_create", "grant_part", "grant_part_remove", "letter_create", "letter",
)  # fmt: skip


def _grant(world):
    """A grant that is kept here and granted, so that the board reads it too."""
    return {"code": GrantFactory(granted=True).code}


def _goal(world):
    goal = GoalFactory(grant__granted=True)
    return {"code": goal.grant.code, "part": "mal", "pk": goal.pk}


EXAMPLES = {
    **{f"reports:{name}": _grant for name in ("grant", "grant_edit", "grant_next_year",
                                              "grant_import", "grant_groups")},
    "reports:grant_account": lambda world: _grant(world) | {"kind": "csv"},
    "reports:grant_move": lambda world: _grant(world) | {"name": "apply"},
    "reports:grant_part_create": lambda world: _grant(world) | {"part": "mal"},
    "reports:grant_part": _goal,
    "reports:grant_part_remove": _goal,
    "reports:decision_file": lambda world: {"kind": "csv"},
    "reports:letter": lambda world: {"pk": LetterFactory().pk},
}  # fmt: skip

OFFICE = {f"reports:{name}": READERS for name in READ} | {
    f"reports:{name}": COORDINATOR for name in WRITE
}
