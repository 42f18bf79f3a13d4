"""What leaders must know of a child on an evening, and the talks before and after the group."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.evening import CallFirst, Collector, Food, TalkBy, TalkKind, TalkOutcome
from referrals.models.referral import Referral


def codes(label, choices):
    return ArrayField(
        models.CharField(max_length=20, choices=choices),
        default=list,
        blank=True,
        verbose_name=label,
    )


class Evening(models.Model):
    """Who fetches the child, who must not, whom to ring, what it eats: roles and choices only.

    What may be personal stands sealed in :class:`Identity`, where names may be kept at all. Leaders
    see this of a protected child too: it says nothing of who the child is, and it keeps it safe.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, primary_key=True, related_name="evening"
    )
    may_collect = codes(_("may fetch the child"), Collector)
    never_by = codes(_("must never fetch the child"), Collector)
    call_first = models.CharField(_("ring first"), max_length=12, choices=CallFirst, blank=True)
    food = codes(_("food"), Food)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("what leaders must know")
        verbose_name_plural = _("what leaders must know")
        constraints = [
            models.CheckConstraint(
                name="evening_collectors_are_known",
                condition=Q(
                    may_collect__contained_by=Collector.values,
                    never_by__contained_by=Collector.values,
                ),
            ),
            models.CheckConstraint(
                name="evening_nobody_both_may_and_must_not",
                condition=~Q(may_collect__overlap=F("never_by")),
                violation_error_message=_("The same person cannot both fetch the child and not."),
            ),
            models.CheckConstraint(
                name="evening_call_first_is_known",
                condition=Q(call_first__in=[*CallFirst.values, ""]),
            ),
            models.CheckConstraint(
                name="evening_food_is_known", condition=Q(food__contained_by=Food.values)
            ),
        ]

    def __str__(self):
        return str(self.referral_id)


class Talk(models.Model):
    """The first talk, before the child begins, and the closing one, with what it came to."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="talks")
    kind = models.CharField(_("talk"), max_length=8, choices=TalkKind)
    held_on = models.DateField(_("when"))
    held_by = models.CharField(_("by whom"), max_length=12, choices=TalkBy)
    outcome = models.CharField(_("what it came to"), max_length=16, choices=TalkOutcome, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("written down"), default=timezone.now)

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.UniqueConstraint(name="talk_once_of_a_kind", fields=["referral", "kind"]),
            models.CheckConstraint(
                name="talk_kind_is_known", condition=Q(kind__in=TalkKind.values)
            ),
            models.CheckConstraint(
                name="talk_held_by_is_known", condition=Q(held_by__in=TalkBy.values)
            ),
            models.CheckConstraint(
                name="talk_outcome_iff_closing",
                condition=Q(kind=TalkKind.CLOSING, outcome__in=TalkOutcome.values)
                | (~Q(kind=TalkKind.CLOSING) & Q(outcome="")),
                violation_error_message=_("Say what the closing talk came to."),
            ),
        ]

    def __str__(self):
        return f"{self.referral} {self.kind}"
