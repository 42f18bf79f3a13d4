"""The steps of the way that have rows of their own: offers, the yes to take part, readers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.choices import HALVES, ON_DECISION, ConsentBy, OfferState


class OfferQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=OfferState.OPEN)

    def overdue(self, today):
        """Return the open offers whose last day to answer is over."""
        return self.open().filter(deadline__lt=today)

    def to_remind(self, today, ahead):
        """Return the open offers that end within ``ahead`` and whose sender was not reminded.

        One that was made that late is not among them: its own letter was reminder enough.
        """
        return self.open().filter(
            reminded_at__isnull=True,
            deadline__gte=today,
            deadline__lte=today + ahead,
            made_at__date__lt=F("deadline") - ahead,
        )


class Offer(models.Model):
    """A place offered to one child until the end of ``deadline``; an open one holds a seat."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="offers"
    )
    group = models.ForeignKey(
        "groups.SupportGroup", on_delete=models.PROTECT, related_name="offers"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("offered"), default=timezone.now)
    deadline = models.DateField(_("answer by"))  # the whole of this day, Stockholm's
    state = models.CharField(
        _("answer"), max_length=10, choices=OfferState, default=OfferState.OPEN
    )
    # Offers to the children of one household that are answered as one.
    together = models.UUIDField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("offered place")
        verbose_name_plural = _("offered places")
        constraints = [
            models.CheckConstraint(
                name="offer_state_is_known", condition=Q(state__in=OfferState.values)
            ),
            models.CheckConstraint(
                name="offer_answered_at_iff_not_open",
                condition=Q(state=OfferState.OPEN, answered_at__isnull=True)
                | (~Q(state=OfferState.OPEN) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="offer_yes_is_somebodys",
                condition=~Q(state=OfferState.ACCEPTED) | Q(answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="offer_one_open_a_referral",
                fields=["referral"],
                condition=Q(state=OfferState.OPEN),
            ),
        ]
        indexes = [
            models.Index(
                name="offer_open_by_deadline",
                fields=["deadline"],
                condition=Q(state=OfferState.OPEN),
            ),
        ]

    def __str__(self):
        return f"{self.referral} {self.deadline}"


class ConsentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def taken_back(self):
        return self.filter(withdrawn_on__isnull=False)

    def are_enough(self, *, is_assessed: bool) -> bool:
        """Tell whether those that stand let a child begin, as ``referrals_consent_is_enough`` does.

        Two guardians decide together. The board may decide against one of them only where the
        measure is individually assessed (FB 6:13 a).
        """
        said = set(self.standing().values_list("by", flat=True))
        if not is_assessed:
            said.discard(ConsentBy.BOARD_DECISION)
        return said >= set(HALVES) or bool(said - set(HALVES))


class Consent(models.Model):
    """A yes to take part. Not the ground on which the office was told: that is another question."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="consents"
    )
    by = models.CharField(_("who said yes"), max_length=20, choices=ConsentBy)
    given_on = models.DateField(_("when"), default=timezone.localdate)
    # The decision that a yes of the board, or of a child from 12, rests on.
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decision_reference = models.CharField(
        _("case number of the decision"), max_length=20, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("written down"), default=timezone.now)
    withdrawn_on = models.DateField(_("taken back"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_on", "pk"]
        verbose_name = _("yes to take part")
        verbose_name_plural = _("yeses to take part")
        constraints = [
            models.CheckConstraint(
                name="consent_by_is_known", condition=Q(by__in=ConsentBy.values)
            ),
            models.CheckConstraint(
                name="consent_taken_back_after_it_was_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
            ),
            models.CheckConstraint(
                name="consent_decision_iff_it_rests_on_one",
                condition=(
                    Q(by__in=ON_DECISION, decided_on__isnull=False) & ~Q(decision_reference="")
                )
                | (~Q(by__in=ON_DECISION) & Q(decided_on__isnull=True, decision_reference="")),
                violation_error_message=_("Say which decision the yes rests on, and of which day."),
            ),
            models.UniqueConstraint(
                name="consent_of_a_guardian_once",
                fields=["referral", "by"],
                condition=Q(by__in=HALVES, withdrawn_on__isnull=True),
                violation_error_message=_("The yes of this guardian is written down already."),
            ),
        ]

    def __str__(self):
        return f"{self.referral} {self.given_on}"


class NamedReader(models.Model):
    """Somebody who may open the case of a protected child; everybody else finds nothing."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="named_readers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_on"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField(_("named"), default=timezone.now)

    class Meta:
        ordering = ["named_at", "pk"]
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")
        constraints = [
            models.UniqueConstraint(name="named_reader_once", fields=["referral", "user"])
        ]

    def __str__(self):
        return f"{self.referral} {self.user}"
