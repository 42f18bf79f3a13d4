"""Regions of the city, kinds of organisation, and the words of the registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    INNER_CITY = "innerstaden", _("Inner city")
    WEST = "vasterort", _("Western districts")
    SOUTH = "soderort", _("Southern districts")


class OrganisationKind(models.TextChoices):
    VOLUNTARY = "voluntary", _("voluntary organisation")
    CHURCH = "church", _("church")
    MUNICIPAL = "municipal", _("run by the city")
    REGION = "region", _("run by the region")
    ACADEMIC = "academic", _("university")
    STATE = "state", _("state authority")
    UNKNOWN = "", _("not stated")


class LiaisonRole(models.TextChoices):
    LIAISON = "liaison", _("liaison")
    DEPUTY = "deputy", _("deputy")


class AgreementKind(models.TextChoices):
    COOPERATION = "cooperation", _("cooperation agreement")
    PARTNERSHIP = "partnership", _("public-voluntary partnership (IOP)")
    PROCURED = "procured", _("procured service")


class MailboxUse(models.TextChoices):
    """Whether letters about cases go to the unit's address beside or instead of a person's."""

    TOO = "too", _("to the unit, and to the person")
    INSTEAD = "instead", _("to the unit alone")
