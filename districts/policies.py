"""Who may do what with places and workplaces. Pure predicates."""

from barnstod.accounts.choices import Role


def can_read_places(user):
    """Whoever works here may look up districts and organisations: no person stands there."""
    return bool(user.roles)


def can_assign_workplaces(user):
    """Accounts and rights are the administrator's alone (design, "Who may do what")."""
    return user.has_role(Role.ADMIN)
