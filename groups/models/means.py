"""What a group is made of: a programme, a room in a house, and people who lead it."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.models import District, Organisation, swedish
from groups.choices import (
    DecisionGap,
    DocumentationMode,
    ManualStatus,
    Need,
    ProgrammeKind,
    RegisterCheck,
    Weekday,
)


class Programme(models.Model):
    """A method with its rules: assessed or not, documented by name or without names."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    needs = ArrayField(models.CharField(max_length=16, choices=Need), default=list, blank=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=ProgrammeKind, default=ProgrammeKind.GROUP
    )
    manual = models.CharField(
        _("manual"), max_length=8, choices=ManualStatus, default=ManualStatus.NONE
    )
    origin = models.CharField(_("origin"), max_length=120, blank=True)
    is_assessed = models.BooleanField(_("given after individual assessment"), default=False)
    documentation_mode = models.CharField(
        _("documentation"),
        max_length=16,
        choices=DocumentationMode,
        default=DocumentationMode.IDENTIFIED,
    )
    source = models.CharField(_("source"), max_length=80, blank=True)

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="programme_needs_are_known", condition=Q(needs__contained_by=Need.values)
            ),
            models.CheckConstraint(
                name="programme_kind_is_known", condition=Q(kind__in=ProgrammeKind.values)
            ),
            models.CheckConstraint(
                name="programme_manual_is_known", condition=Q(manual__in=ManualStatus.values)
            ),
            models.CheckConstraint(
                name="programme_documentation_is_known",
                condition=Q(documentation_mode__in=DocumentationMode.values),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:programme", args=[self.code])

    def gaps_on(self, day) -> list[DecisionGap]:
        """Return what a board must decide and has not, on ``day``; reads ``decisions``.

        A warning, not a constraint: the decision may exist and not be written here yet.
        """
        then = [decision for decision in self.decisions.all() if decision.is_in_force_on(day)]
        gaps = []
        if not self.is_assessed and not any(one.lets_unassessed for one in then):
            gaps.append(DecisionGap.UNASSESSED)
        without_names = self.documentation_mode == DocumentationMode.DE_IDENTIFIED
        if without_names and not any(one.lets_de_identified for one in then):
            gaps.append(DecisionGap.DE_IDENTIFIED)
        return gaps


class Venue(models.Model):
    """A house where groups meet. The address is for staff; Precision says what the public reads.

    One house is one row, however many rent rooms in it: who must not meet do so at its door.
    """

    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=120)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="venues")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="venues"
    )

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="venue_name_once",
                violation_error_message=_("There is a venue with this name already."),
            ),
            models.UniqueConstraint(
                Lower("address"),
                name="venue_once_at_an_address",
                violation_error_message=_(
                    "There is a venue at this address already. Add the room there."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:venue", args=[self.pk])


class RoomQuerySet(models.QuerySet):
    def to_choose(self, kept: Collection[int] = ()):
        """Return the rooms that groups may be given, and those that have these keys already."""
        return self.filter(Q(is_open=True) | Q(pk__in=kept)).select_related("venue")


class Room(models.Model):
    """A room in a house, and stays there: its sessions would move with it to another address."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("seats"), default=12)
    is_step_free = models.BooleanField(_("step-free"), default=False)
    is_open = models.BooleanField(_("groups may be given it"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["venue", swedish("name")]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                name="room_name_once_in_a_venue",
                fields=["venue", "name"],
                violation_error_message=_("The venue has a room with this name already."),
            )
        ]

    def __str__(self):
        return f"{self.venue}, {self.name}"


class LeaderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the cards that exist for ``user``: a leader's own, all for the office."""
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        return self.filter(user=user) if user.has_role(Role.LEADER) else self.none()

    def current(self):
        """Return those who still lead groups today."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=timezone.localdate()))

    def with_names(self):
        """Join what a row prints, so that a list costs the same for 1 leader or 60."""
        return self.select_related("organisation", "user").prefetch_related("trainings")


class Leader(models.Model):
    """Somebody who leads groups; the account is needed only to use the portal."""

    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="leaders")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leader",
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True
    )  # empty: not asked yet
    supervised_by = models.CharField(_("supervision by"), max_length=80, blank=True)
    supervised_on = models.DateField(_("latest supervision"), null=True, blank=True)
    # The date only: the extract itself is never stored (lag 2013:852).
    register_check_shown_on = models.DateField(
        _("register extract shown on"), null=True, blank=True
    )
    register_check_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("seen by"),
    )
    left_on = models.DateField(_("no longer leads groups from"), null=True, blank=True)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("group leader")
        verbose_name_plural = _("group leaders")
        constraints = [
            models.CheckConstraint(
                name="leader_weekdays_are_known",
                condition=Q(weekdays__contained_by=Weekday.values),
            ),
            models.CheckConstraint(
                name="leader_supervision_says_by_whom",
                condition=Q(supervised_on__isnull=True) | ~Q(supervised_by=""),
                violation_error_message=_("Say which organisation or role gave the supervision."),
            ),
            models.CheckConstraint(
                name="leader_register_check_seen_has_a_day",
                condition=Q(register_check_seen_by__isnull=True)
                | Q(register_check_shown_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:leader", args=[self.pk])

    @property
    def full_name(self) -> str:
        """Return the name that tells two leaders of the same name apart."""
        return f"{self.name} ({self.organisation.name})"

    def register_check(self, today) -> RegisterCheck:
        """Return how it stands with the register extract on the local date ``today``.

        Asked for anew each year: one shown the same day last year still counts.
        """
        if self.register_check_shown_on is None:
            return RegisterCheck.MISSING
        shown = self.register_check_shown_on
        last_year = (today.year - 1, today.month, today.day)
        is_old = (shown.year, shown.month, shown.day) < last_year
        return RegisterCheck.OLD if is_old else RegisterCheck.SHOWN
