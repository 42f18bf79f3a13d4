"""The receipt of who asked without an account: what their two words are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals.models.referral import Referral


class Receipt(models.Model):
    """Two spoken words reach one referral; they stand here as their HMAC only.

    ``attempt`` and the referral's ``submission_key`` give the words again, to whoever holds the
    index key (:mod:`referrals.receipts`).
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="receipt"
    )
    pair_index = models.BinaryField(max_length=32, unique=True, editable=False)
    attempt = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return str(self.pk)
