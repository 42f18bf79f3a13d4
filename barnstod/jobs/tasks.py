"""The job that proves that beat, broker, worker and database reach one another."""

from celery import shared_task


@shared_task(name="jobs.beat")
def beat():
    from django.utils import timezone

    from barnstod.jobs.models import Heartbeat

    Heartbeat.objects.update_or_create(worker="default", defaults={"at": timezone.now()})
