"""Facts that a document states: kept as they were written, with date, scope and source."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import Organisation
from groups.choices import Audience, Need
from groups.models import Programme
from reports.choices import Topic, Unit
from reports.fields import PartialDateField, is_a_date


class Source(models.Model):
    """A document that facts are taken from."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=160)
    short = models.CharField(_("in short"), max_length=60)
    dated_on = PartialDateField(_("date"))
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [is_a_date("source_date_is_a_date", "dated_on")]

    def __str__(self):
        """Return the source as a board paper cites it."""
        number = self.registry_number and f"dnr {self.registry_number}"
        return ", ".join(str(part) for part in (self.title, number, self.dated_on) if part)


class StatedFigure(models.Model):
    """A figure as a source states it. Never backed by invented rows, never mixed with ours."""

    code = models.SlugField(_("code"), unique=True)
    topic = models.CharField(_("table"), max_length=12, choices=Topic)
    name = models.CharField(_("figure"), max_length=160)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    of = models.DecimalField(_("of"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    # As the source words it where the number alone would say too much: "drygt 70".
    wording = models.CharField(_("wording"), max_length=40, blank=True)
    on = PartialDateField(_("date"))
    # The day whose districts ``of`` counts, where the figure is about districts.
    district_set_on = models.DateField(_("districts as of"), null=True, blank=True)
    scope = models.CharField(_("scope"), max_length=240, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        ordering = ["topic", "pk"]
        verbose_name = _("stated figure")
        verbose_name_plural = _("stated figures")
        constraints = [
            models.CheckConstraint(
                name="stated_figure_topic_is_known", condition=Q(topic__in=Topic.values)
            ),
            models.CheckConstraint(
                name="stated_figure_unit_is_known", condition=Q(unit__in=Unit.values)
            ),
            models.CheckConstraint(
                name="stated_figure_within_its_whole",
                condition=Q(value__gte=0) & (Q(of__isnull=True) | Q(of__gte=F("value"))),
            ),
            models.CheckConstraint(
                name="stated_figure_of_districts_names_the_set",
                condition=~Q(unit=Unit.DISTRICTS)
                | Q(of__isnull=False, district_set_on__isnull=False),
            ),
            is_a_date("stated_figure_date_is_a_date", "on"),
        ]

    def __str__(self):
        return self.code


class StatedOffer(models.Model):
    """Groups that a source says an organisation ran; no number where the source gives none."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="stated_offers"
    )
    need = models.CharField(_("need"), max_length=16, choices=Need)
    audience = models.CharField(_("for"), max_length=10, choices=Audience)
    groups = models.PositiveSmallIntegerField(_("groups"), null=True, blank=True)
    period = models.CharField(_("period"), max_length=40)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="offers")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("stated offer")
        verbose_name_plural = _("stated offers")
        constraints = [
            models.UniqueConstraint(
                name="stated_offer_once", fields=["organisation", "need", "audience", "period"]
            ),
            models.CheckConstraint(
                name="stated_offer_need_is_known", condition=Q(need__in=Need.values)
            ),
            models.CheckConstraint(
                name="stated_offer_audience_is_known", condition=Q(audience__in=Audience.values)
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.period}"
