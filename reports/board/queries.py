"""The papers of the board: what it is to decide, and what has been decided and sent."""

from dataclasses import dataclass

from reports.choices import State
from reports.models import Report

LATEST = 10  # of what is decided and of what is sent


@dataclass(frozen=True)
class Papers:
    on_agenda: list[Report]
    decided: list[Report]
    sent: list[Report]


def papers() -> Papers:
    """Return the board's reports, each list in the order in which it is read."""
    known = Report.objects.select_related("corrects", "corrected_by").defer(
        "texts", "corrects__texts", "corrected_by__texts"
    )
    return Papers(
        on_agenda=list(known.filter(state=State.ON_AGENDA).order_by("agenda_on", "pk")),
        decided=list(known.filter(state=State.DECIDED).order_by("-decided_on", "-pk")[:LATEST]),
        sent=list(known.filter(state=State.SENT).order_by("-sent_on", "-pk")[:LATEST]),
    )
