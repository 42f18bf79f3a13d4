"""The Celery app and the schedule: the only place that lists periodic tasks."""

import logging.config
import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barnstod.settings")

app = Celery("barnstod")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    ["barnstod.jobs", "barnstod.notifications", "groups", "referrals", "reports"],
)
# PDFs are made one at a time, out of the way.
app.conf.task_routes = {
    "reports.build": {"queue": "reports"},
    "groups.print_flyers": {"queue": "reports"},
}

SWEEPS = (
    "jobs.beat",
    "notifications.sweep",
    "reports.sweep",
    "referrals.lapse_offers",
    "referrals.remind_senders",
    "referrals.forget_closed",
    "referrals.purge_drafts",
)

NIGHTLY = {  # Stockholm's clock
    "referrals.publish_usual_waits": crontab(hour=4, minute=10),
    "reports.draft_term_report": crontab(hour=4, minute=20),
}


@app.on_after_configure.connect
def schedule(sender, **kwargs):
    """Sweep every ``SWEEP_EVERY`` seconds; a sweep that waited so long is not done twice."""
    for task in SWEEPS:
        sender.add_periodic_task(
            settings.SWEEP_EVERY, app.signature(task), expires=settings.SWEEP_EVERY, name=task
        )
    for task, moment in NIGHTLY.items():
        sender.add_periodic_task(moment, app.signature(task), name=task)


@setup_logging.connect
def log_as_the_web_does(**kwargs):
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def refuse_unsafe_settings(**kwargs):
    """Stop before the first job; Celery would log any other exception here and go on."""
    from barnstod.security.checks import refuse_unsafe_settings

    try:
        refuse_unsafe_settings()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
