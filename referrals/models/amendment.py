"""What stood in a request before it was changed after sending: sealed, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.security.sealing import current_key_id, open_sealed, seal
from referrals.amending import AMENDABLE, AmendReason
from referrals.choices import Names
from referrals.models.identity import CONTACT_FIELDS, NAME_FIELDS, sealed
from referrals.models.referral import Referral

SEALED = "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"


class Amendment(models.Model):
    """One field of one request: what it said, what it says, and why.

    ``names`` is the referral's own, held equal by a composite foreign key as in an identity: what
    may no longer be kept of a child is not kept here either.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="amendments")
    names = models.CharField(max_length=8, choices=Names, default=Names.FULL, editable=False)
    field = models.CharField(_("what"), max_length=26, editable=False)
    sealed_before = sealed(_("before"))
    sealed_after = sealed(_("after"))
    key_id = models.CharField(max_length=32, default=current_key_id, editable=False)
    reason = models.CharField(_("why"), max_length=10, choices=AmendReason)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("change after sending")
        verbose_name_plural = _("changes after sending")
        constraints = [
            models.CheckConstraint(
                name="amendment_field_is_known", condition=Q(field__in=AMENDABLE)
            ),
            models.CheckConstraint(
                name="amendment_reason_is_known", condition=Q(reason__in=AmendReason.values)
            ),
            models.CheckConstraint(
                name="amendment_is_of_something",
                condition=~Q(sealed_before="") | ~Q(sealed_after=""),
            ),
            models.CheckConstraint(
                name="amendment_is_sealed",
                condition=(Q(sealed_before="") | Q(sealed_before__regex=SEALED))
                & (Q(sealed_after="") | Q(sealed_after__regex=SEALED)),
            ),
            models.CheckConstraint(
                name="amendment_of_names_where_they_are_kept",
                condition=~Q(field__in=NAME_FIELDS) | Q(names=Names.FULL),
            ),
            models.CheckConstraint(
                name="amendment_of_contact_where_it_is_kept",
                condition=~Q(field__in=CONTACT_FIELDS) | Q(names__in=[Names.FULL, Names.CONTACT]),
            ),
        ]
        indexes = [models.Index(name="amendment_by_key", fields=["key_id"])]

    def __str__(self):
        return f"{self.referral} {self.field}"

    def seal_in(self, before: str, after: str, reference: str) -> None:
        """Seal both values with the current key; "" stays nothing."""
        for side, text in (("before", before), ("after", after)):
            token = seal(text, self._context(side, reference)) if text else ""
            setattr(self, f"sealed_{side}", token)
        self.key_id = current_key_id()

    def opened(self, reference: str) -> tuple[str, str]:
        """Return both values in plain text; for names the caller writes the audit."""
        before, after = (
            open_sealed(token, self._context(side, reference)) if token else ""
            for side, token in (("before", self.sealed_before), ("after", self.sealed_after))
        )
        return before, after

    def _context(self, side: str, reference: str) -> str:
        return f"referrals.amendment.{self.field}.{side}:{reference}"
