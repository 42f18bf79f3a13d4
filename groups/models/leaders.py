"""What a group leader has learnt, and when somebody cannot lead."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import DateRange
from groups.choices import TrainingLevel
from groups.models.means import Leader


class Training(models.Model):
    """One course that a leader has completed (the chain of training, F18)."""

    leader = models.ForeignKey(Leader, on_delete=models.CASCADE, related_name="trainings")
    course = models.CharField(_("course"), max_length=120)
    level = models.CharField(_("level"), max_length=10, choices=TrainingLevel)
    completed_on = models.DateField(_("completed"))

    class Meta:
        ordering = ["-completed_on", "pk"]
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.CheckConstraint(
                name="training_level_is_known", condition=Q(level__in=TrainingLevel.values)
            ),
            models.CheckConstraint(name="training_names_its_course", condition=~Q(course="")),
            models.UniqueConstraint(
                name="training_once_on_a_day",
                fields=["leader", "course", "completed_on"],
                violation_error_message=_("This course is already written for that day."),
            ),
        ]

    def __str__(self):
        return self.course


class AbsenceQuerySet(models.QuerySet):
    def not_over(self, day):
        """Return the absences that last on ``day`` or come later."""
        return self.filter(away_to__gte=day)


class Absence(models.Model):
    """Days, both included, when a leader cannot lead. Why is nobody's business here."""

    leader = models.ForeignKey(Leader, on_delete=models.CASCADE, related_name="absences")
    away_from = models.DateField(_("first day away"))
    away_to = models.DateField(_("last day away"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["away_from"]
        verbose_name = _("days away")
        verbose_name_plural = _("days away")
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(away_to__gte=F("away_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("leader", RangeOperators.EQUAL),
                    (DateRange("away_from", "away_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Some of these days are already written."),
            ),
        ]

    def __str__(self):
        return f"{self.away_from} – {self.away_to}"
