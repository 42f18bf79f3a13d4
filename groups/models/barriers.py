"""What somebody could not use on this site, told by the form of the accessibility statement."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.security.sealing import SealBroken, open_sealed, seal, sealed_anew


class BarrierQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_on__isnull=True)


class Barrier(models.Model):
    """A page and what was wrong with it. How to reach the sender is forgotten with the answer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.CharField(_("page"), max_length=300, blank=True)
    text = models.TextField(_("what is hard"), max_length=2000)
    sealed_contact = models.CharField(_("how to answer"), max_length=400, blank=True)
    reported_on = models.DateField(_("reported"), default=timezone.localdate)
    answered_on = models.DateField(_("answered"), null=True, blank=True)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ["reported_on", "pk"]
        verbose_name = _("report about accessibility")
        verbose_name_plural = _("reports about accessibility")
        constraints = [
            models.CheckConstraint(name="barrier_is_told", condition=~Q(text__regex=r"^\s*$")),
            models.CheckConstraint(
                name="barrier_contact_forgotten_when_answered",
                condition=Q(sealed_contact="") | Q(answered_on__isnull=True),
            ),
        ]

    def __str__(self):
        return str(self.key)

    @property
    def contact(self) -> str:
        """How the sender wants to be answered; empty if not at all, or if the key has gone."""
        try:
            return open_sealed(self.sealed_contact, self._context) if self.sealed_contact else ""
        except SealBroken:
            return ""

    def remember(self, contact: str) -> None:
        self.sealed_contact = seal(contact, self._context) if contact else ""

    def seal_anew(self) -> bool:
        """Seal the contact with the current key; tell whether it had to be. Raises SealBroken."""
        before = self.sealed_contact
        self.sealed_contact = sealed_anew(before, self._context)
        return self.sealed_contact != before

    @property
    def _context(self) -> str:
        return f"barrier.contact:{self.key}"
