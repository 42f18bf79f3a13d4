"""An organisation's proposal on its way: handed in to the office, or sent back with a comment."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.queries import organisations_of
from groups import policies
from groups.choices import GroupState
from groups.exceptions import MoveNotPossible
from groups.models import Proposal, ProposalComment, SupportGroup
from groups.partners import plan_of
from groups.services import letters
from groups.services.seats import lock_groups
from groups.services.versions import need_seen


@transaction.atomic
def hand_in(*, group: SupportGroup, by) -> Proposal:
    """Give the proposal, both groups of a pair, to the office. Raises MoveNotPossible."""
    group, proposals = _locked(group, "hand_in")
    authorize(policies.can_change_plan, by, group, organisations_of(by))
    if all(one.handed_in_at for one in proposals):
        raise MoveNotPossible(group, "hand_in")
    for one in proposals:
        one.handed_in_at = timezone.now()
        one.save(update_fields=["handed_in_at"])
    record("group.hand_in", by=by, on=group)
    letters.tell_office(group, "group_proposed")
    return proposals[0]


@transaction.atomic
def send_back(*, group: SupportGroup, comment: str, seen: str, by) -> ProposalComment:
    """Give the proposal back with what should be different. Raises MoveNotPossible,
    ChangedBefore, and ValidationError without a comment.
    """
    group, proposals = _locked(group, "send_back")
    authorize(policies.can_manage, by, group)
    need_seen(group, seen)
    if not any(one.handed_in_at for one in proposals):
        raise MoveNotPossible(group, "send_back")
    for one in proposals:
        one.handed_in_at = None
        one.save(update_fields=["handed_in_at"])
    written = ProposalComment(proposal=proposals[0], written_by=by, text=comment.strip())
    written.full_clean()
    written.save()
    record("group.send_back", by=by, on=group)
    letters.tell(proposals[0].proposed_by, "group_sent_back", group)
    return written


def _locked(group: SupportGroup, name: str) -> tuple[SupportGroup, list[Proposal]]:
    """Return the group and the proposals of its plan, its own first; its state is draft."""
    pair = lock_groups(*(one.pk for one in plan_of(group)))
    group = pair[group.pk]
    rows = Proposal.objects.filter(group__in=pair).select_related("proposed_by")
    proposals = sorted(rows, key=lambda one: one.group_id != group.pk)
    if not proposals or group.state != GroupState.DRAFT:
        raise MoveNotPossible(group, name)
    return group, proposals
