"""/healthz/: is the portal well? The public learns only *ok* or *not*."""

import logging
import tempfile
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from barnstod.jobs.models import Heartbeat
from barnstod.security.access import public

logger = logging.getLogger(__name__)


@public("Monitoring asks without an account; the answer is one word")
def healthz(request):
    failed = [name for name, check in CHECKS.items() if not _passes(name, check)]
    response = HttpResponse("not" if failed else "ok", content_type="text/plain")
    response.status_code = 503 if failed else 200
    response["Cache-Control"] = "no-store"
    return response


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker():
    # One attempt: monitoring asks again by itself, and a long wait tells it nothing more.
    once = Retry(NoBackoff(), 0)
    with Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=once
    ) as redis:
        redis.ping()


def worker():
    """A job that beat sent within the last three rounds has been done by a worker."""
    recent = timezone.now() - timedelta(seconds=3 * settings.SWEEP_EVERY + 30)
    if not Heartbeat.objects.filter(at__gte=recent).exists():
        raise RuntimeError


def storage():
    with tempfile.NamedTemporaryFile() as probe:
        probe.write(b"ok")
        probe.flush()


CHECKS = {"database": database, "broker": broker, "worker": worker, "storage": storage}


def _passes(name, check) -> bool:
    try:
        check()
    except Exception as error:  # whatever is wrong, the answer is "not", and the log says which
        logger.error(
            "A health check failed",
            extra={"fields": {"check": name, "error": type(error).__name__}},
        )
        return False
    return True
