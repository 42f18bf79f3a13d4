"""What only the tests put around a request."""

from django.db import connection


def nobody_acts(get_response):
    """Let a request begin as in production, where nobody acts until the view says who.

    A test writes its rows as ``system:test`` in the transaction that a request of its client
    shares; without this a public page would read rows that the database hides from it in real
    life. Spoken to the driver directly, so that it is in no count of queries.
    """

    def middleware(request):
        before = _actor("")
        try:
            return get_response(request)
        finally:
            if before:
                _actor(before)

    return middleware


def _actor(name: str) -> str:
    """Set the actor of the open transaction, and return who acted before; "" outside one."""
    if not connection.in_atomic_block:
        return ""
    row = connection.connection.execute(
        "SELECT current_setting('barnstod.actor', true), set_config('barnstod.actor', %s, true)",
        [name],
    ).fetchone()
    return row[0] or ""
