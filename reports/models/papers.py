"""A report to the board: its life, its invariants, and the file that one build made."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from reports.choices import (
    FROM_AGENDA,
    FROM_APPROVAL,
    IN_WORK,
    OF_A_GRANT,
    TONES,
    WITH_FILE,
    Channel,
    Fault,
    ReportType,
    State,
    Step,
)
from reports.models.grants import Grant
from reports.models.versions import VERSION_CONSTRAINTS, Version

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without what is mistaken for something else


def new_reference() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class ArrayOf(Func):
    """An array of one value, to ask whether another array contains it."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(models.BigIntegerField())


def iff(states, holds: Q) -> Q:
    """Return the condition that ``holds`` in these states and in no other."""
    return Q(state__in=states) & holds | ~Q(state__in=states) & ~holds


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the reports that exist for ``user``; views answer 404 for the rest."""
        if user.has_role(Role.COORDINATOR):
            return self
        states: set[str] = set()
        if user.has_role(Role.HEAD):
            states |= set(WITH_FILE)
        if user.has_role(Role.BOARD):
            states |= set(FROM_AGENDA)
        if user.has_role(Role.SOCIAL_WORKER):
            states.add(State.SENT)
        return self.filter(state__in=states)

    def with_names(self):
        """Join what a row or page prints, so that it costs the same for 1 report or 50."""
        return self.select_related("grant", "letter__source", "writer", "approved_by")

    def with_file(self):
        """Join the file without its bytes, which only a download reads."""
        return self.select_related("file").defer("file__pdf")

    def in_work(self):
        return self.filter(state__in=IN_WORK)


class Report(Version):
    """A paper to the board, from draft to sent.

    The state changes only through :mod:`reports.services` and :mod:`reports.building`. From
    approval on a trigger refuses every change but the next move of its life.
    """

    reference = models.CharField(
        _("reference"), max_length=8, unique=True, default=new_reference, editable=False
    )
    type = models.CharField(_("type"), max_length=24, choices=ReportType)
    title = models.CharField(_("title"), max_length=160)
    grant = models.ForeignKey(
        Grant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("grant"),
    )
    letter = models.ForeignKey(
        "reports.Letter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("political letter"),
    )
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period to"))
    dated_on = models.DateField(_("date of the paper"), default=timezone.localdate)
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    administration = models.CharField(
        _("administration"), max_length=80, default="Socialtjänstförvaltningen"
    )
    addressee = models.CharField(_("to the board"), max_length=80, default="Socialtjänstnämnden")
    texts = models.JSONField(_("texts"), default=dict)
    # Nobody yet, as long as the portal has drafted it and no person has gone on.
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    # Everybody who wrote in it, the first writer among them; none of them may approve.
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    step = models.CharField(max_length=8, choices=Step, default=Step.WAITING, editable=False)
    steps_done = models.PositiveSmallIntegerField(default=0, editable=False)
    steps_total = models.PositiveSmallIntegerField(default=1, editable=False)
    # Whoever builds holds this token; a build that lost it saves nothing.
    build = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    rung_at = models.DateTimeField(null=True, editable=False)
    fault = models.CharField(_("fault"), max_length=16, choices=Fault, blank=True, editable=False)
    # Of the file below, or NULL: part of a foreign key, for which "" would be a value.
    sha256 = models.CharField("SHA-256", max_length=64, null=True, editable=False)  # noqa: DJ001

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    agenda_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    paragraph = models.CharField(_("paragraph of the minutes"), max_length=20, blank=True)
    immediately_approved = models.BooleanField(_("minutes approved at once"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel, blank=True)
    recipient_number = models.CharField(
        _("the recipient's registry number"), max_length=40, blank=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            *VERSION_CONSTRAINTS,
            models.CheckConstraint(
                name="report_type_is_known", condition=Q(type__in=ReportType.values)
            ),
            models.CheckConstraint(
                name="report_of_a_grant_names_it",
                condition=~Q(type__in=OF_A_GRANT) | Q(grant__isnull=False),
                violation_error_message=_("Choose the grant that the report is about."),
            ),
            models.CheckConstraint(
                name="report_names_the_letter_it_answers",
                condition=Q(type=ReportType.LETTER_ANSWER, letter__isnull=False)
                | ~Q(type=ReportType.LETTER_ANSWER) & Q(letter__isnull=True),
                violation_error_message=_(
                    "Choose the letter that the report answers, and none in another report."
                ),
            ),
            models.CheckConstraint(
                name="report_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="report_period_in_order",
                condition=Q(period_from__lte=F("period_to")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="report_steps_within_their_number",
                condition=Q(step__in=Step.values) & Q(steps_done__lte=F("steps_total")),
            ),
            models.CheckConstraint(
                name="report_is_built_by_one",
                condition=iff([State.BUILDING], Q(build__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_says_why_it_failed",
                condition=Q(fault__in=Fault.values) & iff([State.FAILED], ~Q(fault="")),
            ),
            models.CheckConstraint(
                name="report_has_file_iff_built",
                condition=iff(WITH_FILE, Q(sha256__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_writer_is_among_the_writers",
                condition=Q(writer__isnull=True) | Q(writers__contains=ArrayOf(F("writer"))),
            ),
            models.CheckConstraint(
                name="report_never_approved_by_a_writer",
                condition=Q(approved_by__isnull=True)
                | ~Q(writers__contains=ArrayOf(F("approved_by"))),
                violation_error_message=_("Somebody who wrote in the report cannot approve it."),
            ),
            models.CheckConstraint(
                name="report_approved_by_somebody",
                condition=Q(
                    state__in=FROM_APPROVAL, approved_by__isnull=False, approved_at__isnull=False
                )
                | ~Q(state__in=FROM_APPROVAL)
                & Q(approved_by__isnull=True, approved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="report_on_the_agenda_of_a_meeting",
                condition=iff(FROM_AGENDA, Q(agenda_on__isnull=False)),
                violation_error_message=_("Say which day the board meets."),
            ),
            models.CheckConstraint(
                name="report_decided_with_day_and_paragraph",
                condition=Q(state__in=[State.DECIDED, State.SENT], decided_on__isnull=False)
                & ~Q(paragraph="")
                | ~Q(state__in=[State.DECIDED, State.SENT])
                & Q(decided_on__isnull=True, paragraph="", immediately_approved=False),
                violation_error_message=_("Say day and paragraph of the decision."),
            ),
            models.CheckConstraint(
                name="report_sent_with_day_and_channel",
                condition=Q(channel__in=Channel.values)
                & (
                    Q(state=State.SENT, sent_on__isnull=False) & ~Q(channel="")
                    | ~Q(state=State.SENT)
                    & Q(sent_on__isnull=True, channel="", recipient_number="")
                ),
                violation_error_message=_("Say day and way of sending."),
            ),
        ]
        indexes = [
            models.Index(
                name="report_waits_for_a_builder",
                fields=["rung_at"],
                condition=Q(state__in=IN_WORK),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.reference])

    @property
    def tone(self) -> str:
        return TONES.get(State(self.state), "plain")

    @property
    def is_in_work(self) -> bool:
        return self.state in IN_WORK

    @property
    def has_file(self) -> bool:
        return self.state in WITH_FILE


class ReportFile(models.Model):
    """What one build made: the figures as they were that day, and the PDF that prints them.

    Never altered: a new build replaces it, as long as the report is not approved. The report's
    (id, sha256) refers to this row's (report, sha256), and sha256 is checked against the bytes.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="file")
    pdf = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    figures = models.JSONField(_("figures"))
    template_version = models.CharField(_("template version"), max_length=40)
    built_at = models.DateTimeField(_("built"), default=timezone.now)

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        constraints = [
            # The target of the report's composite foreign key.
            models.UniqueConstraint(name="report_file_and_its_sum", fields=["report", "sha256"]),
        ]

    def __str__(self):
        return f"{self.report_id} {self.sha256[:12]}"
