"""What the demonstration says of planning: made-up themes, and one proposal that waits."""

from collections.abc import Iterable

from django.utils import timezone

from groups.choices import GroupState
from groups.demo_plan import THEMES
from groups.models import Leader, Programme, ProgrammeTheme, Proposal, SupportGroup


def write_themes(programmes: Iterable[Programme]) -> None:
    """Write what each session is about; the real programmes' own themes are not known here."""
    ProgrammeTheme.objects.bulk_create(
        ProgrammeTheme(programme=programme, number=number, theme=theme)
        for programme in programmes
        for number, theme in enumerate(THEMES, start=1)
    )


def propose(groups: Iterable[SupportGroup]) -> None:
    """Let the first draft with a leader who has an account be that leader's proposal."""
    drafts = [group for group in groups if group.state == GroupState.DRAFT]
    leader = Leader.objects.filter(user__isnull=False).select_related("user").first()
    if leader is None:
        return
    own = [group for group in drafts if group.organisation_id == leader.organisation_id]
    Proposal.objects.bulk_create(
        Proposal(group=group, proposed_by=leader.user, handed_in_at=timezone.now())
        for group in own[:1]
    )
