"""A children's group and the parents' group of the same evening are parted."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.queries import organisations_of
from groups import policies
from groups.exceptions import PlanNotOpen
from groups.models import SupportGroup
from groups.partners import plan_of
from groups.services.seats import lock_groups
from groups.services.versions import need_seen


@transaction.atomic
def split_pair(*, group: SupportGroup, seen: str, by) -> None:
    """Make two plans of one; sessions, rooms and leaders stay, and each group goes its own way.

    Raises ChangedBefore, and PlanNotOpen if the group has no partner any more.
    """
    pair = lock_groups(*(one.pk for one in plan_of(group)))
    need_seen(pair[group.pk], seen)
    children = next((one for one in pair.values() if one.parallel_group_id), None)
    if children is None:
        raise PlanNotOpen
    for one in pair.values():
        authorize(policies.can_change_plan, by, one, organisations_of(by))
    children.parallel_group, now = None, timezone.now()
    for one in pair.values():
        one.updated_at = now
        one.save(update_fields=["parallel_group", "updated_at"])
        record("group.split", by=by, on=one)
