"""What families asked for in vain, and what they may know of the wait. Figures, never a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.choices import Region
from groups.choices import AgeBand, Lack

STEP = 5  # an unmet wish is counted in fives, and a wait is told of so many children at least


class UnmetWish(models.Model):
    """How often nothing fitted: one week, one part of the city, one band of ages.

    Counted in fives, rounded by chance when it is written (:func:`groups.services.count_unmet`):
    the row cannot say how many asked, and has no time finer than the week, no need, no district
    and no weekday. So it shows nobody, whoever reads the table.
    """

    week_on = models.DateField(_("week"))  # its Monday, Stockholm's
    region = models.CharField(_("part of the city"), max_length=12, choices=Region, blank=True)
    ages = models.CharField(_("ages"), max_length=5, choices=AgeBand)
    lack = models.CharField(_("what was missing"), max_length=5, choices=Lack)
    fives = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-week_on", "region", "ages", "lack"]
        verbose_name = _("wish without an answer")
        verbose_name_plural = _("wishes without an answer")
        constraints = [
            models.UniqueConstraint(
                name="unmet_wish_once_a_week", fields=["week_on", "region", "ages", "lack"]
            ),
            models.CheckConstraint(
                name="unmet_wish_is_of_a_week", condition=Q(week_on__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="unmet_wish_region_is_known", condition=Q(region__in=["", *Region.values])
            ),
            models.CheckConstraint(
                name="unmet_wish_ages_are_a_band", condition=Q(ages__in=AgeBand.values)
            ),
            models.CheckConstraint(
                name="unmet_wish_lack_is_known", condition=Q(lack__in=Lack.values)
            ),
            models.CheckConstraint(name="unmet_wish_was_wished", condition=Q(fives__gte=1)),
        ]

    def __str__(self):
        return f"{self.week_on} {self.region} {self.ages} {self.lack}"

    @property
    def number(self) -> int:
        """Return about how many, a multiple of five."""
        return self.fives * STEP


class UsualWait(models.Model):
    """How long children waited for a place, in a part of the city or ("") in all of it.

    Written by whoever knows the children (the app above); a figure of fewer than five does not
    exist here.
    """

    region = models.CharField(max_length=12, choices=Region, blank=True, primary_key=True)
    weeks = models.PositiveSmallIntegerField(_("weeks"))  # half of the children waited less
    fives = models.PositiveIntegerField()  # of children it is counted on, rounded down
    since_on = models.DateField(_("stands since"))

    class Meta:
        ordering = ["region"]
        verbose_name = _("usual wait")
        verbose_name_plural = _("usual waits")
        constraints = [
            models.CheckConstraint(
                name="usual_wait_region_is_known", condition=Q(region__in=["", *Region.values])
            ),
            models.CheckConstraint(
                name="usual_wait_is_of_five_children_or_more", condition=Q(fives__gte=1)
            ),
        ]

    def __str__(self):
        return f"{self.region}: {self.weeks}"
