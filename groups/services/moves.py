"""The life of a group: one door for every change of state."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups.choices import GroupState
from groups.exceptions import MoveNotPossible, SeatsInUse
from groups.models import SupportGroup
from groups.services.seats import lock_groups
from groups.workflow import MOVES


@transaction.atomic
def move(*, group, name: str, by, reason: str = "") -> SupportGroup:
    """Make the move ``name`` of the workflow and return the group as it then is.

    Raises MoveNotPossible if somebody else moved it first, PermissionDenied if ``by`` may not,
    SeatsInUse if somebody would lose a place, ValidationError if the reason is missing.
    """
    rule = MOVES[name]
    group = lock_groups(group.pk)[group.pk]
    if group.state not in rule.sources:
        raise MoveNotPossible(group, name)
    authorize(rule.allowed, by, group)
    if (rule.no_offers and group.places_held) or (rule.no_places and group.places_taken):
        raise SeatsInUse(group)

    before, group.state, group.updated_at = group.state, rule.target, timezone.now()
    if rule.target == GroupState.PLANNED:
        group.published_at = group.updated_at
    if rule.needs_reason:
        group.cancelled_because = reason.strip()
    group.validate_constraints()
    group.save(update_fields=["state", "updated_at", "published_at", "cancelled_because"])
    if rule.target == GroupState.CANCELLED:
        coming = group.sessions.filter(active=True, during__startswith__gt=group.updated_at)
        coming.update(active=False)
    record(f"group.{name}", by=by, on=group, before=before, after=group.state)
    return group
