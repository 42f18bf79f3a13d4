"""The log of decisions: those on grants, and those of the board on the portal's own reports."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.choices import State
from reports.dates import PartialDate
from reports.models import Decision, Report, Source

DECIDED = (State.DECIDED, State.SENT)


@dataclass(frozen=True)
class LogLine:
    """One decision as the log prints it; ``about`` is a grant or a report, and its address."""

    board: str
    on: PartialDate | None
    paragraph: str
    registry_number: str
    text: str
    about: str
    url: str
    is_decided: bool = True
    sek: int | None = None
    conditions: str = ""
    source: Source | None = None


def decision_log(user) -> list[LogLine]:
    """Return the decisions that exist for ``user``, the oldest first and undated ones last.

    What is written of a report by hand is not told twice.
    """
    decisions = list(Decision.objects.visible_to(user).select_related("grant", "source"))
    written = {(one.grant_id, str(one.on), one.paragraph) for one in decisions}
    reports = Report.objects.visible_to(user).filter(state__in=DECIDED).defer("texts")
    lines = [_of_decision(one) for one in decisions] + [
        _of_report(one)
        for one in reports
        if (one.grant_id, str(one.decided_on), one.paragraph) not in written
    ]
    return sorted(lines, key=lambda line: (line.on is None, line.on.iso if line.on else ""))


def _of_decision(one: Any) -> LogLine:
    return LogLine(
        board=one.board,
        on=one.on,
        paragraph=one.paragraph,
        registry_number=one.registry_number,
        text=one.text,
        about=str(one.grant),
        url=one.grant.get_absolute_url(),
        is_decided=one.is_decided,
        sek=one.sek,
        conditions=one.conditions,
        source=one.source,
    )


def _of_report(report: Report) -> LogLine:
    assert report.decided_on  # a constraint says so of a decided report
    words = _("On the report: %(type)s") % {"type": report.get_type_display()}
    at_once = _("the minutes were approved at once") if report.immediately_approved else ""
    return LogLine(
        board=report.addressee,
        on=PartialDate.on(report.decided_on),
        paragraph=report.paragraph,
        registry_number=report.registry_number,
        text=", ".join(filter(None, (words, at_once))),
        about=report.title,
        url=report.get_absolute_url(),
    )
