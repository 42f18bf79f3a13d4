"""Writing and changing the plan of a group, and of the parents' group that goes with it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from barnstod.accounts.choices import Role
from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.queries import organisations_of
from groups import policies
from groups.choices import CURRENT, Audience, GroupState, MorePlaces, Precision
from groups.exceptions import PlanNotOpen
from groups.models import Proposal, SupportGroup
from groups.partners import partner_of, plan_of
from groups.services import flyers
from groups.services.letters import tell_some
from groups.services.replanning import (
    WHEN,
    Before,
    has_begun,
    leaders_of,
    make_sessions_follow,
)
from groups.services.seats import lock_groups
from groups.services.versions import need_seen
from groups.slugs import new_slug

MANY = ("leaders", "hosting_districts")
# What the parents' group has from the children's group: one plan, the same evening.
SHARED = (
    *WHEN,
    "needs",
    "organisation",
    "hosting_districts",
    "is_city_wide",
    "region",
    "year",
    "season",
    "precision",
)
NOTHING = Before((None,) * len(WHEN), None, frozenset())
PlanValues = Mapping[str, Any]


@transaction.atomic
def create_group(
    *,
    by,
    key: uuid.UUID,
    plan: PlanValues,
    parents: PlanValues | None = None,
    planned_from: SupportGroup | None = None,
    closed: Collection[date] = (),
) -> SupportGroup:
    """Write a draft with its sessions, and the ``parents``' group of the same evening if asked.

    ``plan`` holds columns, ``leaders`` and ``hosting_districts``. The same ``key`` again returns
    the group it made. Raises PlanInTheWay, and ValidationError if the plan breaks a constraint.
    """
    authorize(policies.can_plan_for, by, plan["organisation"], organisations_of(by))
    made = SupportGroup.objects.filter(submission_key=key)
    try:
        with transaction.atomic():
            partner = _create_partner(key, plan, parents, by, closed) if parents else None
            group = _create(
                key, plan, by, closed, parallel_group=partner, planned_from=planned_from
            )
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation) and made.exists():
            return made.get()
        raise
    return group


@transaction.atomic
def change_group(
    *,
    group: SupportGroup,
    seen: str,
    by,
    plan: PlanValues,
    parents: PlanValues | None = None,
    closed: Collection[date] = (),
    more_places: str = "",
) -> SupportGroup:
    """Change the plan of a group, and what the two of a pair share in both; return the group.

    ``seen`` is the version that the form was made from, ``more_places`` says why a published
    group is to have more than before. Raises ChangedBefore, PlanNotOpen, PlanInTheWay, and
    ValidationError if the plan breaks a constraint or the reason is missing.
    """
    pair = lock_groups(*(one.pk for one in plan_of(group)))
    group = pair[group.pk]
    authorize(policies.can_change_plan, by, group, organisations_of(by))
    need_seen(group, seen)
    if "organisation" in plan:
        authorize(policies.can_plan_for, by, plan["organisation"], organisations_of(by))
    if has_begun(group) and any(_differs(group, name, plan) for name in WHEN):
        raise PlanNotOpen
    if group.state in CURRENT and plan.get("capacity", 0) > group.capacity:
        _need_reason(more_places)
    else:
        more_places = ""
    partner = partner_of(group)
    changed = _change(group, plan, by, closed, more_places)
    if partner and group.audience != Audience.PARENTS:
        shared = {name: plan[name] for name in SHARED if name in plan and name in changed}
        if shared:
            _change(pair[partner.pk], shared, by, closed)
    elif parents and partner is None:
        partner = _create_partner(uuid.uuid4(), _as_plan(group), parents, by, closed)
        group.parallel_group = partner
        group.save(update_fields=["parallel_group"])
    return group


def _create(key, plan, by, closed, **more) -> SupportGroup:
    columns = {name: value for name, value in plan.items() if name not in MANY}
    group = SupportGroup(submission_key=key, **columns, **more)
    districts = list(plan.get("hosting_districts", ()))
    group.slug = new_slug(group, districts[0].code if len(districts) == 1 else "")
    _save(group)
    group.hosting_districts.set(districts)
    group.leaders.set(plan.get("leaders", ()))
    if not by.has_role(Role.COORDINATOR):
        Proposal.objects.create(group=group, proposed_by=by)
    make_sessions_follow(group=group, before=NOTHING, closed=closed)
    record("group.create", by=by, on=group, sessions=group.sessions.count())
    return group


def _create_partner(key, plan, parents, by, closed) -> SupportGroup:
    shared = {name: plan[name] for name in SHARED if name in plan}
    whole = {"audience": Audience.PARENTS, "languages": plan["languages"]} | shared | parents
    return _create(uuid.uuid5(key, "parents"), whole, by, closed)


def _need_reason(more_places: str) -> None:
    if more_places not in MorePlaces.values:
        raise ValidationError(_("Say why there are more places than before."))


def _change(group: SupportGroup, plan: PlanValues, by, closed, more_places="") -> list[str]:
    """Write the plan, let the sessions follow, and return the names of what changed."""
    if group.state not in (GroupState.DRAFT, *CURRENT):
        raise PlanNotOpen
    changed = [name for name in plan if _differs(group, name, plan)]
    if not changed:
        return []
    before, address = Before.of(group), group.slug
    for name in changed:
        if name not in MANY:
            setattr(group, name, plan[name])
    for name in MANY:
        if name in changed:
            getattr(group, name).set(plan[name])
    group.updated_at = timezone.now()
    _keep_address_true(group)
    _save(group)
    make_sessions_follow(group=group, before=before, closed=closed)
    flyers.follow(group)
    if group.state in CURRENT:
        _tell_of_change(group, before, changed, by)
    detail = {} if group.slug == address else {"address_before": address}
    if more_places:
        detail["more_places"] = more_places
    record("group.change", by=by, on=group, fields=sorted(changed), **detail)
    return changed


def _tell_of_change(group: SupportGroup, before: Before, changed, by) -> None:
    """Owe a letter to the leaders of a published group, and to whoever led it; one to each."""
    now = leaders_of(group)
    came_or_went = before.leaders ^ now
    if {*WHEN, "room"}.intersection(changed):
        tell_some(now, group, "session_moved", by=by)
        came_or_went -= now
    tell_some(came_or_went, group, "session_leaders", by=by)


def _save(group: SupportGroup) -> None:
    """Save the group; only if the database refuses is each constraint asked for its words."""
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        group.validate_constraints()
        raise


def _keep_address_true(group: SupportGroup) -> None:
    """Give a draft a new address when the old one says something else than the plan.

    A published one keeps its own, unless it tells more than may be told from now on.
    """
    districts = list(group.hosting_districts.all())
    address = new_slug(group, districts[0].code if len(districts) == 1 else "")
    is_true = address.rpartition("-")[0] == group.slug.rpartition("-")[0]
    if not is_true and (group.state == GroupState.DRAFT or group.precision == Precision.REGION):
        group.slug = address


def _differs(group: SupportGroup, name: str, plan: PlanValues) -> bool:
    if name not in plan:
        return False
    if name in MANY:
        there = getattr(group, name).order_by().values_list("pk", flat=True)
        return set(there) != {one.pk for one in plan[name]}
    return getattr(group, name) != plan[name]


def _as_plan(group: SupportGroup) -> dict:
    plan = {name: getattr(group, name) for name in SHARED if name not in MANY}
    return plan | {
        "hosting_districts": list(group.hosting_districts.all()),
        "languages": group.languages,
    }
