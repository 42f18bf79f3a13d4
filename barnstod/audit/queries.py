"""What the log page asks the database."""

from dataclasses import dataclass

from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from barnstod.security.actor import actor_of


@dataclass(frozen=True)
class Line:
    """One event, and the member of staff who did it: key and name, or None and "" for a job."""

    event: AuditEvent
    user_pk: int | None
    name: str


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
    """Return the events of one page with the names of their actors, in one query."""
    ids = [event.actor.removeprefix("user:") for event in page if event.actor.startswith("user:")]
    people = {actor_of(user): (user.pk, user.name) for user in User.objects.filter(pk__in=ids)}
    return [Line(event, *people.get(event.actor, (None, ""))) for event in page]
