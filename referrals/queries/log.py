"""The log of one child's case and of one member of staff, in words, for the head of unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from barnstod.audit.words import action_in_words
from barnstod.security.actor import actor_of
from referrals.history import SUBJECT
from referrals.logged import REASONS

READINGS = ("identity.open", "identity.read", "identity.hide")


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
            action_in_words(event.action),
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
