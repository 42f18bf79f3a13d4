"""The archive copy of an approved report: one file with all that must be kept for good."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.papers import Report


class ReportArchive(models.Model):
    """A zip with the PDF, its figures and what is known of both. Never altered, never removed.

    A report is approved with its copy or not at all: a trigger says so, and another that there is
    no copy of what is not approved.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="archive")
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("archive copy")
        verbose_name_plural = _("archive copies")

    def __str__(self):
        return f"{self.report_id} {self.sha256[:12]}"
