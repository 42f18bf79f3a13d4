"""Who decided what about the grants, and the letters that politicians wrote to the board."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from reports.fields import PartialDateField, is_a_date
from reports.grants.choices import FROM_GRANTED, DecisionKind
from reports.models.facts import Source
from reports.models.papers import Report
from reports.models.parts import Part


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the decisions on grants that exist for ``user``."""
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        if user.has_role(Role.BOARD):
            return self.filter(is_decided=True, grant__state__in=FROM_GRANTED)
        return self.none()


class Decision(Part):
    """A decision on a grant, of a board of the city or of the funder; or a proposal for one."""

    kind = models.CharField(_("decides"), max_length=8, choices=DecisionKind)
    board = models.CharField(_("decided by"), max_length=80)
    is_decided = models.BooleanField(_("is decided, not only proposed"), default=True)
    on = PartialDateField(_("date"))
    paragraph = models.CharField(_("paragraph of the minutes"), max_length=20, blank=True)
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    text = models.CharField(_("what is decided"), max_length=300)
    # The sum that the clause names, where it names one.
    sek = models.PositiveBigIntegerField(_("sum in the clause"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = [F("on").asc(nulls_last=True), "pk"]
        default_related_name = "decisions"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                name="decision_kind_is_known", condition=Q(kind__in=DecisionKind.values)
            ),
            is_a_date("decision_date_is_a_date", "on"),
            models.CheckConstraint(
                name="decision_has_a_day_once_decided",
                condition=Q(is_decided=True) & (Q(source__isnull=False) | Q(on__isnull=False))
                | Q(is_decided=False, on__isnull=True, paragraph=""),
                violation_error_message=_(
                    "A decision has a day. A proposal has neither day nor paragraph yet."
                ),
            ),
        ]


class Letter(models.Model):
    """A letter of politicians to their board, and the answer. Parties, never persons."""

    title = models.CharField(_("title"), max_length=160)
    board = models.CharField(_("to the board"), max_length=80)
    parties = models.CharField(
        _("parties"), max_length=80, help_text=_("Parties only, no person's name.")
    )
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    dated_on = PartialDateField(_("date of the letter"))
    received_on = PartialDateField(_("received"))
    asks = models.TextField(_("what it asks for"), help_text=_("One request a line."))
    answer_due_on = models.DateField(_("answer at the latest"), null=True, blank=True)
    answered_on = PartialDateField(_("answered"))
    answer = models.TextField(_("the answer in short"), blank=True)
    answered_by = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("answered by the report"),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="letters", editable=False
    )
    # The paper that answers, where it is a source and no report of the portal.
    answer_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="answers", editable=False
    )

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("political letter")
        verbose_name_plural = _("political letters")
        constraints = [
            models.UniqueConstraint(name="letter_stated_once", fields=["source"]),
            is_a_date("letter_dates_are_dates", "dated_on", "received_on", "answered_on"),
            models.CheckConstraint(
                name="letter_answered_after_it_came",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                violation_error_message=_("The answer is older than the letter."),
            ),
            models.CheckConstraint(
                name="letter_received_on_a_day", condition=Q(received_on__isnull=False)
            ),
            models.CheckConstraint(
                name="letter_answered_by_one_paper",
                condition=Q(answered_on__isnull=True)
                & Q(answered_by__isnull=True, answer_source__isnull=True)
                | Q(answered_on__isnull=False)
                & (
                    Q(answered_by__isnull=False, answer_source__isnull=True)
                    | Q(answered_by__isnull=True, answer_source__isnull=False)
                ),
                violation_error_message=_("An answered letter has a day and the report of it."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:letter", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None
