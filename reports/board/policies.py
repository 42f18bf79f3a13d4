"""Who opens the board's page. Pure."""

from barnstod.accounts.choices import Role


def can_read_board(user):
    """The board, and the office, which must know what the board is shown."""
    return user.has_role(Role.BOARD, Role.HEAD, Role.COORDINATOR)
