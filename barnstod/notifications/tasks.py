"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from barnstod.jobs import ring
from barnstod.security.actor import acting_as

AT_ONCE = 500  # letters a sweep rings for; the next one comes soon


@shared_task(name="notifications.deliver")
def deliver(notice_id):
    from barnstod.notifications.services import send

    with acting_as("system:deliver"):
        send(notice_id=notice_id)


@shared_task(name="notifications.sweep")
def sweep():
    """Ring again for what a lost broker, a crash or a silent mail server left behind."""
    from barnstod.notifications.models import Notice

    overdue = Notice.objects.unsent().filter(queued_at__lt=timezone.now() - settings.SWEEP_AFTER)
    for notice_id in overdue.values_list("pk", flat=True).order_by("queued_at")[:AT_ONCE]:
        ring("notifications.deliver", notice_id)
