"""Two people with the same form: the second one is told who was first, and nothing is lost."""

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from groups.exceptions import ChangedBefore
from groups.models import SupportGroup


def version_of(group: SupportGroup) -> str:
    """Return what changes whenever somebody changes the group."""
    return group.updated_at.isoformat()


def need_seen(group: SupportGroup, seen: str) -> None:
    """Raise ChangedBefore, with the name of who was first, unless ``seen`` is what there is."""
    if seen != version_of(group):
        raise ChangedBefore(_last_changed_by(group))


def _last_changed_by(group: SupportGroup) -> str:
    """Return the name of who wrote last about the group, as the audit has it."""
    events = AuditEvent.objects.filter(subject_type=group._meta.label_lower, subject=group.slug)
    actor = events.values_list("actor", flat=True).first() or ""
    kind, _colon, pk = actor.partition(":")
    users = User.objects.filter(pk=pk) if kind == "user" and pk.isdigit() else User.objects.none()
    return users.values_list("name", flat=True).first() or ""
