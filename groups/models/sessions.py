"""When a group meets and who leads it there; nobody and no room is in two places at once."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Deferrable, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from groups.choices import CancelReason, Need
from groups.models.means import Leader, Room
from groups.models.support_groups import SupportGroup


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the sessions of the calendar of ``user``; the others do not exist for them.

        The office sees all; leaders those of their groups and those they lead in somebody's
        place; social workers what is published, except where violence keeps time and place
        from everybody who does not need them (groups.policies.can_see_plan).
        """
        if user.has_role(Role.COORDINATOR, Role.HEAD):
            return self
        seen = Q(pk__in=[])
        if user.has_role(Role.LEADER):
            seen |= Q(group__in=SupportGroup.objects.led_by(user).values("pk"))
            stands_in = SessionLeader.objects.filter(leader__user=user)
            seen |= Q(pk__in=stands_in.values("session"))
        if user.has_role(Role.SOCIAL_WORKER):
            seen |= Q(group__published_at__isnull=False) & ~Q(
                group__needs__contains=[Need.FAMILY_VIOLENCE]
            )
        return self.filter(seen)

    def led_in_person(self, user):
        """Return what ``user`` is to lead, on its day and the day after.

        Whoever comes in a leader's place is let in to this one evening, and for as long as it
        takes to put right what was written then.
        """
        today = timezone.localdate()
        return self.filter(
            active=True,
            during__startswith__date__range=(today - timedelta(days=1), today),
            pk__in=SessionLeader.objects.filter(leader__user=user).values("session"),
        )

    def between(self, start, end):
        """Return the sessions with a moment from ``start`` to before ``end``."""
        return self.filter(during__overlap=(start, end))


class Session(models.Model):
    """One meeting of a group. ``during`` is in UTC; a cancelled session is kept, not active.

    ``sequence`` and ``changed_at`` are raised by the database whenever time, room or state of
    the session change, whoever writes: they tell a subscribed calendar that it is out of date.
    """

    group = models.ForeignKey(SupportGroup, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    during = DateTimeRangeField(_("time"))
    active = models.BooleanField(_("takes place"), default=True)
    cancelled_because = models.CharField(
        _("cancelled because"), max_length=12, choices=CancelReason, blank=True
    )
    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

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
            models.CheckConstraint(
                name="session_begins_and_ends",
                condition=Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
            ),
            # Deferrable, so that a whole series can be moved by a week in one transaction.
            ExclusionConstraint(
                name="session_room_is_free",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("The room is taken at that time."),
            ),
            ExclusionConstraint(
                name="session_group_meets_once_at_a_time",
                expressions=[("group", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("The group meets at that time already."),
            ),
            models.CheckConstraint(
                name="session_cancelled_for_a_known_reason",
                condition=Q(cancelled_because="")
                | Q(active=False, cancelled_because__in=CancelReason.values),
            ),
        ]
        indexes = [GistIndex(name="session_by_time", fields=["during"])]

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
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("The leader leads another session at that time."),
            ),
        ]

    def __str__(self):
        return f"{self.leader} {self.session}"
