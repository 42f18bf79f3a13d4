"""Who stands in for a colleague of the same unit, from day to day."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import DateRange, ValidQuerySet


class Deputy(models.Model):
    """A colleague who gets somebody's letters between two local dates, both included.

    It opens nothing: what a deputy may see follows from the own workplace and, of a protected
    child, from being named on the case.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputies",
        verbose_name=_("who is away"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputy_for",
        verbose_name=_("who stands in"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=~Q(user=F("deputy")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.CheckConstraint(
                name="deputy_ends_after_it_begins",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            ExclusionConstraint(
                name="deputy_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody stands in already during those days."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.deputy}"
