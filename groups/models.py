"""What is offered: programmes, rooms, support groups, their sessions and leaders."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.choices import Region
from districts.models import District, Organisation
from groups.choices import (
    CURRENT,
    Audience,
    DocumentationMode,
    GroupState,
    ManualStatus,
    Need,
    Precision,
    ProgrammeKind,
    Season,
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
    board_decision = models.CharField(_("the board's decision"), max_length=120, blank=True)
    documentation_mode = models.CharField(
        _("documentation"),
        max_length=16,
        choices=DocumentationMode,
        default=DocumentationMode.IDENTIFIED,
    )
    source = models.CharField(_("source"), max_length=80, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="programme_needs_are_known", condition=Q(needs__contained_by=Need.values)
            ),
        ]

    def __str__(self):
        return self.name


class Venue(models.Model):
    """A house where groups meet. The address is for staff; Precision says what the public reads."""

    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=120)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="venues")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="venues"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self):
        return self.name


class Room(models.Model):
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("seats"), default=12)
    is_step_free = models.BooleanField(_("step-free"), default=False)

    class Meta:
        ordering = ["venue", "name"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(name="room_name_once_in_a_venue", fields=["venue", "name"])
        ]

    def __str__(self):
        return f"{self.venue}, {self.name}"


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
    # The date only: the extract itself is never stored (lag 2013:852).
    register_check_shown_on = models.DateField(
        _("register extract shown on"), null=True, blank=True
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("group leader")
        verbose_name_plural = _("group leaders")

    def __str__(self):
        return self.name


class SupportGroupQuerySet(models.QuerySet):
    def published(self):
        """Return what the public site lists: planned and running groups."""
        return self.filter(state__in=CURRENT)

    def with_names(self):
        """Join what a row or page prints, so that it costs the same for 1 group or 60."""
        return self.select_related(
            "programme", "organisation", "room__venue__district", "parallel_group"
        ).prefetch_related("hosting_districts", "leaders")


class SupportGroup(models.Model):
    """A group of children or grown-ups that meets for one term.

    The seat counters change only through hold, take and release in :mod:`groups.services`;
    the state only through :func:`groups.services.move`.
    """

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    needs = ArrayField(models.CharField(max_length=16, choices=Need))
    audience = models.CharField(_("for"), max_length=10, choices=Audience)
    age_from = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"))
    minimum = models.PositiveSmallIntegerField(_("starts with at least"), default=4)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="support_groups"
    )
    hosting_districts = models.ManyToManyField(
        District, blank=True, related_name="support_groups", verbose_name=_("districts")
    )
    is_city_wide = models.BooleanField(_("for the whole city"), default=False)
    region = models.CharField(_("part of the city"), max_length=12, choices=Region)
    leaders = models.ManyToManyField(Leader, blank=True, related_name="support_groups")
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    season = models.CharField(_("term"), max_length=8, choices=Season)
    planned_sessions = models.PositiveSmallIntegerField(_("number of sessions"), default=12)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    starts_at = models.TimeField(_("from"), null=True, blank=True)  # Stockholm's wall clock
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    first_on = models.DateField(_("first session"), null=True, blank=True)
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="support_groups"
    )
    parallel_group = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="child_group",
        verbose_name=_("parallel parent group"),
    )
    what_happens_first = models.TextField(_("what happens first"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=GroupState, default=GroupState.DRAFT
    )
    cancelled_because = models.CharField(_("reason for cancelling"), max_length=200, blank=True)
    precision = models.CharField(
        _("the public may read"), max_length=8, choices=Precision, default=Precision.EXACT
    )
    places_held = models.PositiveSmallIntegerField(_("offered"), default=0, editable=False)
    places_taken = models.PositiveSmallIntegerField(_("taken"), default=0, editable=False)
    updated_at = models.DateTimeField(_("last updated"), default=timezone.now)

    objects = SupportGroupQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]
        verbose_name = _("support group")
        verbose_name_plural = _("support groups")
        constraints = [
            models.CheckConstraint(
                name="group_needs_are_known",
                condition=Q(needs__contained_by=Need.values) & Q(needs__len__gte=1),
            ),
            models.CheckConstraint(
                name="group_audience_is_known", condition=Q(audience__in=Audience.values)
            ),
            models.CheckConstraint(
                name="group_state_is_known", condition=Q(state__in=GroupState.values)
            ),
            models.CheckConstraint(
                name="group_season_is_known", condition=Q(season__in=Season.values)
            ),
            models.CheckConstraint(
                name="group_region_is_known", condition=Q(region__in=Region.values)
            ),
            models.CheckConstraint(
                name="group_precision_is_known", condition=Q(precision__in=Precision.values)
            ),
            models.CheckConstraint(
                name="group_with_violence_is_published_as_region",
                condition=~Q(needs__contains=[Need.FAMILY_VIOLENCE])
                | Q(precision=Precision.REGION),
                violation_error_message=_(
                    "A group about violence is published with the part of the city only."
                ),
            ),
            models.CheckConstraint(
                name="group_never_overbooked",
                condition=Q(places_held__gte=0)
                & Q(places_taken__gte=0)
                & Q(capacity__gte=F("places_held") + F("places_taken")),
                violation_error_message=_("There is no place left in the group."),
            ),
            models.CheckConstraint(
                name="group_minimum_within_capacity",
                condition=Q(minimum__gte=1) & Q(minimum__lte=F("capacity")),
                violation_error_message=_("The smallest number is larger than the group."),
            ),
            models.CheckConstraint(
                name="group_ages_in_order",
                condition=Q(age_from__isnull=True, age_to__isnull=True)
                | Q(age_from__lte=F("age_to")),
                violation_error_message=_("The youngest age is above the oldest."),
            ),
            models.CheckConstraint(
                name="group_sessions_within_reason",
                condition=Q(planned_sessions__gte=8, planned_sessions__lte=20),
                violation_error_message=_("A group has 8 to 20 sessions."),
            ),
            models.CheckConstraint(
                name="group_hours_in_order",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                name="group_cancelled_with_reason",
                condition=~Q(state=GroupState.CANCELLED) | ~Q(cancelled_because=""),
                violation_error_message=_("Say why the group is cancelled."),
            ),
            models.CheckConstraint(
                name="group_is_not_its_own_parallel", condition=~Q(parallel_group=F("pk"))
            ),
        ]
        indexes = [
            models.Index(
                name="group_current", fields=["first_on", "id"], condition=Q(state__in=CURRENT)
            ),
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("groups:office_detail", args=[self.slug])

    @property
    def places_left(self) -> int:
        """Return the seats that can still be offered; a held seat counts as gone."""
        return self.capacity - self.places_held - self.places_taken

    @property
    def needs_extra_care(self) -> bool:
        """Tell whether the strictest publishing rule applies: violence is among the needs."""
        return Need.FAMILY_VIOLENCE in self.needs


class Session(models.Model):
    """One meeting of a group. ``during`` is in UTC; a cancelled session is kept, not active."""

    group = models.ForeignKey(SupportGroup, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    during = DateTimeRangeField(_("time"))
    active = models.BooleanField(_("takes place"), default=True)

    class Meta:
        ordering = ["during", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                name="session_number_once_in_a_group", fields=["group", "number"]
            ),
            # The target of SessionLeader's composite foreign key, which keeps the copies equal.
            models.UniqueConstraint(
                name="session_time_and_state", fields=["id", "during", "active"]
            ),
            ExclusionConstraint(
                name="session_room_is_free",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
                violation_error_message=_("The room is taken at that time."),
            ),
        ]

    def __str__(self):
        return f"{self.group} {self.number}"


class SessionLeader(models.Model):
    """A leader in a session; time and state follow the session by a composite foreign key."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="session_leaders")
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="session_leaders")
    during = DateTimeRangeField(_("time"))
    active = models.BooleanField(_("takes place"), default=True)

    class Meta:
        verbose_name = _("leader of a session")
        verbose_name_plural = _("leaders of sessions")
        constraints = [
            models.UniqueConstraint(
                name="session_leader_once_in_a_session", fields=["session", "leader"]
            ),
            ExclusionConstraint(
                name="session_leader_is_free",
                expressions=[
                    ("leader", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(active=True),
                violation_error_message=_("The leader leads another session at that time."),
            ),
        ]

    def __str__(self):
        return f"{self.leader} {self.session}"
