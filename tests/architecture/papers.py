"""The addresses of what becomes of a report: an example of each, and the roles that may use it."""

from barnstod.accounts.choices import Role

OFFICE_ROLES = {Role.COORDINATOR, Role.HEAD}

EXAMPLES = {"reports:archive": lambda world: {"reference": world.report.reference}}

OFFICE = {"reports:archive": OFFICE_ROLES}
