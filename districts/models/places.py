"""Where and who: districts through time, neighbourhoods, organisations, affiliations."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import DateRange, ValidQuerySet
from districts.choices import MailboxUse, OrganisationKind, Region


def swedish(field: str) -> Func:
    """Return the order of a text in Swedish, å ä ö last, whatever the server's locale."""
    return Func(F(field), function="swedish_order")


class Mailbox(models.Model):
    """A unit's own address, which somebody reads whoever is away. Letters tell of no child."""

    mailbox = models.EmailField(_("the unit's mailbox"), blank=True)
    mailbox_use = models.CharField(
        _("letters about cases go"),
        max_length=8,
        choices=MailboxUse,
        default=MailboxUse.TOO,
    )

    class Meta:
        abstract = True


class DistrictQuerySet(ValidQuerySet):
    def on(self, day):
        """Return the districts that there were on the local date ``day``."""
        return self.valid_on(day)

    def today(self):
        return self.on(timezone.localdate())


class District(Mailbox):
    """A district as it was between two local dates, both included; no end means today."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    board_name = models.CharField(_("board"), max_length=80)
    region = models.CharField(_("region"), max_length=12, choices=Region)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    # Where worry about a child is reported; empty is the installation's own number.
    concern_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    concern_address = models.CharField(_("address and hours"), max_length=200, blank=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [
            models.CheckConstraint(
                name="district_region_is_known", condition=Q(region__in=Region.values)
            ),
            models.CheckConstraint(
                name="district_mailbox_use_is_known", condition=Q(mailbox_use__in=MailboxUse.values)
            ),
            models.CheckConstraint(
                name="district_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="district_has_successor_iff_it_ended",
                condition=Q(valid_to__isnull=True, successor__isnull=True)
                | Q(valid_to__isnull=False, successor__isnull=False),
            ),
            models.CheckConstraint(
                name="district_is_not_its_own_successor", condition=~Q(successor=F("pk"))
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:district", args=[self.code])

    @property
    def unit_code(self) -> str:
        """Return the code of the unit here among all that send requests for a place."""
        return self.code

    def lineage(self) -> set[int]:
        """Return the ids of this district and of all it has taken over, however long ago.

        A merged district's rows follow it forward to its successor, never backward.
        """
        return lineage_of([self.pk])

    def heir(self) -> "District":
        """Return the district of today that this one has become part of, or itself."""
        return self.successor.heir() if self.successor else self


def taken_over() -> list[tuple[int, int]]:
    """Return each district that has ended, after the one that took it over: ids, one query."""
    ended = District.objects.filter(successor__isnull=False)
    return list(ended.values_list("successor_id", "pk"))


def lineage_of(ids, pairs: Iterable[tuple[int, int]] | None = None) -> set[int]:
    """Return ``ids`` and the ids of every district they have taken over, however long ago.

    One query; none with the ``pairs`` of :func:`taken_over`, for whoever asks many times.
    """
    pairs = taken_over() if pairs is None else pairs
    lineage, found = set(ids), set(ids)
    while found:
        found = {former for later, former in pairs if later in found} - lineage
        lineage |= found
    return lineage


def heirs_of(pk: int) -> set[int]:
    """Return ``pk`` and the ids of every district that has taken it over since; one query."""
    later = {former: heir for heir, former in taken_over()}
    heirs = {pk}
    while pk in later:
        pk = later[pk]
        heirs.add(pk)
    return heirs


class Neighbourhood(models.Model):
    """A place name that people use of where they live, within one of today's districts."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="neighbourhoods")

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")

    def __str__(self):
        return self.name


class Organisation(Mailbox):
    """Somebody who runs groups, trains leaders or cooperates: an association, church, clinic."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    note = models.TextField(_("note"), blank=True)
    has_operating_grant = models.BooleanField(_("operating grant from the city"), default=False)
    source = models.CharField(_("source"), max_length=80, blank=True)

    class Meta:
        ordering = [swedish("name")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_is_known", condition=Q(kind__in=OrganisationKind.values)
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_part", condition=~Q(parent=F("pk"))
            ),
            models.CheckConstraint(
                name="organisation_mailbox_use_is_known",
                condition=Q(mailbox_use__in=MailboxUse.values),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("groups:organisation", args=[self.code])

    @property
    def unit_code(self) -> str:
        return f"org-{self.code}"

    def heir(self) -> "Organisation":
        """Return what has taken it over: an organisation goes on as itself."""
        return self


class Affiliation(models.Model):
    """Where a person works between two local dates: one district or one organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="affiliations"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations"
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["user", "valid_from"]
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")
        constraints = [
            models.CheckConstraint(
                name="affiliation_is_district_or_organisation",
                condition=Q(district__isnull=False, organisation__isnull=True)
                | Q(district__isnull=True, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="affiliation_with_district_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("district", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="affiliation_with_organisation_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.district or self.organisation}"
