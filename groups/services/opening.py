"""One field of a group about violence is opened to the public, or closed again."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.choices import CURRENT, GroupState, Openable
from groups.exceptions import OneFieldOnly, PlanNotOpen
from groups.models import SupportGroup
from groups.services.seats import lock_groups


@transaction.atomic
def open_field(*, group: SupportGroup, field: str, reason: str, by) -> SupportGroup:
    """Let the public read ``field`` of the group; the reason stays with the group, not in the log.

    Raises OneFieldOnly if one is open, PlanNotOpen for a group that is over, ValidationError for
    a group that is not about violence, and for an empty reason.
    """
    group = lock_groups(group.pk)[group.pk]
    authorize(policies.can_open_field, by, group)
    if group.state not in (GroupState.DRAFT, *CURRENT):
        raise PlanNotOpen
    if group.opened_field:
        raise OneFieldOnly
    group.opened_field, group.opened_because = Openable(field), reason.strip()
    group.opened_by, group.opened_at = by, timezone.now()
    _save(group)
    record("group.open_field", by=by, on=group, field=group.opened_field)
    return group


@transaction.atomic
def close_field(*, group: SupportGroup, by) -> SupportGroup:
    """Let the public read no more than of any group about violence."""
    group = lock_groups(group.pk)[group.pk]
    authorize(policies.can_open_field, by, group)
    if group.opened_field:
        was = group.opened_field
        group.opened_field = group.opened_because = ""
        group.opened_by = group.opened_at = None
        _save(group)
        record("group.close_field", by=by, on=group, field=was)
    return group


def _save(group: SupportGroup) -> None:
    group.updated_at = timezone.now()
    group.validate_constraints()
    group.save(
        update_fields=["opened_field", "opened_because", "opened_by", "opened_at", "updated_at"]
    )
