"""The closed sets of what may be told at the first talk. All of it is optional; none is a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    GIRL = "girl", _("girl")
    BOY = "boy", _("boy")
    OTHER = "other", _("neither of them")
    NOT_SAID = "not_said", _("does not want to say")


class SchoolYear(models.TextChoices):
    """The year at the time of the talk. Which school is asked elsewhere, and sealed."""

    PRESCHOOL = "preschool", _("preschool")
    BEFORE_FIRST = "0", _("preschool class")
    FIRST = "1", _("year 1")
    SECOND = "2", _("year 2")
    THIRD = "3", _("year 3")
    FOURTH = "4", _("year 4")
    FIFTH = "5", _("year 5")
    SIXTH = "6", _("year 6")
    SEVENTH = "7", _("year 7")
    EIGHTH = "8", _("year 8")
    NINTH = "9", _("year 9")
    UPPER = "upper", _("upper secondary school")
    NONE = "none", _("does not go to school")


class HeardThrough(models.TextChoices):
    """How they heard of the groups (domain e.2, recruitment): the one that mattered most."""

    SOCIAL_SERVICES = "social_services", _("social services, for children")
    ADULT_CARE = "adult_care", _("those who help the grown-up: treatment, psychiatry, prison")
    SCHOOL = "school", _("school or preschool")
    HEALTH_CARE = "health_care", _("health care for children")
    ORGANISATION = "organisation", _("an organisation")
    ACQUAINTANCE = "acquaintance", _("somebody they know, or who has been in a group")
    WEB = "web", _("the web")
    LEAFLET = "leaflet", _("a poster or a leaflet")
    OTHER = "other", _("in another way")


class EarlierSupport(models.TextChoices):
    """What the child has had before because of how it is at home; none stands alone."""

    NONE = "none", _("no support before")
    GROUP = "group", _("has been in a support group")
    TALKS = "talks", _("talks of its own, for instance crisis talks")
    SOCIAL_SERVICES = "social_services", _("support from social services")
    SCHOOL = "school", _("the school's health team")
    PSYCHIATRY = "psychiatry", _("psychiatry for children")
    OTHER = "other", _("other support")


TOLD_FIELDS = ("gender", "school_year", "heard_through", "earlier_support")
