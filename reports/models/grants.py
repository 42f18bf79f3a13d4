"""A grant: what it is for, where it stands, and what must hold of it in each state."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from reports.fields import PartialDateField, is_a_date
from reports.grants.choices import FROM_GRANTED, GRANT_TONES, GrantState, Origin
from reports.models.facts import Source

NOT_DRAFT = [state for state in GrantState.values if state != GrantState.DRAFT]
REPORTED = [GrantState.REPORTED, GrantState.CLOSED]


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the grants that exist for ``user``: the board reads what has been granted."""
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        if user.has_role(Role.BOARD):
            return self.filter(state__in=FROM_GRANTED)
        return self.none()

    def with_sources(self):
        """Fetch what a list row prints, so that it costs the same for 1 grant or 50."""
        return self.prefetch_related("sources")


class Grant(models.Model):
    """Money applied for and granted, from the application to the closing.

    A stated grant is as its sources tell, and an empty field is not stated; one that is kept here
    has in each state what the state requires. The state changes only through
    :func:`reports.grants.services.move`; a trigger keeps a closed grant as it is.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.KEPT)
    state = models.CharField(
        _("state"), max_length=8, choices=GrantState, default=GrantState.DRAFT, editable=False
    )
    # The year before this one, of which this is the continuation.
    continues = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
        editable=False,
    )
    year_number = models.PositiveSmallIntegerField(_("year of the project"), default=1)
    project = models.CharField(_("project"), max_length=160)
    applicant = models.CharField(_("applicant"), max_length=80)
    funder = models.CharField(_("funder"), max_length=80)
    applied_on = PartialDateField(_("applied"))
    # As the application says it. From a draft that is sent it is the sum of its rows.
    applied_sek = models.PositiveBigIntegerField(_("applied sum"), null=True, blank=True)
    decided_on = PartialDateField(_("granted"))
    granted_sek = models.PositiveBigIntegerField(_("granted sum"), null=True, blank=True)
    # As the source words the sum where it is not exact: "ca 4 miljoner kronor".
    granted_wording = models.CharField(_("granted sum, wording"), max_length=40, blank=True)
    period_from = PartialDateField(_("from"))
    period_to = PartialDateField(_("to"))
    reported_on = PartialDateField(_("reported back"))
    closed_on = PartialDateField(_("closed"))
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=240, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    target_group = models.TextField(_("target group"), blank=True)
    method = models.TextField(_("how the work is done"), blank=True)
    partners = models.TextField(_("partners and steering group"), blank=True)
    evaluation = models.TextField(_("follow-up and evaluation"), blank=True)
    after_plan = models.TextField(_("plan after the project"), blank=True)
    taken_over_by = models.CharField(_("taken over by"), max_length=120, blank=True)
    taken_over_from = PartialDateField(_("taken over from"))
    yearly_sek = models.PositiveBigIntegerField(
        _("cost a year after the project"), null=True, blank=True
    )
    sources = models.ManyToManyField(Source, related_name="grants", editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["period_from", "pk"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            is_a_date(
                "grant_dates_are_dates", "applied_on", "decided_on", "period_from", "period_to"
            ),
            is_a_date("grant_later_dates_are_dates", "reported_on", "closed_on", "taken_over_from"),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="grant_state_and_origin_are_known",
                condition=Q(state__in=GrantState.values, origin__in=Origin.values),
            ),
            models.CheckConstraint(
                name="grant_draft_has_not_been_applied_for",
                condition=~Q(state=GrantState.DRAFT)
                | Q(applied_on__isnull=True, decided_on__isnull=True, granted_sek__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_applied_for_with_day_and_sum",
                condition=Q(origin=Origin.STATED)
                | ~Q(state__in=NOT_DRAFT)
                | Q(applied_on__isnull=False, applied_sek__isnull=False, applied_sek__gt=0),
                violation_error_message=_("Say which day the application was sent."),
            ),
            models.CheckConstraint(
                name="grant_granted_with_day_and_sum",
                condition=~Q(state__in=FROM_GRANTED) & Q(granted_sek__isnull=True)
                | Q(state__in=FROM_GRANTED)
                & (
                    Q(origin=Origin.STATED)
                    | Q(decided_on__isnull=False, granted_sek__isnull=False, granted_sek__gt=0)
                ),
                violation_error_message=_("Say day and sum of the decision."),
            ),
            models.CheckConstraint(
                name="grant_no_more_than_applied_for",
                condition=Q(granted_sek__isnull=True)
                | Q(applied_sek__isnull=True)
                | Q(granted_sek__lte=F("applied_sek")),
                violation_error_message=_("More was granted than was applied for."),
            ),
            models.CheckConstraint(
                name="grant_reported_and_closed_on_a_day",
                condition=Q(state__in=REPORTED, reported_on__isnull=False)
                & (
                    Q(state=GrantState.CLOSED, closed_on__isnull=False)
                    | ~Q(state=GrantState.CLOSED) & Q(closed_on__isnull=True)
                )
                | ~Q(state__in=REPORTED) & Q(reported_on__isnull=True, closed_on__isnull=True),
                violation_error_message=_("Say which day it was."),
            ),
            models.CheckConstraint(
                name="grant_of_a_later_year_continues_one",
                condition=Q(year_number=1, continues__isnull=True)
                | Q(year_number__gt=1, continues__isnull=False),
            ),
        ]

    def __str__(self):
        """Return the project, with its year where an earlier grant is of the same project."""
        if self.is_stated or self.year_number == 1:
            return self.project
        return gettext("%(project)s, year %(year)s") % {
            "project": self.project,
            "year": self.year_number,
        }

    def get_absolute_url(self):
        return reverse("reports:grant", args=[self.code])

    @property
    def tone(self) -> str:
        return GRANT_TONES.get(GrantState(self.state), "plain")

    @property
    def is_stated(self) -> bool:
        return self.origin == Origin.STATED
