"""Who is told that there is something to read about a group. The letter says nothing more."""

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.notifications.services import queue
from groups.models import SupportGroup


def tell_leaders(group: SupportGroup, kind: str, *, by) -> int:
    """Owe a letter to each leader of the group who has an account; return how many."""
    return tell_some(group.leaders.values("pk"), group, kind, by=by)


def tell_some(leaders, group: SupportGroup, kind: str, *, by) -> int:
    """Owe a letter to those of these leaders, by their keys, who have an account."""
    users = User.objects.filter(leader__in=leaders, is_active=True).exclude(pk=by.pk)
    return _tell(users, kind, group)


def tell_office(group: SupportGroup, kind: str) -> int:
    """Owe a letter to each coordinator of today; return how many."""
    return _tell(User.objects.holding(Role.COORDINATOR), kind, group)


def tell(user, kind: str, group: SupportGroup) -> int:
    return _tell([user], kind, group)


def _tell(users, kind, group) -> int:
    return len([queue(kind, to=user, path=group.get_absolute_url()) for user in users])
