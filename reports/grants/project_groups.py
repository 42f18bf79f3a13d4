"""The support groups that a project runs or pays for: which can be named, and what is told of them.

Of each no more is told than the public may know, for the papers are public. Groups, sessions and
seats only: how many children came is told by published figures alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups.choices import GroupState
from groups.models import SupportGroup
from groups.publishing import public_view
from groups.terms import Term
from groups.words import ages, titled
from reports.exceptions import MoveNotPossible
from reports.grants import policies
from reports.grants.parts import UNTIL_CLOSED
from reports.models import Grant, GrantGroup

MOST_TERMS = 20  # of one project; ten years are more than any grant lasts


@dataclass(frozen=True)
class NamedGroup:
    """What is told of one group; None where its precision does not allow it."""

    slug: str
    title: str
    term: Term
    planned: int | None
    held: int | None
    seats: int | None
    state: GroupState | None

    @property
    def url(self) -> str:
        return SupportGroup(slug=self.slug).get_absolute_url()


def named_groups(grant: Grant) -> list[NamedGroup]:
    """Return the groups that are named as the project's, the earliest term first."""
    over = Q(sessions__active=True, sessions__during__endswith__lte=timezone.now())
    named = SupportGroup.objects.filter(
        pk__in=GrantGroup.objects.filter(grant=grant).values("group")
    ).with_names()
    told = map(_told, named.annotate(held=Count("sessions", filter=over)))
    return sorted(told, key=lambda one: (one.term, one.title, one.slug))


def _told(group: SupportGroup) -> NamedGroup:
    view = public_view(group)
    names = [name for _code, name in view.districts]
    title = titled(view.audience, names, view.region, city_wide=view.is_city_wide)
    return NamedGroup(
        slug=group.slug,
        title=", ".join(filter(None, (title, ages(view)))),
        term=view.term,
        planned=view.sessions,
        held=None if view.is_vague else getattr(group, "held", None),
        seats=view.capacity,
        state=None if view.is_vague else GroupState(group.state),
    )


def in_time_of(grant: Grant) -> Q:
    """Return which groups can be named: of the terms that the project touches, and no drafts."""
    within = Q(pk__in=[])
    if grant.period_from and grant.period_to:
        first = Term.on(grant.period_from.first_day)  # type: ignore[attr-defined]
        last = Term.on(grant.period_to.last_day)  # type: ignore[attr-defined]
        for term in (last.after(-back) for back in range(MOST_TERMS)):
            if term >= first:
                within |= Q(year=term.year, season=term.season)
    return within & ~Q(state=GroupState.DRAFT)


def to_choose_from(grant: Grant) -> QuerySet[SupportGroup]:
    """Return the groups that can be named, and those that are; they stay if its time changes."""
    named = GrantGroup.objects.filter(grant=grant).values("group")
    groups = SupportGroup.objects.filter(in_time_of(grant) | Q(pk__in=named))
    return groups.with_names().order_by("year", "-season", "first_on", "pk")


def may_name(grant: Grant) -> bool:
    return grant.state in UNTIL_CLOSED


@transaction.atomic
def name_groups(*, grant: Grant, groups: Iterable[SupportGroup], by) -> None:
    """Let these groups, and no others, be the project's.

    Raises MoveNotPossible if the grant is closed or refused, or if a group is of another time.
    """
    grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    authorize(policies.can_write_grants, by, grant)
    wanted = {group.pk: group for group in groups}
    links = GrantGroup.objects.filter(grant=grant).select_related("group")
    known = {one.group_id: one for one in links}
    new = [group for pk, group in wanted.items() if pk not in known]
    in_time = SupportGroup.objects.filter(in_time_of(grant), pk__in=[one.pk for one in new]).count()
    if not may_name(grant) or in_time < len(new):
        raise MoveNotPossible(f"{grant.code} is {grant.state}, or a group is of another time")
    for group in new:
        GrantGroup.objects.create(grant=grant, group=group)
        record("grantgroup.add", by=by, on=grant, grant=grant.code, group=group.slug)
    for pk, one in known.items():
        if pk not in wanted:
            record("grantgroup.remove", by=by, on=grant, grant=grant.code, group=one.group.slug)
            one.delete()
