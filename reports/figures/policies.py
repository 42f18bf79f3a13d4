"""Who may read which figures (design, "Who may do what")."""

from barnstod.accounts.choices import Role
from districts.models import District
from districts.queries import districts_of

OFFICE = (Role.COORDINATOR, Role.HEAD)


def can_read_figures(user):
    return user.has_role(*OFFICE, Role.SOCIAL_WORKER, Role.BOARD)


def can_publish_figures(user):
    return user.has_role(Role.COORDINATOR)


def only_published(user) -> bool:
    """Tell whether ``user`` reads nothing but what was made known: the board does."""
    return not user.has_role(*OFFICE, Role.SOCIAL_WORKER)


def own_places(user) -> set[str] | None:
    """Return the codes of the districts whose rows ``user`` reads; None for every district.

    A social worker reads the own district and the whole city. What is published to the board is
    open to whoever sits on it.
    """
    if user.has_role(*OFFICE, Role.BOARD):
        return None
    return set(District.objects.filter(pk__in=districts_of(user)).values_list("code", flat=True))
