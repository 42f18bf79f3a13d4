"""Who may do what with grants. Pure predicates: (user, grant) -> bool, no writes."""

from barnstod.accounts.choices import Role


def can_read_grants(user, grant=None):
    """The office works with them, the board reads what has been granted."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.BOARD)


def can_read_letters(user):
    return can_read_grants(user)


def can_write_grants(user, grant=None):
    """The office writes, but never what a source document states."""
    return user.has_role(Role.COORDINATOR) and not (grant and grant.is_stated)


def can_close(user, grant):
    """The head answers for the money, and closes what the office has reported."""
    return user.has_role(Role.HEAD) and not grant.is_stated


def can_continue(user, grant):
    """A second year is begun from any grant, also from one that a source states."""
    return user.has_role(Role.COORDINATOR)
