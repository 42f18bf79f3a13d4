"""The secret address under which one person's own calendar can be subscribed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeedTokenQuerySet(models.QuerySet):
    def unrevoked(self):
        return self.filter(revoked_at__isnull=True)

    def valid_at(self, moment):
        return self.unrevoked().filter(expires_at__gt=moment)


class FeedToken(models.Model):
    """128 random bits, kept as a hash only; whoever knows them reads what ``user`` may see."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                name="feed_token_one_in_use", fields=["user"], condition=Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(
                name="feed_token_expires", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
