"""The life of a group: one door for every change of state."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups.choices import GroupState
from groups.exceptions import MoveNotPossible, SeatsInUse
from groups.models import Proposal, SupportGroup
from groups.partners import plan_of
from groups.services import flyers, letters
from groups.services.seats import lock_groups
from groups.services.versions import need_seen
from groups.workflow import MOVES


@transaction.atomic
def move(*, group, name: str, by, reason: str = "", seen: str | None = None) -> SupportGroup:
    """Make the move ``name`` of the workflow and return the group as it then is.

    Publishing and cancelling take the group of the same evening along. Raises MoveNotPossible if
    somebody else moved it first, PermissionDenied if ``by`` may not, SeatsInUse if somebody would
    lose a place, ChangedBefore if the plan is not the one that was ``seen``, ValidationError if
    the reason is missing.
    """
    rule = MOVES[name]
    along = plan_of(group) if rule.both else [group]
    locked = lock_groups(*(one.pk for one in along))
    group = locked[group.pk]
    if group.state not in rule.sources:
        raise MoveNotPossible(group, name)
    if seen is not None:
        need_seen(group, seen)
    for one in locked.values():
        if one.state in rule.sources:
            _move(one, name, by, reason)
    return group


def _move(group: SupportGroup, name: str, by, reason: str) -> None:
    rule = MOVES[name]
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
    flyers.follow(group)
    record(f"group.{name}", by=by, on=group, before=before, after=group.state)
    _tell_those_concerned(group, name, by)


def _tell_those_concerned(group: SupportGroup, name: str, by) -> None:
    """Tell the leaders that their group is published or cancelled, and whoever proposed it."""
    if not MOVES[name].both:
        return
    letters.tell_leaders(group, f"group_{name}", by=by)
    proposal = Proposal.objects.filter(group=group).select_related("proposed_by").first()
    if proposal is None or proposal.proposed_by == by:
        return
    if not group.leaders.filter(user=proposal.proposed_by).exists():
        letters.tell(proposal.proposed_by, f"group_{name}", group)
