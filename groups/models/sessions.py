"""When a group meets and who leads it there; nobody and no room is in two places at once."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from groups.models.means import Leader, Room
from groups.models.support_groups import SupportGroup


class Session(models.Model):
    """One meeting of a group. ``during`` is in UTC; a cancelled session is kept, not active."""

    group = models.ForeignKey(SupportGroup, on_delete=models.PROTECT, related_name="sessions")
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
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("The leader leads another session at that time."),
            ),
        ]

    def __str__(self):
        return f"{self.leader} {self.session}"
