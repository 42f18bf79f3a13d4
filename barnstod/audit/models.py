"""What happened: one row for each change and each reading of an identity, never altered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what with which row, when. No name and no free text stands in it.

    The table is partitioned by year and refuses UPDATE, DELETE and TRUNCATE by a trigger; no
    foreign keys, so that it outlives what it tells about.
    """

    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.CharField(_("who"), max_length=80)
    action = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("which"), max_length=80)
    detail = models.JSONField(_("details"), default=dict)
    request_id = models.CharField(_("reference"), max_length=32, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(name="audit_by_subject", fields=["subject_type", "subject", "at"]),
            models.Index(name="audit_by_actor", fields=["actor", "at"]),
            models.Index(name="audit_by_time", fields=["at"]),
        ]

    def __str__(self):
        return f"{self.action} {self.subject}"
