"""What the office keeps about a district or organisation: whom to reach, and what was agreed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import DateRange, ValidQuerySet
from districts.choices import AgreementKind, LiaisonRole
from districts.models.places import District, Organisation

SOMEBODY_ELSE_THEN = _("Somebody else has this role here during those days.")


class LiaisonQuerySet(ValidQuerySet):
    def with_names(self):
        """Join what a row prints, so that a page costs the same for one liaison or ten."""
        return self.select_related("user", "district", "organisation")


class Liaison(models.Model):
    """Whom the office calls about support groups, in a district or organisation (F23).

    A member of staff with an account, or somebody known by name only; each with a deputy beside.
    Work addresses only. Where several share the duty, ``concerns`` says who answers for what.
    """

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="liaisons"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="liaisons"
    )
    role = models.CharField(
        _("role"), max_length=8, choices=LiaisonRole, default=LiaisonRole.LIAISON
    )
    concerns = models.CharField(_("concerns"), max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="liaisons",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone at work"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail at work"), blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "concerns", "-valid_from", "pk"]  # the liaison before the deputy
        verbose_name = _("liaison for support groups")
        verbose_name_plural = _("liaisons for support groups")
        constraints = [
            models.CheckConstraint(
                name="liaison_of_district_or_organisation",
                condition=Q(district__isnull=False, organisation__isnull=True)
                | Q(district__isnull=True, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="liaison_role_is_known", condition=Q(role__in=LiaisonRole.values)
            ),
            models.CheckConstraint(
                name="liaison_is_an_account_or_a_name",
                condition=Q(user__isnull=False, name="") | (Q(user__isnull=True) & ~Q(name="")),
                violation_error_message=_("Choose an account or write a name, not both."),
            ),
            models.CheckConstraint(
                name="liaison_can_be_reached",
                condition=Q(user__isnull=False) | ~Q(phone="") | ~Q(email=""),
                violation_error_message=_("Say how to reach the person: telephone or e-mail."),
            ),
            models.CheckConstraint(
                name="liaison_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            ExclusionConstraint(
                name="liaison_of_district_once_at_a_time",
                expressions=[
                    ("district", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("concerns", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=SOMEBODY_ELSE_THEN,
            ),
            ExclusionConstraint(
                name="liaison_of_organisation_once_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("concerns", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=SOMEBODY_ELSE_THEN,
            ),
        ]

    def __str__(self):
        return self.person

    @property
    def place(self) -> District | Organisation:
        place = self.district or self.organisation
        assert place is not None  # a constraint says that it has one
        return place

    @property
    def person(self) -> str:
        return self.user.name if self.user else self.name

    @property
    def reach_email(self) -> str:
        """Return the address written here, else that of the account."""
        return self.email or (self.user.email if self.user else "")


class Agreement(models.Model):
    """What the city and an organisation have agreed in writing, for a time."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind)
    about = models.CharField(_("about"), max_length=160)
    registry_number = models.CharField(_("registry number"), max_length=40)
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                name="agreement_kind_is_known", condition=Q(kind__in=AgreementKind.values)
            ),
            models.CheckConstraint(
                name="agreement_says_what_and_where",
                condition=~Q(about="") & ~Q(registry_number=""),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self):
        return self.registry_number

    def holds_on(self, day) -> bool:
        """Tell whether the agreement is signed and its days include ``day``."""
        signed = self.signed_on is not None and self.signed_on <= day
        return signed and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class OperatingGrant(models.Model):
    """Money from the city to run an organisation's work in one year, in whole kronor."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="operating_grants"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    amount_sek = models.PositiveIntegerField(_("kronor"))
    decision = models.CharField(_("decision"), max_length=80)
    decided_on = models.DateField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-year", "decision"]
        verbose_name = _("operating grant")
        verbose_name_plural = _("operating grants")
        constraints = [
            models.UniqueConstraint(
                name="operating_grant_once_in_a_decision",
                fields=["organisation", "year", "decision"],
                violation_error_message=_("This decision is already written for that year."),
            ),
            models.CheckConstraint(
                name="operating_grant_is_some_money", condition=Q(amount_sek__gte=1)
            ),
            models.CheckConstraint(
                name="operating_grant_year_is_plausible",
                condition=Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("Write the year with four figures."),
            ),
            models.CheckConstraint(
                name="operating_grant_names_its_decision", condition=~Q(decision="")
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.amount_sek}"
