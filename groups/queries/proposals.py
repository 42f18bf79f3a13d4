"""Proposals that wait for somebody: for the office to answer, or for whoever wrote them."""

from django.utils.translation import gettext as _

from barnstod.web.agenda import AgendaItem
from groups.choices import GroupState
from groups.models import Proposal
from groups.titles import office_title


def handed_in() -> list[AgendaItem]:
    """Return what organisations have handed in, the oldest first; a pair is one proposal."""
    rows = (
        Proposal.objects.handed_in()
        .filter(group__child_group__isnull=True)
        .select_related("proposed_by", "group")
        .prefetch_related("group__hosting_districts")
        .order_by("handed_in_at")
    )
    return [
        AgendaItem(
            title=_("A proposal waits: %(group)s") % {"group": office_title(row.group)},
            url=row.group.get_absolute_url(),
            detail=_("%(name)s proposes it for %(term)s")
            % {"name": row.proposed_by.name, "term": row.group.term},
            urgency="now",
        )
        for row in rows
    ]


def own(user) -> list[AgendaItem]:
    """Return what ``user`` proposed and has the next word about."""
    rows = (
        Proposal.objects.filter(
            proposed_by=user,
            handed_in_at__isnull=True,
            group__state=GroupState.DRAFT,
            group__child_group__isnull=True,
        )
        .select_related("group")
        .prefetch_related("group__hosting_districts", "comments")
    )
    return [_own(row) for row in rows]


def _own(row: Proposal) -> AgendaItem:
    words = {"group": office_title(row.group)}
    url = row.group.get_absolute_url()
    if row.comments.all():
        return AgendaItem(
            title=_("Your proposal came back: %(group)s") % words,
            url=url,
            detail=_("The office has written what should be different"),
            urgency="now",
        )
    return AgendaItem(
        title=_("Finish your proposal: %(group)s") % words,
        url=url,
        detail=_("It is not handed in yet"),
        urgency="soon",
    )
