"""The groups of the office: shelves, rows, sessions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.queries import organisations_of
from groups import policies, words
from groups.choices import CURRENT, GroupState
from groups.models import Session, SupportGroup
from groups.publishing import public_view
from groups.titles import office_hours, office_title


@dataclass(frozen=True)
class Shelf:
    """One part of the office's list of groups."""

    code: str
    label: str | Promise
    states: tuple[GroupState, ...]


SHELVES = (
    Shelf("aktuella", _("Planned and running"), CURRENT),
    Shelf("utkast", _("Drafts"), (GroupState.DRAFT,)),
    Shelf(
        "tidigare",
        _("Completed and cancelled"),
        (GroupState.COMPLETED, GroupState.CANCELLED),
    ),
)
TONES = {
    GroupState.DRAFT: "plain",
    GroupState.PLANNED: "wait",
    GroupState.RUNNING: "ok",
    GroupState.COMPLETED: "plain",
    GroupState.CANCELLED: "stop",
}


@dataclass(frozen=True)
class OfficeRow:
    """A group as ``shows_plan`` lets its reader see it: the whole plan, or what is public."""

    group: SupportGroup
    title: str
    shows_plan: bool
    when: str
    organiser: str
    leaders: str
    ages: str
    tone: str


def shelves_for(user) -> tuple[Shelf, ...]:
    """Return the parts of the list that can hold anything for ``user``."""
    may_see_drafts = user.has_role(Role.COORDINATOR, Role.HEAD, Role.LEADER)
    return tuple(one for one in SHELVES if may_see_drafts or one.states != (GroupState.DRAFT,))


def shelf_for(user, code: str) -> Shelf:
    """Return the part of the list that ``code`` asks for; the first for any other code."""
    shelves = shelves_for(user)
    return next((one for one in shelves if one.code == code), shelves[0])


def groups_on(shelf: Shelf, user) -> QuerySet[SupportGroup]:
    """Return the groups of a shelf that exist for ``user``: what comes first, or was last."""
    groups = SupportGroup.objects.visible_to(user).filter(state__in=shelf.states).with_names()
    if GroupState.COMPLETED in shelf.states:
        return groups.order_by(F("first_on").desc(nulls_last=True), "pk")
    return groups.order_by(F("first_on").asc(nulls_last=True), "pk")


def office_rows(groups: Iterable[SupportGroup], user) -> list[OfficeRow]:
    own = own_groups(user)
    return [_office_row(group, user, group.pk in own) for group in groups]


def office_row(group: SupportGroup, user) -> OfficeRow:
    return office_rows([group], user)[0]


def own_groups(user) -> set[int]:
    """Return the ids of the groups that ``user`` leads or whose organisation is the own one."""
    if not user.has_role(Role.LEADER):
        return set()
    own = Q(leaders__user=user) | Q(organisation__in=organisations_of(user))
    return set(SupportGroup.objects.filter(own).values_list("pk", flat=True))


def sessions_of(group: SupportGroup) -> QuerySet[Session]:
    """Return the sessions of a group with rooms and leaders; two queries."""
    return group.sessions.select_related("room__venue").prefetch_related("session_leaders__leader")


def _office_row(group: SupportGroup, user, is_own: bool) -> OfficeRow:
    shows_plan = policies.can_see_plan(user, group, is_own)
    view = public_view(group)
    return OfficeRow(
        group=group,
        title=office_title(group) if shows_plan else words.title(view),
        shows_plan=shows_plan,
        when=office_hours(group) if shows_plan else words.public_hours(view),
        organiser=group.organisation.name if shows_plan else view.organiser,
        leaders=", ".join(one.name for one in group.leaders.all()) if shows_plan else "",
        ages=words.ages(view),
        tone=TONES[GroupState(group.state)],
    )
