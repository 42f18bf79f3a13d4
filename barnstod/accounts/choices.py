"""The roles a person can be given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SOCIAL_WORKER = "social_worker", _("social worker")
    REFERRER = "referrer", _("sender in an organisation")
    LEADER = "leader", _("group leader")
    COORDINATOR = "coordinator", _("coordinator")
    HEAD = "head", _("head of unit")
    BOARD = "board", _("board member")
    ADMIN = "admin", _("administrator")


# The roles that can open a person, and the one that can give itself helpers who can: they need
# a second factor in production.
NEEDS_SECOND_FACTOR = frozenset(
    {Role.SOCIAL_WORKER, Role.REFERRER, Role.LEADER, Role.COORDINATOR, Role.HEAD, Role.ADMIN}
)
