"""Which groups somebody may change, and what a new plan can be made of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from barnstod.accounts.choices import Role
from districts.models import Organisation
from districts.queries import organisations_of
from groups import next_term
from groups.choices import CURRENT, GroupState, ProgrammeKind
from groups.models import Leader, Programme, SupportGroup
from groups.partners import partner_of

COPIED = (
    "programme",
    "needs",
    "audience",
    "age_from",
    "age_to",
    "capacity",
    "minimum",
    "organisation",
    "is_city_wide",
    "region",
    "languages",
    "planned_sessions",
    "weekday",
    "starts_at",
    "ends_at",
    "room",
    "what_happens_first",
    "precision",
)


def editable_by(user) -> QuerySet[SupportGroup]:
    """Return the groups whose plan ``user`` may change; the forms of others do not exist."""
    groups = SupportGroup.objects.with_names()
    if user.has_role(Role.COORDINATOR):
        return groups.filter(state__in=(GroupState.DRAFT, *CURRENT))
    return groups.filter(state=GroupState.DRAFT, organisation__in=organisations_of(user))


def continued_by(user) -> QuerySet[SupportGroup]:
    """Return the groups from which ``user`` may plan the next term: a pair's children's group."""
    groups = SupportGroup.objects.with_names().filter(child_group__isnull=True)
    if user.has_role(Role.COORDINATOR):
        return groups
    return groups.filter(organisation__in=organisations_of(user), published_at__isnull=False)


def made_by(user, answers: Mapping[str, Any]) -> SupportGroup | None:
    """Return the group that the same form made before, if it was sent twice."""
    return editable_by(user).filter(submission_key=answers["submission_key"]).first()


def organisations_for(user) -> QuerySet[Organisation]:
    """Return the organisations for which ``user`` may plan a group."""
    organisations = Organisation.objects.all()
    if user.has_role(Role.COORDINATOR):
        return organisations
    return organisations.filter(pk__in=organisations_of(user))


def leaders_for(user) -> QuerySet[Leader]:
    leaders = Leader.objects.current().select_related("organisation")
    if user.has_role(Role.COORDINATOR):
        return leaders
    return leaders.filter(organisation__in=organisations_of(user))


def templates() -> QuerySet[Programme]:
    """Return the programmes from which a group can be made, with how many themes they have."""
    return Programme.objects.filter(
        kind__in=(ProgrammeKind.GROUP, ProgrammeKind.PARENT_PROGRAMME)
    ).annotate(number_of_themes=Count("themes"))


def without_next_term(user) -> QuerySet[SupportGroup]:
    """Return the running groups that nobody has planned to go on after the term."""
    return (
        continued_by(user)
        .filter(
            Q(next_terms__isnull=True) | Q(next_terms__state=GroupState.CANCELLED),
            state=GroupState.RUNNING,
        )
        .distinct()
    )


def plan_of_next_term(group: SupportGroup, today) -> dict[str, Any]:
    """Return the plan of the term after ``group``: as it is, on the same weekday."""
    term = next_term.term_after(group.term, today)
    plan = {name: getattr(group, name) for name in COPIED}
    first_on = None
    if group.first_on and group.weekday is not None:
        first_on = next_term.first_day(group.first_on, group.weekday, group.term, term)
    plan |= {
        "year": term.year,
        "season": term.season,
        "first_on": first_on,
        "hosting_districts": list(group.hosting_districts.all()),
        "leaders": [
            one for one in group.leaders.select_related("organisation") if one.left_on is None
        ],
    }
    return plan


def plan_as_it_is(group: SupportGroup) -> dict[str, Any]:
    """Return the plan of a group that there is, for the form that changes it."""
    plan = {name: getattr(group, name) for name in (*COPIED, "first_on", "year", "season")}
    return plan | {
        "hosting_districts": list(group.hosting_districts.all()),
        "leaders": list(group.leaders.select_related("organisation")),
    }


def parents_of(group: SupportGroup) -> Mapping[str, Any] | None:
    """Return what the parents' group of the same evening has of its own, if there is one."""
    partner = partner_of(group)
    if partner is None or partner != group.parallel_group:
        return None
    return {
        "programme": partner.programme,
        "room": partner.room,
        "capacity": partner.capacity,
        "leaders": list(partner.leaders.select_related("organisation")),
    }
