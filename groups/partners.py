"""A children's group and the parents' group of the same evening: one plan, two rooms."""

from groups.models import SupportGroup


def partner_of(group: SupportGroup) -> SupportGroup | None:
    """Return the group that meets the same evening, from whichever of the two one asks."""
    if group.parallel_group_id:
        return group.parallel_group
    return SupportGroup.objects.filter(parallel_group=group).first()


def children_come_to(group: SupportGroup) -> bool:
    """Tell whether somebody's sender has to learn of a change: the two of a pair move together."""
    return any(one.places_taken for one in plan_of(group))


def plan_of(group: SupportGroup) -> list[SupportGroup]:
    """Return the group and its partner, the children's group first."""
    partner = partner_of(group)
    if partner is None:
        return [group]
    return [group, partner] if group.parallel_group_id else [partner, group]
