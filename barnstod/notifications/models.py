"""Letters owed: a row in the transaction of its cause, sent by the worker afterwards."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at__isnull=True)


class Notice(models.Model):
    """Tells that there is something to read, and where; never what.

    To one member of staff, or to the address of a unit, which several read.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    mailbox = models.EmailField(_("mailbox"), blank=True)
    path = models.CharField(_("address"), max_length=200, blank=True)
    # An address that lets in whoever has it: sealed until it is sent, then forgotten.
    sealed_path = models.CharField(_("secret address"), max_length=400, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="notice_to_a_person_or_a_mailbox",
                condition=models.Q(recipient__isnull=False, mailbox="")
                | (models.Q(recipient__isnull=True, sealed_path="") & ~models.Q(mailbox="")),
            ),
            models.CheckConstraint(
                name="notice_secret_forgotten_when_sent",
                condition=models.Q(sealed_path="") | models.Q(sent_at__isnull=True, path=""),
            ),
        ]
        indexes = [
            models.Index(
                name="notice_unsent", fields=["queued_at"], condition=models.Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
