"""One field of a group about violence, told to the public all the same."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.choices import Need, Openable


class Opening(models.Model):
    """Which field, why, who decided and when; all of it or nothing, and only of such a group."""

    opened_field = models.CharField(
        _("opened field"), max_length=16, choices=Openable, blank=True, editable=False
    )
    opened_because = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


ONE_FIELD_IS_OPENED_WITH_A_REASON = models.CheckConstraint(
    name="group_field_is_opened_with_a_reason",
    condition=Q(opened_field="", opened_because="", opened_by__isnull=True, opened_at__isnull=True)
    | Q(
        opened_field__in=Openable.values,
        opened_because__regex=r"\S",
        opened_by__isnull=False,
        opened_at__isnull=False,
        needs__contains=[Need.FAMILY_VIOLENCE],
    ),
    violation_error_message=_("Close the opened field first: only violence makes it needed."),
)
