"""Who may do what with reports. Pure predicates: (user, report) -> bool, no writes."""

from barnstod.accounts.choices import Role


def can_read_reports(user):
    """Coordinators, heads, the board and social workers; which reports says ``visible_to``."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.BOARD, Role.SOCIAL_WORKER)


def can_write(user, report=None):
    """The office writes, orders and sends (design, "Who may do what")."""
    return user.has_role(Role.COORDINATOR)


def goes_on_with(user, report):
    """A report that the portal drafted waits for a person of the office to go on with it."""
    return can_write(user) and report.writer_id is None


def can_compare(user):
    """What differs from the last report is for those who write it and who approve it."""
    return user.has_role(Role.COORDINATOR, Role.HEAD)


def can_approve(user, report):
    """The head approves, never what the same person has written in."""
    return user.has_role(Role.HEAD) and user.pk not in report.writers


def can_archive(user):
    """Who takes the copy to the city's archive: the office."""
    return user.has_role(Role.COORDINATOR, Role.HEAD)


def can_send_back(user, report):
    return user.has_role(Role.HEAD)


def decides(user, report):
    return user.has_role(Role.BOARD)


def only_the_system(user, report):
    """No person makes this move; the worker that builds does."""
    return False
