"""Which support groups a project with a grant runs or pays for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import SupportGroup
from reports.models.grants import Grant


class GrantGroup(models.Model):
    """One group that the office names as the project's. A trigger keeps those of a closed grant."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="named_groups")
    group = models.ForeignKey(SupportGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("group of a grant")
        verbose_name_plural = _("groups of a grant")
        constraints = [
            models.UniqueConstraint(name="grant_names_a_group_once", fields=["grant", "group"]),
        ]

    def __str__(self):
        return f"{self.grant_id} {self.group_id}"
