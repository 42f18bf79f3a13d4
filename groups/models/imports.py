"""Groups that came in from a file: which file rows became which groups, and what was undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.support_groups import SupportGroup


class GroupImport(models.Model):
    """One confirmed import. The file itself is not kept."""

    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("import of groups")
        verbose_name_plural = _("imports of groups")
        constraints = [
            models.CheckConstraint(
                name="import_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.imported_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("groups:import", args=[self.pk])


class ImportedGroup(models.Model):
    """One row of the file and the group it became; no group once that has been undone.

    ``fingerprint`` is what the row said, however it was written: as long as its group is there
    the same row is not imported again. ``version`` is the group as it was written.
    """

    group_import = models.ForeignKey(GroupImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveSmallIntegerField(_("row"))
    group = models.OneToOneField(
        SupportGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported"
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    version = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["row"]
        verbose_name = _("imported group")
        verbose_name_plural = _("imported groups")
        constraints = [
            models.UniqueConstraint(
                name="imported_row_once_in_a_file", fields=["group_import", "row"]
            ),
            models.UniqueConstraint(
                name="imported_row_is_one_group",
                fields=["fingerprint"],
                condition=Q(group__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.group_import} {self.row}"

    def get_absolute_url(self):
        """Return the address of the group; of the import, where the group is gone."""
        return (self.group or self.group_import).get_absolute_url()
