"""How a job is announced to the workers; nobody else publishes."""

import logging

from django.db import transaction

logger = logging.getLogger(__name__)


def ring(task: str, *args) -> None:
    """Announce a job by name once the transaction is committed.

    Never raises and never holds the request for more than a second: the row that waits is swept
    up by beat (``settings.SWEEP_AFTER``) if the broker is down or this process dies.
    """
    transaction.on_commit(lambda: _publish(task, args), robust=True)


def _publish(task: str, args: tuple) -> None:
    from barnstod.celery import app

    try:
        app.send_task(task, args=args, retry=False)
    except Exception as error:  # whatever the broker's client raises: the sweep will find the row
        logger.warning(
            "The broker did not take a job",
            extra={"fields": {"task": task, "error": type(error).__name__}},
        )
