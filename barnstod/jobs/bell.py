"""How a job is announced to the workers; nobody else publishes."""

import logging
import time
from functools import cache

from django.db import transaction
from kombu.pools import producers

logger = logging.getLogger(__name__)

# Workers may wait for the broker, a request may not: it has a line of its own. Two waits of
# this length, to connect and to be answered, are within the second that ring() promises.
IMPATIENT = {
    "socket_timeout": 0.45,  # seconds
    "socket_connect_timeout": 0.45,  # seconds
    "max_retries": 0,
    "connect_retries_timeout": 0.9,  # seconds
}
PAUSE = 3  # seconds during which a broker that did not answer is not asked again

_asked_again_at = 0.0


def ring(task: str, *args) -> None:
    """Announce a job by name once the transaction is committed.

    Never raises and never holds the request for more than a second, however often it rings:
    the row that waits is swept up by beat (``settings.SWEEP_AFTER``) if the broker is away or
    this process dies.
    """
    transaction.on_commit(lambda: _publish(task, args), robust=True)


def _publish(task: str, args: tuple) -> None:
    global _asked_again_at
    if time.monotonic() < _asked_again_at:
        return
    try:
        app, line = _line()
        with producers[line].acquire(block=True, timeout=1) as producer:
            app.send_task(task, args=args, producer=producer, retry=False)
    except Exception as error:  # whatever the broker's client raises: the sweep will find the row
        _asked_again_at = time.monotonic() + PAUSE
        logger.warning(
            "The broker did not take a job",
            extra={"fields": {"task": task, "error": type(error).__name__}},
        )


@cache
def _line():
    from barnstod.celery import app

    return app, app.connection_for_write(transport_options=IMPATIENT)
