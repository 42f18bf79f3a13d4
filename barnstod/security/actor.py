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
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('barnstod.actor', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('barnstod.actor', %s, true)", [actor])
        yield actor
        cursor.execute("SELECT set_config('barnstod.actor', %s, true)", [before])
