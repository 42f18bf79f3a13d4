"""The pulse of the workers, read by /healthz/."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last did a job that beat had put on the broker."""

    worker = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.worker
