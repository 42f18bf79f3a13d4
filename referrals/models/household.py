"""Whose cases belong together, whose must be kept apart, and the parent's own place."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals.choices import ParentSeat, SafeHere, SiblingWish


class Household(models.Model):
    """The children of one family whose cases the office has put together.

    Either all of them are protected or none is; the database holds that, and what ``siblings``
    wish, whoever writes (migration 0009).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    siblings = models.CharField(
        _("the siblings"), max_length=10, choices=SiblingWish, default=SiblingWish.NO_MATTER
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                name="household_siblings_is_known", condition=Q(siblings__in=SiblingWish.values)
            ),
        ]

    def __str__(self):
        return str(self.pk)


class ParentPlaceQuerySet(models.QuerySet):
    def standing(self):
        """Return those that hold or take a seat."""
        return self.exclude(state=ParentSeat.RELEASED)


class ParentPlace(models.Model):
    """A parent's seat in the group that meets beside the children's, the same evening.

    It follows the household's children in ``beside``: held while one is offered a place, taken
    once one has it, released when none is left. Who the parent is stands nowhere.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="parent_places")
    group = models.ForeignKey(
        "groups.SupportGroup", on_delete=models.PROTECT, related_name="parent_places"
    )
    beside = models.ForeignKey("groups.SupportGroup", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ParentSeat, default=ParentSeat.HELD)
    # Where violence is among the needs, the place is for the parent the child lives safely with.
    safe_here = models.CharField(_("safe"), max_length=10, choices=SafeHere)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ParentPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at", "pk"]
        verbose_name = _("parent's place")
        verbose_name_plural = _("parents' places")
        constraints = [
            models.CheckConstraint(
                name="parent_place_state_is_known", condition=Q(state__in=ParentSeat.values)
            ),
            models.CheckConstraint(
                name="parent_place_safe_here_is_known", condition=Q(safe_here__in=SafeHere.values)
            ),
            models.UniqueConstraint(
                name="parent_place_once_in_a_group",
                fields=["household", "group"],
                condition=~Q(state=ParentSeat.RELEASED),
                violation_error_message=_("The parent has a place in this group already."),
            ),
        ]

    def __str__(self):
        return f"{self.household} {self.group}"


class KeptApart(models.Model):
    """Two cases whose people must not meet. Why is stored nowhere.

    The smaller key stands first, so that a pair is one row whichever way it is asked for.
    """

    first = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name = _("people who must not meet")
        verbose_name_plural = _("people who must not meet")
        constraints = [
            models.CheckConstraint(
                name="kept_apart_is_symmetrical",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("Choose another case than this one."),
            ),
            models.UniqueConstraint(
                name="kept_apart_once",
                fields=["first", "second"],
                violation_error_message=_("This is written down already."),
            ),
        ]
        indexes = [models.Index(name="kept_apart_by_second", fields=["second"])]

    def __str__(self):
        return str(self.pk)
