"""Who may do what with places, their registers and workplaces. Predicates without writes."""

from django.utils import timezone

from barnstod.accounts.choices import Role
from districts.models import Affiliation


def can_read_places(user):
    """Whoever works here may look up districts and organisations: no child stands there."""
    return bool(user.roles)


def can_keep_registers(user):
    """Liaisons, agreements and operating grants are written by the coordinator."""
    return user.has_role(Role.COORDINATOR)


def can_reach_liaisons(user):
    """Whoever works with children's places needs to know whom to ring."""
    return user.has_role(Role.COORDINATOR, Role.HEAD, Role.SOCIAL_WORKER, Role.LEADER)


def can_read_all_agreements(user):
    """What was agreed with whom, and paid, is for the office."""
    return user.has_role(Role.COORDINATOR, Role.HEAD)


def can_read_agreements(user, organisation):
    """The organisation's own people read what was agreed with them."""
    if can_read_all_agreements(user):
        return True
    if not user.has_role(Role.LEADER):
        return False
    today = Affiliation.objects.valid_on(timezone.localdate())
    return today.filter(user=user, organisation=organisation).exists()


def can_assign_workplaces(user):
    """Accounts and rights are the administrator's alone (design, "Who may do what")."""
    return user.has_role(Role.ADMIN)
