"""What a grant consists of: rows of its budget and its ledger, goals, activities, days to keep."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.fields import PartialDateField, is_a_date
from reports.grants.choices import (
    PROGRESS_TONES,
    RESULT_TONES,
    DeadlineKind,
    Funding,
    GoalKind,
    LedgerKind,
    Post,
    Progress,
    Result,
)
from reports.models.facts import Source
from reports.models.grants import Grant

YEARS = range(2000, 2100)
IN_OUR_YEARS = Q(year__gte=YEARS[0], year__lte=YEARS[-1])


class Part(models.Model):
    """One row of a grant. ``source`` names the document that states it, if one does."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, editable=False)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.model_name} {self.pk}"


class BudgetLine(Part):
    """What one post is to cost in one year, and who is to pay. Whole kronor."""

    year = models.PositiveSmallIntegerField(_("year"))
    funding = models.CharField(_("paid by"), max_length=8, choices=Funding, default=Funding.APPLIED)
    post = models.CharField(_("post"), max_length=10, choices=Post)
    text = models.CharField(_("what"), max_length=160)
    sek = models.PositiveBigIntegerField(_("kronor"))
    # What the row may cost of the money that was granted, where that is less.
    revised_sek = models.PositiveBigIntegerField(_("after the decision"), null=True, blank=True)

    class Meta:
        ordering = ["year", "funding", "pk"]
        default_related_name = "budget"
        verbose_name = _("budget row")
        verbose_name_plural = _("budget rows")
        constraints = [
            models.UniqueConstraint(
                name="budget_line_once",
                fields=["grant", "year", "funding", "post", "text"],
                violation_error_message=_("The row is there already."),
            ),
            models.CheckConstraint(
                name="budget_line_is_of_known_kinds",
                condition=Q(funding__in=Funding.values, post__in=Post.values) & IN_OUR_YEARS,
            ),
            models.CheckConstraint(
                name="budget_line_costs_something",
                condition=Q(sek__gt=0),
                violation_error_message=_("Write a sum of at least 1 krona."),
            ),
        ]


class LedgerLine(Part):
    """Money that went out or came in, entered by hand or taken from a file. Whole kronor.

    A cost that is corrected gets a row of its own below zero; nothing else does.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=LedgerKind, default=LedgerKind.COST)
    on = models.DateField(_("day"))
    post = models.CharField(_("post"), max_length=10, choices=Post, blank=True)
    text = models.CharField(_("what"), max_length=160)
    sek = models.BigIntegerField(_("kronor"))
    voucher = models.CharField(_("voucher"), max_length=40, blank=True)
    is_imported = models.BooleanField(_("from a file"), default=False, editable=False)

    class Meta:
        ordering = ["on", "pk"]
        default_related_name = "ledger"
        verbose_name = _("ledger row")
        verbose_name_plural = _("ledger rows")
        constraints = [
            models.UniqueConstraint(
                name="ledger_voucher_once",
                fields=["grant", "kind", "voucher"],
                condition=~Q(voucher=""),
                violation_error_message=_("The voucher is in the ledger already."),
            ),
            models.CheckConstraint(
                name="ledger_cost_has_a_post",
                condition=Q(kind=LedgerKind.COST, post__in=Post.values)
                | Q(kind__in=[kind for kind in LedgerKind if kind != LedgerKind.COST], post=""),
                violation_error_message=_("A cost has a post, and nothing else has."),
            ),
            models.CheckConstraint(
                name="ledger_only_a_cost_is_taken_back",
                condition=Q(sek__gt=0) | Q(kind=LedgerKind.COST, sek__lt=0),
                violation_error_message=_("Only a cost may be below zero, and none is zero."),
            ),
        ]


class Goal(Part):
    """What is to come of the money, how that is seen, and what came of it."""

    kind = models.CharField(_("kind"), max_length=8, choices=GoalKind)
    text = models.CharField(_("goal"), max_length=300)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    baseline = models.CharField(_("at the start"), max_length=120, blank=True)
    target = models.CharField(_("target"), max_length=120, blank=True)
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=400, blank=True)
    cause = models.CharField(_("cause"), max_length=400, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        default_related_name = "goals"
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.UniqueConstraint(
                name="goal_once",
                fields=["grant", "text"],
                violation_error_message=_("The goal is there already."),
            ),
            models.CheckConstraint(
                name="goal_is_of_known_kinds",
                condition=Q(kind__in=GoalKind.values, result__in=Result.values),
            ),
            models.CheckConstraint(
                name="goal_missed_with_a_cause",
                condition=Q(result__in=[Result.PARTLY, Result.NOT]) & ~Q(cause="")
                | Q(result__in=[Result.NONE, Result.ATTAINED], cause=""),
                violation_error_message=_(
                    "Say why a goal was attained in part or not at all, and of no other."
                ),
            ),
        ]

    @property
    def tone(self) -> str:
        return RESULT_TONES.get(Result(self.result), "plain")


class Activity(Part):
    """Something that is to be done with the money."""

    text = models.CharField(_("activity"), max_length=240)
    begins = PartialDateField(_("begins"))
    ends = PartialDateField(_("ends"))
    progress = models.CharField(
        _("how far"), max_length=8, choices=Progress, default=Progress.PLANNED
    )
    cause = models.CharField(_("cause"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        default_related_name = "activities"
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(
                name="activity_once",
                fields=["grant", "text"],
                violation_error_message=_("The activity is there already."),
            ),
            is_a_date("activity_dates_are_dates", "begins", "ends"),
            models.CheckConstraint(
                name="activity_ends_after_it_begins",
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("begins")),
                violation_error_message=_("The activity ends before it begins."),
            ),
            models.CheckConstraint(
                name="activity_dropped_with_a_cause",
                condition=Q(progress=Progress.DROPPED) & ~Q(cause="")
                | Q(progress__in=[Progress.PLANNED, Progress.DONE], cause=""),
                violation_error_message=_(
                    "Say why an activity was not carried out, and of no other."
                ),
            ),
        ]

    @property
    def tone(self) -> str:
        return PROGRESS_TONES.get(Progress(self.progress), "plain")


class Deadline(Part):
    """A day to keep; it stands on *Att göra* until it is noted as done."""

    kind = models.CharField(_("kind"), max_length=12, choices=DeadlineKind)
    text = models.CharField(_("what"), max_length=160, blank=True)
    due_on = models.DateField(_("at the latest"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        default_related_name = "deadlines"
        verbose_name = _("day to keep")
        verbose_name_plural = _("days to keep")
        constraints = [
            models.UniqueConstraint(
                name="deadline_once",
                fields=["grant", "kind", "due_on", "text"],
                violation_error_message=_("The day is there already."),
            ),
            models.CheckConstraint(
                name="deadline_kind_is_known", condition=Q(kind__in=DeadlineKind.values)
            ),
        ]
