"""The log of one child's case and of one member of staff, in words, for the head of unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from barnstod.security.actor import actor_of
from referrals.choices import OpeningReason
from referrals.history import SUBJECT, words_of

READINGS = ("identity.open", "identity.read", "identity.hide")
ACTIONS = {
    "identity.open": _("opened the names"),
    "identity.read": _("read names"),
    "identity.hide": _("hid the names"),
    "identity.erase": _("names were erased"),
    "family.join": _("was put together with a sibling"),
    "family.leave": _("was taken apart from the siblings"),
    "family.wish": _("what the siblings wish was written down"),
    "family.keep_apart": _("was written down as not to meet somebody"),
    "family.let_meet": _("may meet whom it was not to meet"),
    "evening.change": _("what leaders must know was changed"),
    "attendance.mark": _("was marked in a roll call"),
    "absences.raise": _("three absences in a row went to the office"),
    "absences.settle": _("what came of the absences was written down"),
    "talk.held": _("a talk was written down"),
    "talk.told": _("what was told at the first talk was written down"),
}
REASONS = {
    "own_unit": _("a case of the own unit"),
    "own_group": _("a child in the own group"),
    **dict(OpeningReason.choices),
}


@dataclass(frozen=True)
class LogLine:
    """One event. ``who`` is a member of staff, or None for the portal itself; no child is named."""

    at: datetime
    who: User | None
    what: str
    why: str
    reference: str


def log_of_case(reference: str, *, only_readings: bool):
    """Return the events of the case with this reference, the latest first."""
    return _events(only_readings).filter(subject=reference)


def log_of_person(user, *, only_readings: bool):
    """Return what ``user`` did with children's cases, the latest first."""
    return _events(only_readings).filter(actor=actor_of(user))


def log_lines(events: Iterable[AuditEvent]) -> list[LogLine]:
    """Return the events of one page as they are read, with one query for all who acted."""
    events = list(events)
    ids = [event.actor.removeprefix("user:") for event in events if _is_person(event)]
    people = {actor_of(user): user for user in User.objects.filter(pk__in=ids)}
    return [
        LogLine(
            event.at,
            people.get(event.actor),
            str(ACTIONS.get(event.action) or words_of(event.action)),
            str(REASONS.get(event.detail.get("why", ""), "")),
            event.subject,
        )
        for event in events
    ]


def _events(only_readings: bool):
    rows = AuditEvent.objects.filter(subject_type=SUBJECT)
    return rows.filter(action__in=READINGS) if only_readings else rows


def _is_person(event) -> bool:
    return event.actor.startswith("user:")
