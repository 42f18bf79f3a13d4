"""The roles a person can be given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SOCIAL_WORKER = "social_worker", _("social worker")
    LEADER = "leader", _("group leader")
    COORDINATOR = "coordinator", _("coordinator")
    HEAD = "head", _("head of unit")
    BOARD = "board", _("board member")
    ADMIN = "admin", _("administrator")


# The roles that can open a person; they need a second factor in production.
OPENS_PERSONS = frozenset({Role.SOCIAL_WORKER, Role.LEADER, Role.COORDINATOR, Role.HEAD})
