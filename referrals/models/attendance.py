"""Who came to a session, and who has stopped coming."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from groups.models import Session, SupportGroup
from referrals.choices import FeedbackLevel
from referrals.evening import AbsenceReason, AbsencesSettled, Presence
from referrals.models.referral import Referral

MOST_CHILDREN = 30  # more have never been in one room; a slip of the finger has


class Marked(models.Model):
    """What every mark of a roll call carries.

    ``version`` counts its changes, so that nobody overwrites what they have not seen; the database
    refuses a change that does not raise it by one. ``tap`` is the key of the tap that wrote it, so
    that a phone may send the same tap any number of times.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    tap = models.UUIDField(default=uuid.uuid4, editable=False)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)

    class Meta:
        abstract = True


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the rows of the children ``user`` may see: the office, and the own leaders.

        A sender learns whether the child comes where that was agreed with the family, and only
        there.
        """
        children = Referral.objects.visible_to(user)
        if not user.has_role(Role.COORDINATOR):
            agreed = Q(feedback_level=FeedbackLevel.ATTENDANCE_TOO)
            if user.has_role(Role.LEADER):
                agreed |= Q(group__in=SupportGroup.objects.led_by(user))
            children = children.filter(agreed)
        return self.filter(referral__in=children)

    def latest_first(self):
        """Return the marks of sessions that took place, the last session first."""
        return self.filter(session__active=True).order_by("-session__during", "-pk")


class Attendance(Marked):
    """How one child was there at one session of its group. The database asks that it is its group,
    and that the programme may keep such a row at all."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(_("was there"), max_length=12, choices=Presence)
    reason = models.CharField(
        _("reason of the absence"), max_length=16, choices=AbsenceReason, blank=True
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_a_session", fields=["referral", "session"]
            ),
            models.CheckConstraint(
                name="attendance_presence_is_known", condition=Q(presence__in=Presence.values)
            ),
            models.CheckConstraint(
                name="attendance_reason_iff_absent",
                condition=Q(presence=Presence.ABSENT, reason__in=AbsenceReason.values)
                | (~Q(presence=Presence.ABSENT) & Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.referral} {self.session_id}"

    @property
    def came(self) -> bool:
        return self.presence != Presence.ABSENT


class HeadCount(Marked):
    """How many children came, where the programme keeps no row about any of them."""

    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, primary_key=True, related_name="head_count"
    )
    children = models.PositiveSmallIntegerField(_("children who came"))

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        constraints = [
            models.CheckConstraint(
                name="head_count_fits_in_a_room", condition=Q(children__lte=MOST_CHILDREN)
            ),
        ]

    def __str__(self):
        return f"{self.session_id}: {self.children}"


class AbsencesQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at__isnull=True)


class Absences(models.Model):
    """A child has missed three sessions in a row, the first of them ``since``: the office is told
    once, and says what came of it."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="absences")
    since = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("noticed"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled = models.CharField(
        _("what came of it"), max_length=12, choices=AbsencesSettled, blank=True
    )

    objects = AbsencesQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        verbose_name = _("absences in a row")
        verbose_name_plural = _("absences in a row")
        constraints = [
            models.UniqueConstraint(name="absences_once_in_a_row", fields=["referral", "since"]),
            models.UniqueConstraint(
                name="absences_one_open_a_referral",
                fields=["referral"],
                condition=Q(settled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="absences_settled_by_somebody_somehow",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settled="")
                | Q(
                    settled_at__isnull=False,
                    settled_at__gte=F("raised_at"),
                    settled_by__isnull=False,
                    settled__in=AbsencesSettled.values,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.referral} {self.raised_at:%Y-%m-%d}"
