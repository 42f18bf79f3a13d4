"""The office's own list of reasons why it could not offer a place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeclineGround(models.Model):
    """One reason, in the office's words. A referral keeps code and words as they then were.

    The first ones have the codes of :class:`referrals.choices.DeclineReason`, by which the figures
    know them; later ones have a random code.
    """

    code = models.CharField(max_length=16, primary_key=True, editable=False)
    words = models.CharField(_("reason"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["-is_active", "words"]
        verbose_name = _("reason for no place")
        verbose_name_plural = _("reasons for no place")
        constraints = [
            models.UniqueConstraint(
                name="decline_ground_words_once",
                fields=["words"],
                violation_error_message=_("This reason is in the list already."),
            ),
            models.CheckConstraint(name="decline_ground_has_words", condition=~Q(words="")),
        ]

    def __str__(self):
        return self.words
