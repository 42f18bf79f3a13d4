"""Who may do what with places, their registers and workplaces. Predicates without writes."""

from django.utils import timezone

from barnstod.accounts.choices import Role
from districts.models import Affiliation, District, Organisation


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


def can_assign_workplace_of(user, person):
    """Nobody writes the own workplace, which opens what the own role may see there."""
    return can_assign_workplaces(user) and user.pk != person.pk


def can_keep_unit(user, unit):
    """Those who work in a unit keep its mailbox and say who stands in for whom."""
    return (type(unit), unit.pk) in _units(user)


def can_name_deputy(user, away, deputy):
    """By and for those who work in one unit, and nobody else: a deputy opens nothing new."""
    return bool(set.intersection(*(_units(one) for one in {user, away, deputy})))


def _units(user) -> set[tuple[type, int]]:
    """Return what ``user`` sends requests for: districts, organisations, each by its own role."""
    own = Affiliation.objects.valid_on(timezone.localdate()).filter(user=user)
    is_worker, is_sender = user.has_role(Role.SOCIAL_WORKER), user.has_role(Role.REFERRER)
    return {
        (District, row.district_id) if row.district_id else (Organisation, row.organisation_id)
        for row in own
        if (is_worker if row.district_id else is_sender)
    }
