"""Figures of a whole term as they were made known: once, and then for good."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.choices import Season


class PublishedTable(models.Model):
    """One table of one term. What was told cannot be taken back, so it is told again unchanged:
    a second count would show whoever compares the two what either hides."""

    figure = models.SlugField(_("figure"), max_length=40)
    code = models.SlugField(_("table"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    season = models.CharField(_("term"), max_length=8, choices=Season)
    position = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(_("unit"), max_length=12)
    is_of_children = models.BooleanField(default=False)
    day = models.DateField(_("of the day"))
    heads = models.JSONField(_("headings"))  # caption, rows, columns, notes: words, no numbers
    version = models.CharField(_("counted by version"), max_length=8)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        ordering = ["-year", "season", "position", "pk"]
        verbose_name = _("published table")
        verbose_name_plural = _("published tables")
        constraints = [
            models.UniqueConstraint(
                name="published_table_once_a_term", fields=["code", "year", "season"]
            ),
            models.UniqueConstraint(
                name="published_table_has_its_kind", fields=["id", "is_of_children"]
            ),
            models.CheckConstraint(
                name="published_table_season_is_known", condition=Q(season__in=Season.values)
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.year} {self.season}"


class PublishedCell(models.Model):
    """One number that everybody may read, or the mark that stands in its place."""

    table = models.ForeignKey(PublishedTable, on_delete=models.PROTECT, related_name="cells")
    is_of_children = models.BooleanField(default=False)  # as its table; a foreign key says so
    row = models.CharField(max_length=60, blank=True)
    column = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    mark = models.CharField(
        max_length=6, blank=True, choices=[("few", "few"), ("hidden", "hidden")]
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("published number")
        verbose_name_plural = _("published numbers")
        constraints = [
            models.UniqueConstraint(
                name="published_cell_once_a_table", fields=["table", "row", "column"]
            ),
            models.CheckConstraint(
                name="published_cell_never_has_a_hidden_number",
                condition=Q(mark__in=["few", "hidden"], value__isnull=True) | Q(mark=""),
            ),
            models.CheckConstraint(
                name="published_cell_never_tells_of_few_children",
                condition=Q(is_of_children=False)
                | Q(value__isnull=True)
                | Q(value=0)
                | Q(value__gte=5),
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.row} {self.column}"
