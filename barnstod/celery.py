"""The Celery app and the schedule: the only place that lists periodic tasks."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barnstod.settings")

app = Celery("barnstod")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["barnstod.jobs", "barnstod.notifications", "groups", "referrals", "reports"],
)
app.conf.task_routes = {"reports.build": {"queue": "reports"}}


@app.on_after_configure.connect
def schedule(sender, **kwargs):
    every = settings.SWEEP_EVERY
    sender.add_periodic_task(every, app.signature("notifications.sweep"), expires=every)
    sender.add_periodic_task(every, app.signature("reports.sweep"), expires=every)
    sender.add_periodic_task(every, app.signature("jobs.beat"), expires=every)
    sender.add_periodic_task(every, app.signature("referrals.lapse_offers"), expires=every)
