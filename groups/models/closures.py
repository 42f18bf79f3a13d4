"""Weeks without school, when no group meets; the coordinator decides them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import DateRange


class SchoolBreakQuerySet(models.QuerySet):
    def touching(self, start, end):
        """Return the breaks with a day from ``start`` to ``end``, both included."""
        return self.filter(first_on__lte=end, last_on__gte=start)


class SchoolBreak(models.Model):
    """A break from its first to its last day, both included."""

    name = models.CharField(_("name"), max_length=40)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))

    objects = SchoolBreakQuerySet.as_manager()

    class Meta:
        ordering = ["first_on"]
        verbose_name = _("school break")
        verbose_name_plural = _("school breaks")
        constraints = [
            models.CheckConstraint(
                name="school_break_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(name="school_break_has_a_name", condition=~Q(name="")),
            ExclusionConstraint(
                name="school_break_once_at_a_time",
                expressions=[(DateRange("first_on", "last_on"), RangeOperators.OVERLAPS)],
                violation_error_message=_("Another break already has some of these days."),
            ),
        ]

    def __str__(self):
        return self.name
