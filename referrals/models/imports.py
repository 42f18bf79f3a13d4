"""A waiting list that came in from a file: which rows became which cases, and what was undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.models.referral import Referral


class CaseImport(models.Model):
    """One confirmed import. Neither the file nor its name is kept.

    ``content`` is an HMAC of all that stood in the file: until it is undone, the same file is not
    read again. A row whose child became protected since is known by nothing else.
    """

    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    content = models.BinaryField(max_length=32, null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("import of a waiting list")
        verbose_name_plural = _("imports of waiting lists")
        constraints = [
            models.CheckConstraint(
                name="case_import_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="case_import_of_a_file_once",
                fields=["content"],
                condition=Q(undone_at__isnull=True),
                violation_error_message=_("The file has been imported meanwhile."),
            ),
        ]

    def __str__(self):
        return f"{self.imported_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("referrals:import", args=[self.pk])


class ImportedCase(models.Model):
    """One row of the file and the case it became; no case once that has been undone.

    ``fingerprint`` is an HMAC of what the row said: as long as its case is there, the same row is
    not imported again. What has been done with the case after ``written_at`` is somebody's work.
    """

    case_import = models.ForeignKey(CaseImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveSmallIntegerField(_("row"))
    referral = models.OneToOneField(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported"
    )
    fingerprint = models.BinaryField(max_length=32)
    written_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["row"]
        verbose_name = _("imported case")
        verbose_name_plural = _("imported cases")
        constraints = [
            models.UniqueConstraint(
                name="imported_case_once_in_a_file", fields=["case_import", "row"]
            ),
            models.UniqueConstraint(
                name="imported_row_is_one_case",
                fields=["fingerprint"],
                condition=Q(referral__isnull=False),
                violation_error_message=_(
                    "Some of the rows have been imported meanwhile. Nothing was saved."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.case_import} {self.row}"
