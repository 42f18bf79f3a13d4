"""A case on its way from one unit to another: who gives it, on what ground, who takes it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.models import District
from districts.queries import districts_of
from referrals.handover import HandoverGround, HandoverReason, HandoverState, Told
from referrals.models.steps import NamedReader


class HandoverQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=HandoverState.OPEN)

    def visible_to(self, user):
        """Return the handovers of the user's own units, given or received, and the office's own.

        Of a protected child only to those named on the case. What went between two units the
        office reads on the case.
        """
        own = Q(pk__in=[])
        if user.has_role(Role.SOCIAL_WORKER):
            units = districts_of(user)
            own |= Q(from_unit__in=units) | Q(to_unit__in=units)
        if user.has_role(Role.COORDINATOR):
            own |= Q(from_unit=None)
        named = NamedReader.objects.filter(user=user).values("referral")
        return self.filter(own).filter(Q(is_protected=False) | Q(referral__in=named))


class Handover(models.Model):
    """The unit that has a case gives it to another, which takes it or does not.

    What the office took by telephone is no unit's: it gives that itself (no ``from_unit``). Until
    it is taken the case is the giver's, and the taker sees this row alone. Afterwards this
    row is what the giver has left of it: the disclosure, for the file. ``reference``, ``alias``
    and ``is_protected`` are the case's own, written by the database.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="handovers"
    )
    reference = models.CharField(max_length=10, editable=False)
    alias = models.CharField(_("alias"), max_length=60, editable=False)
    is_protected = models.BooleanField(default=False, editable=False)
    from_unit = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("unit that gives it"),
    )
    to_unit = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit that takes it")
    )
    reason = models.CharField(_("why"), max_length=16, choices=HandoverReason)
    ground = models.CharField(_("ground"), max_length=20, choices=HandoverGround)
    state = models.CharField(
        _("answer"), max_length=10, choices=HandoverState, default=HandoverState.OPEN
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("handed over"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    told = ArrayField(
        models.CharField(max_length=12, choices=Told),
        default=list,
        blank=True,
        verbose_name=_("what was disclosed"),
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.CheckConstraint(
                name="handover_state_is_known", condition=Q(state__in=HandoverState.values)
            ),
            models.CheckConstraint(
                name="handover_reason_is_known", condition=Q(reason__in=HandoverReason.values)
            ),
            models.CheckConstraint(
                name="handover_ground_is_known", condition=Q(ground__in=HandoverGround.values)
            ),
            models.CheckConstraint(
                name="handover_told_is_known", condition=Q(told__contained_by=Told.values)
            ),
            models.CheckConstraint(
                name="handover_to_another_unit",
                condition=~Q(from_unit=F("to_unit")),
                violation_error_message=_("The case is this unit's already."),
            ),
            models.CheckConstraint(
                name="handover_answered_iff_not_open",
                condition=Q(state=HandoverState.OPEN, answered_at__isnull=True)
                | (~Q(state=HandoverState.OPEN) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="handover_says_what_was_told_iff_taken",
                condition=Q(state=HandoverState.TAKEN, told__len__gte=1, answered_by__isnull=False)
                | (~Q(state=HandoverState.TAKEN) & Q(told__len=0)),
            ),
            models.UniqueConstraint(
                name="handover_one_at_a_time",
                fields=["referral"],
                condition=Q(state=HandoverState.OPEN),
                violation_error_message=_("The case is being handed over already."),
            ),
        ]
        indexes = [
            models.Index(name="handover_from_unit", fields=["from_unit", "-given_at"]),
            models.Index(name="handover_to_unit", fields=["to_unit", "-given_at"]),
        ]

    def __str__(self):
        return self.alias

    def get_absolute_url(self):
        return reverse("referrals:handover", args=[self.reference])

    @property
    def giver(self) -> str:
        return str(self.from_unit or _("the office"))

    @property
    def is_open(self) -> bool:
        return self.state == HandoverState.OPEN

    @property
    def is_taken(self) -> bool:
        return self.state == HandoverState.TAKEN
