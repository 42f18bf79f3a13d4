"""What a move carries with it, so that nobody writes it twice: days kept, decisions, answers."""

from typing import Any

from django.utils import timezone

from barnstod.audit.services import record
from reports.dates import PartialDate
from reports.grants.choices import DeadlineKind, DecisionKind
from reports.models import Decision, Grant, Letter, Report

# The day that a move keeps, by the name of the move.
KEEPS = {
    "apply": DeadlineKind.APPLICATION,
    "report": DeadlineKind.FINAL,
    "close": DeadlineKind.REFUND,
}
# What the funder has decided by it, in the words of a log that is Swedish.
DECIDES = {"grant": "Bifaller ansökan", "refuse": "Avslår ansökan"}


def follow(grant: Grant, name: str, conditions: str = "") -> None:
    """Note what the move ``name`` of a grant means for its days to keep and its decisions.

    In the transaction of the move, and before a closed grant takes no more changes. A decision of
    the funder that somebody has written already is left as it is.
    """
    if name in KEEPS:
        open_days = grant.deadlines.filter(kind=KEEPS[name], done_on=None)
        open_days.update(done_on=timezone.localdate())
    if name in DECIDES and not _is_written(grant):
        decision = Decision(
            grant=grant,
            kind=DecisionKind.GRANT,
            board=grant.funder,
            on=grant.decided_on,
            registry_number=grant.registry_number,
            text=DECIDES[name],
            sek=grant.granted_sek,
            conditions=conditions,
        )
        decision.full_clean()
        decision.save()


def _is_written(grant: Grant) -> bool:
    return grant.decisions.filter(kind=DecisionKind.GRANT, is_decided=True).exists()


def note_answer(report: Report, by) -> None:
    """Note a letter as answered by the report that the board has decided on; once."""
    assert report.letter_id
    assert report.decided_on
    letter: Any = Letter.objects.select_for_update(of=("self",)).get(pk=report.letter_id)
    if letter.is_answered:
        return
    letter.answered_on = PartialDate.on(report.decided_on)
    letter.answered_by = report
    letter.full_clean()
    letter.save()
    record("letter.answer", by=by, on=letter, report=report.reference)
