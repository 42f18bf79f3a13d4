"""A support group: its plan, its seats, its state, and which groups a person may see."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.choices import Region
from districts.models import District, Organisation
from districts.queries import organisations_of
from groups.choices import CURRENT, Audience, GroupState, Need, Precision, Season, Weekday
from groups.models.means import Leader, Programme, Room
from groups.models.opening import ONE_FIELD_IS_OPENED_WITH_A_REASON, Opening
from groups.terms import Term

# What an address may say: whom the group is for, an area, a term and four characters that mean
# nothing. Never what it is about, who runs it, or anybody's name.
TERM_AND_TAIL = r"-[vh]t[0-9]{2}-[a-z0-9]{4}$"
NEUTRAL_SLUG = rf"^(barngrupp|tonarsgrupp|foraldragrupp|anhoriggrupp)(-[a-z]+)+{TERM_AND_TAIL}"
REGION_SLUG = rf"^[a-z]+-({'|'.join(Region.values)}){TERM_AND_TAIL}"


class SupportGroupQuerySet(models.QuerySet):
    def published(self):
        """Return what the public site lists: planned and running groups."""
        return self.filter(state__in=CURRENT)

    def for_public(self):
        """Return what a family can still come to, with all that ``public_view`` reads.

        A group whose last session is over is not shown, even before the office has closed it.
        """
        return (
            self.published()
            .annotate(ends=Max("sessions__during__endswith", filter=Q(sessions__active=True)))
            .filter(Q(ends__isnull=True) | Q(ends__gte=timezone.now()))
            .select_related("programme", "organisation", "room__venue", "parallel_group")
            .prefetch_related("hosting_districts", "leaders")
        )

    def visible_to(self, user):
        """Return the groups whose office page exists for ``user``; views answer 404 for the rest.

        Whoever works here sees what has been published; a leader also the drafts of the own
        organisation; coordinators and heads all.
        """
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        seen = Q(published_at__isnull=False)
        if user.has_role(Role.LEADER):
            seen |= Q(organisation__in=organisations_of(user))
        return self.filter(seen) if user.roles else self.none()

    def in_calendar_of(self, user):
        """Return the groups whose sessions ``user`` may see; the union of what the roles allow.

        Coordinators and heads all, leaders their own; social workers what is published, but no
        group about violence: when and where it meets is told to whoever has a place in it.
        """
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        seen = Q(pk__in=[])
        if user.has_role(Role.LEADER):
            seen |= Q(pk__in=SupportGroup.objects.led_by(user).values("pk"))
        if user.has_role(Role.SOCIAL_WORKER):
            seen |= Q(published_at__isnull=False) & ~Q(needs__contains=[Need.FAMILY_VIOLENCE])
        return self.filter(seen)

    def led_by(self, user):
        """Return the groups that ``user`` leads."""
        return self.filter(leaders__user=user)

    def with_names(self):
        """Join what a row or page prints, so that it costs the same for 1 group or 60."""
        return self.select_related(
            "programme", "organisation", "room__venue__district", "parallel_group"
        ).prefetch_related("hosting_districts", "leaders")


class SupportGroup(Opening):
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
    # When it usually meets from now on; the first day is that of the first session, whatever its
    # weekday (docs/decisions/0012-the-first-day-and-the-weekday.md).
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
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last updated"), default=timezone.now)
    planned_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_terms",
        verbose_name=_("continues"),
    )
    # Made by the form, so that the same form sent twice is one group.
    submission_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)

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
            ONE_FIELD_IS_OPENED_WITH_A_REASON,
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
                | Q(age_from__isnull=False, age_to__isnull=False, age_from__lte=F("age_to")),
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
                | Q(starts_at__isnull=False, ends_at__isnull=False, starts_at__lt=F("ends_at")),
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
            models.CheckConstraint(
                name="group_does_not_continue_itself", condition=~Q(planned_from=F("pk"))
            ),
            models.CheckConstraint(
                name="group_of_children_has_the_parallel",
                condition=Q(parallel_group__isnull=True)
                | Q(audience__in=[Audience.CHILDREN, Audience.TEENAGERS]),
            ),
            models.CheckConstraint(
                name="group_weekday_is_known",
                condition=Q(weekday__isnull=True) | Q(weekday__in=Weekday.values),
            ),
            models.CheckConstraint(
                name="group_published_at_iff_published",
                condition=Q(state=GroupState.DRAFT, published_at__isnull=True)
                | Q(state=GroupState.CANCELLED)
                | Q(
                    state__in=[GroupState.PLANNED, GroupState.RUNNING, GroupState.COMPLETED],
                    published_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="group_address_is_neutral", condition=Q(slug__regex=NEUTRAL_SLUG)
            ),
            models.CheckConstraint(
                name="group_address_says_no_more_than_its_precision",
                condition=~Q(precision=Precision.REGION) | Q(slug__regex=REGION_SLUG),
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
    def reference(self) -> str:
        """Return what the audit calls it."""
        return self.slug

    @property
    def term(self) -> Term:
        return Term.of(self.year, self.season)

    @property
    def places_left(self) -> int:
        """Return the seats that can still be offered; a held seat counts as gone."""
        return self.capacity - self.places_held - self.places_taken

    @property
    def needs_extra_care(self) -> bool:
        """Tell whether the strictest publishing rule applies: violence is among the needs."""
        return Need.FAMILY_VIOLENCE in self.needs
