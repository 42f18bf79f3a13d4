"""The closed sets of the offer: needs, audiences, states, terms, precisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """What it is like at home; the values are codes, the labels are for staff."""

    SUBSTANCE_USE = "substance_use", _("harmful use and addiction")
    MENTAL_ILLNESS = "mental_illness", _("mental illness")
    FAMILY_VIOLENCE = "family_violence", _("violence in the family")


class Audience(models.TextChoices):
    CHILDREN = "children", _("children")
    TEENAGERS = "teenagers", _("teenagers")
    PARENTS = "parents", _("parents")
    RELATIVES = "relatives", _("relatives")


class GroupState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


CURRENT = (GroupState.PLANNED, GroupState.RUNNING)


class Season(models.TextChoices):
    SPRING = "spring", _("spring term")
    AUTUMN = "autumn", _("autumn term")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Mondays")
    TUESDAY = 1, _("Tuesdays")
    WEDNESDAY = 2, _("Wednesdays")
    THURSDAY = 3, _("Thursdays")
    FRIDAY = 4, _("Fridays")
    SATURDAY = 5, _("Saturdays")
    SUNDAY = 6, _("Sundays")


class Precision(models.TextChoices):
    """How much of the place and time the public may read."""

    EXACT = "exact", _("all of it")
    DISTRICT = "district", _("the district")
    REGION = "region", _("the part of the city")


class DocumentationMode(models.TextChoices):
    IDENTIFIED = "identified", _("by name")
    DE_IDENTIFIED = "de_identified", _("without names")


class ManualStatus(models.TextChoices):
    NONE = "none", _("no printed manual")
    DRAFT = "draft", _("draft")
    PRINTED = "printed", _("printed manual")


class ProgrammeKind(models.TextChoices):
    GROUP = "group", _("group")
    CRISIS_TALKS = "crisis_talks", _("individual crisis talks")
    PARENT_PROGRAMME = "parent_programme", _("parent programme")
