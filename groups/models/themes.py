"""What a programme is about from session to session: the template of a new group."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models.means import Programme

LONGEST_THEME = 80  # characters


class ProgrammeTheme(models.Model):
    """The theme of one session. The number of themes is how many sessions the programme has."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.CharField(_("theme"), max_length=LONGEST_THEME)

    class Meta:
        ordering = ["number"]
        verbose_name = _("theme of a programme")
        verbose_name_plural = _("themes of programmes")
        constraints = [
            models.UniqueConstraint(
                name="theme_number_once_in_a_programme", fields=["programme", "number"]
            ),
            models.CheckConstraint(
                name="theme_number_within_reason", condition=Q(number__gte=1, number__lte=20)
            ),
            models.CheckConstraint(name="theme_says_something", condition=~Q(theme="")),
        ]

    def __str__(self):
        return f"{self.number}. {self.theme}"
