"""What the log page asks the database."""

from dataclasses import dataclass

from barnstod.accounts.models import User
from barnstod.audit import words
from barnstod.audit.models import AuditEvent
from barnstod.security.actor import actor_of


@dataclass(frozen=True)
class Line:
    """One event in words. ``user_pk`` is of the member of staff who did it, None for a job."""

    event: AuditEvent
    user_pk: int | None
    who: str
    what: str
    details: list[str]


def events(*, reference="", email=""):
    """Return the events, newest first, about ``reference`` and by the person with ``email``."""
    found = AuditEvent.objects.all()
    if reference:
        found = found.filter(subject=reference)
    if email:
        found = found.filter(
            actor__in=[actor_of(user) for user in User.objects.filter(email=email)]
        )
    return found


def lines(page) -> list[Line]:
    """Return the events of one page as they are read, with one query for all they name."""
    actors = [event.actor.removeprefix("user:") for event in page if is_person(event)]
    told = [pk for event in page for pk in words.people_in(event)]
    names = dict(User.objects.filter(pk__in={*map(int, actors), *told}).values_list("pk", "name"))
    return [_line(event, names) for event in page]


def is_person(event) -> bool:
    return event.actor.startswith("user:")


def _line(event, names) -> Line:
    pk = int(event.actor.removeprefix("user:")) if is_person(event) else None
    pk = pk if pk in names else None
    return Line(
        event,
        pk,
        names[pk] if pk else words.actor_in_words(event.actor),
        words.action_in_words(event.action),
        words.detail_in_words(event, names),
    )
