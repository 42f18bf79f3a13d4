"""What has happened to a report, line by line, as its page tells it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Report


@dataclass(frozen=True)
class Event:
    on: date
    words: str
    detail: str = ""


def life_of(report: Report) -> list[Event]:
    """Return what has happened to the report so far, the oldest first."""
    events = [_beginning(report)]
    if report.has_file:
        events.append(Event(local(report.file.built_at), _("Built")))
    if report.approved_by:
        events.append(Event(local(report.approved_at), _("Approved"), report.approved_by.name))
    if report.agenda_on:
        events.append(Event(report.agenda_on, _("On the agenda of the board")))
    if report.decided_on:
        at_once = _("the minutes were approved at once") if report.immediately_approved else ""
        detail = ", ".join(filter(None, (report.paragraph, at_once)))
        events.append(Event(report.decided_on, _("Decided"), detail))
    if report.sent_on:
        detail = " ".join(filter(None, (report.get_channel_display(), report.recipient_number)))
        events.append(Event(report.sent_on, _("Sent"), detail))
    return events


def _beginning(report: Report) -> Event:
    on = local(report.created_at)
    if report.corrects:
        words = _("Begun as a correction of version %(version)s")
        return Event(on, words % {"version": report.corrects.version}, written_by(report))
    if report.drafted_for:
        return Event(on, _("Drafted by the portal at the end of the term"), written_by(report))
    return Event(on, _("Begun"), written_by(report))


def written_by(report: Report) -> str:
    return report.writer.name if report.writer else ""


def local(at) -> date:
    return timezone.localtime(at).date()


def facts_of(report: Report) -> list[tuple[str, str]]:
    """Return what stands at the head of the report, one fact a line."""
    kind = str(report.get_type_display())
    facts = [
        (_("Type"), kind[:1].upper() + kind[1:]),
        (_("Grant"), report.grant and str(report.grant)),
        (_("Political letter"), report.letter and report.letter.title),
        (_("Period"), f"{report.period_from} – {report.period_to}"),
        (_("To the board"), report.addressee),
        (_("Registry number"), report.registry_number),
        (_("Version"), str(report.version) if report.is_correction else ""),
        (_("Written by"), written_by(report)),
        ("SHA-256", report.sha256),
    ]
    return [(word, value) for word, value in facts if value]
