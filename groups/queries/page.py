"""All that the page of one group tells the office at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from barnstod.web.agenda import AgendaItem
from groups import history, policies
from groups.choices import Criterion, DecisionGap, GroupState
from groups.history import Happening
from groups.models import Proposal, ProposalComment, Session, SupportGroup
from groups.next_steps import Standing, steps
from groups.partners import partner_of
from groups.queries.early import is_early_warning

NEWEST = 30  # lines of history


@dataclass(frozen=True)
class GroupPage:
    sessions: Sequence[Session]
    next_session: Session | None
    partner: SupportGroup | None
    steps: Sequence[AgendaItem]
    history: Sequence[Happening]
    proposal: Proposal | None
    comments: Sequence[ProposalComment]
    next_terms: Sequence[SupportGroup]
    gaps: Sequence[DecisionGap]  # of the programme, for the office
    lacks_manual: bool


def group_page(group: SupportGroup, user, sessions: Sequence[Session]) -> GroupPage:
    """Return it for somebody who may see the plan; steps and history for the office alone."""
    now, today = timezone.now(), timezone.localdate()
    active = [one for one in sessions if one.active]
    partner = partner_of(group)
    proposal = Proposal.objects.filter(group=group).select_related("proposed_by").first()
    next_terms = list(group.next_terms.exclude(state=GroupState.CANCELLED))
    is_office, may_manage = policies.can_see_all_groups(user), policies.can_manage(user, group)
    standing = Standing(
        group=group,
        today=today,
        first_day=_day(active[0]) if active else None,
        last_day=_day(active[-1]) if active else None,
        unanswered=len(Criterion) - group.quality_answers.count(),
        has_next_term=bool(next_terms),
        partner_has_room=partner is None or partner.room_id is not None,
        is_handed_in=proposal is not None and proposal.handed_in_at is not None,
        is_with_proposer=proposal is not None and proposal.handed_in_at is None,
        is_below_minimum=is_early_warning(group, today),
    )
    return GroupPage(
        sessions=sessions,
        next_session=next((one for one in active if one.during.upper > now), None),
        partner=partner,
        steps=steps(standing) if may_manage else (),
        history=_history(group, sessions) if is_office else (),
        proposal=proposal,
        comments=list(proposal.comments.select_related("written_by")) if proposal else (),
        next_terms=next_terms,
        gaps=group.programme.gaps_on(today) if is_office else (),
        lacks_manual=is_office and not group.programme.manuals.exists(),
    )


def _history(group: SupportGroup, sessions: Sequence[Session]) -> list[Happening]:
    """Return what happened to the group and its sessions, the newest first."""
    events = list(
        AuditEvent.objects.filter(
            Q(subject_type=group._meta.label_lower, subject__in=_addresses(group))
            | Q(
                subject_type=Session._meta.label_lower,
                subject__in=[str(one.pk) for one in sessions],
            )
        )[:NEWEST]
    )
    ids = {event.actor.removeprefix("user:") for event in events if "user:" in event.actor}
    users = User.objects.filter(pk__in=ids).values_list("pk", "name")
    return history.told(events, {f"user:{pk}": name for pk, name in users})


def _addresses(group: SupportGroup) -> set[str]:
    """Return the address of the group, and those it had before."""
    found, new = {group.slug}, {group.slug}
    while new:
        moved = AuditEvent.objects.filter(
            subject_type=group._meta.label_lower,
            subject__in=new,
            detail__has_key="address_before",
        )
        new = {event.detail["address_before"] for event in moved} - found
        found |= new
    return found


def _day(session: Session) -> date:
    return timezone.localdate(session.during.lower)
