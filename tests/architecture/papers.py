"""The addresses of what becomes of a report: an example of each, and the roles that may use it."""

from barnstod.accounts.choices import Role

OFFICE_ROLES = {Role.COORDINATOR, Role.HEAD}

EXAMPLES = {
    f"reports:{name}": lambda world: {"reference": world.report.reference}
    for name in ("archive", "correct", "difference")
}

OFFICE = {
    "reports:archive": OFFICE_ROLES,
    "reports:board": {*OFFICE_ROLES, Role.BOARD},
    "reports:correct": {Role.COORDINATOR},
    "reports:difference": OFFICE_ROLES,
}
