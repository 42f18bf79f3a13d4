"""Flyers that have been made and are kept until they would say something else."""

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.choices import Ink, Language, Paper
from groups.models.library import Octets
from groups.models.support_groups import SupportGroup

DIGEST = 32  # bytes of a SHA-256


class Flyer(models.Model):
    """One PDF. A new one takes the place of the old: one row for each shape of a group."""

    group = models.ForeignKey(SupportGroup, on_delete=models.CASCADE, related_name="flyers")
    paper = models.CharField(_("paper"), max_length=2, choices=Paper)
    ink = models.CharField(_("print"), max_length=8, choices=Ink)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    version = models.BinaryField(max_length=DIGEST)  # of what it says and how it looks
    pdf = models.BinaryField()
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("flyer")
        verbose_name_plural = _("flyers")
        constraints = [
            models.UniqueConstraint(
                name="flyer_once_in_each_shape", fields=["group", "paper", "ink", "language"]
            ),
            models.CheckConstraint(
                name="flyer_shape_is_known",
                condition=Q(paper__in=Paper.values)
                & Q(ink__in=Ink.values)
                & Q(language__in=Language.values),
            ),
            models.CheckConstraint(
                name="flyer_has_a_version_and_a_page",
                condition=Q(Exact(Octets("version"), DIGEST)) & Q(GreaterThan(Octets("pdf"), 0)),
            ),
        ]

    def __str__(self):
        return f"{self.group_id} {self.paper} {self.ink} {self.language}"
