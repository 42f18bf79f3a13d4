"""Who is somebody: accounts, and the roles they hold from day to day."""

from functools import cached_property

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import NEEDS_SECOND_FACTOR, Role


class DateRange(Func):
    """The days from ``valid_from`` to ``valid_to``, both included; no end means for ever."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class ValidQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class UserQuerySet(models.QuerySet):
    def holding(self, *roles):
        """Return the open accounts that hold one of ``roles`` today, Stockholm's date."""
        grants = RoleGrant.objects.valid_on(timezone.localdate()).filter(role__in=roles)
        return self.filter(is_active=True, pk__in=grants.values("user"))

    def with_current_roles(self):
        """Join the roles valid today as ``current_grants``, for a list that prints them."""
        today = RoleGrant.objects.valid_on(timezone.localdate())
        return self.prefetch_related(
            models.Prefetch("role_grants", queryset=today, to_attr="current_grants")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email, name, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A member of staff. What they may do stands in RoleGrant, where in districts.Affiliation."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_case"),
            models.CheckConstraint(
                name="user_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the roles valid today, Stockholm's date; none for a closed account."""
        if not self.is_active:
            return frozenset()
        grants = self.role_grants.valid_on(timezone.localdate())
        return frozenset(grants.values_list("role", flat=True))

    def has_role(self, *roles) -> bool:
        return not self.roles.isdisjoint(roles)

    def needs_second_factor(self) -> bool:
        """Tell whether this person must set up a second factor before opening a person."""
        return self.has_role(*NEEDS_SECOND_FACTOR) and not self.second_factors().exists()

    def second_factors(self):
        """Return what signs this person in besides the password; reserve codes alone do not."""
        reserve = Authenticator.Type.RECOVERY_CODES
        return Authenticator.objects.filter(user=self).exclude(type=reserve)


class RoleGrant(models.Model):
    """One role for one person between two local dates; rights are the union of the grants."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "valid_from"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                name="role_grant_role_is_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="role_grant_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="role_grant_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """A secret address by which a new colleague chooses a password; kept as a hash only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
