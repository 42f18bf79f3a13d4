"""Entry points for the worker: fetch nothing, decide nothing, call one service."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from barnstod.jobs import ring


@shared_task(name="notifications.deliver")
def deliver(notice_id):
    from barnstod.notifications.services import send

    send(notice_id=notice_id)


@shared_task(name="notifications.sweep")
def sweep():
    """Ring again for what a lost broker, a crash or a silent mail server left behind."""
    from barnstod.notifications.models import Notice

    overdue = Notice.objects.unsent().filter(queued_at__lt=timezone.now() - settings.SWEEP_AFTER)
    for notice_id in overdue.values_list("pk", flat=True).order_by("queued_at")[:500]:
        ring("notifications.deliver", notice_id)
