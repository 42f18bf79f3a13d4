"""Answering the checklist of a group."""

from django.db import transaction
from django.utils import timezone

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.models import QualityAnswer, SupportGroup


@transaction.atomic
def answer_quality(*, group: SupportGroup, answers: dict[str, str], by) -> dict[str, str]:
    """Write these answers by criterion, an empty one is none; return those that changed.

    An answer that is the same as before keeps who gave it, and when.
    """
    authorize(policies.can_answer_quality, by, group)
    SupportGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    known = {row.criterion: row for row in group.quality_answers.all()}
    changed = {}
    for criterion, answer in answers.items():
        row = known.get(criterion)
        if not answer or (row and row.answer == answer):
            continue
        changed[criterion] = answer
        row = row or QualityAnswer(group=group, criterion=criterion)
        row.answer, row.answered_by, row.answered_on = answer, by, timezone.localdate()
        row.full_clean()
        row.save()
    if changed:
        record("group.quality", by=by, on=group, **changed)
    return changed
