"""Who acts: the name under which the database shows rows and the audit writes them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

INTAKE = "intake"  # a family or school writing through /plats/, without an account


def actor_of(who) -> str:
    """Return the actor string of a user, or the string itself ("intake", "system:<job>")."""
    return who if isinstance(who, str) else f"user:{who.pk}"


@contextmanager
def acting_as(who) -> Iterator[str]:
    """Open a transaction in which ``who`` acts; row-level security and triggers read the name.

    Nests: inside a transaction it is a savepoint, and the former actor stands again afterwards.
    The name is set locally, so it can never reach the next user of a pooled connection.
    """
    actor = actor_of(who)
    with transaction.atomic():
        before = current_actor()
        _set_actor(actor)
        yield actor
        # What is rolled back takes the name along: the former one stands again by itself.
        if not connection.needs_rollback:
            _set_actor(before)


def current_actor() -> str:
    """Return who acts on this connection; an empty string for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('barnstod.actor', true)")
        return cursor.fetchone()[0] or ""


def _set_actor(actor: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('barnstod.actor', %s, true)", [actor])
