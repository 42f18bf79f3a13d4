"""The closed sets of a handover: why, on what ground, what was told, what was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandoverReason(models.TextChoices):
    MOVED = "moved", _("the child has moved")
    OTHER_UNIT = "other_unit", _("another unit is responsible for the family")
    MISTAKE = "mistake", _("it was sent from the wrong unit")
    CONTACT = "contact", _("the unit takes the contact with the family")


# The office has told nobody of what it took by telephone: there was no unit to be the wrong one.
OF_OFFICE = (HandoverReason.CONTACT, HandoverReason.OTHER_UNIT)
OF_UNIT = tuple(reason for reason in HandoverReason if reason != HandoverReason.CONTACT)


class HandoverGround(models.TextChoices):
    """On what ground one board may tell another (domain c.3), as it may tell the office."""

    CONSENT_GUARDIANS = "consent_guardians", _("the guardians have agreed that we tell the unit")
    CONSENT_CHILD = "consent_child", _("the young person has agreed that we tell the unit")
    HARM_ASSESSMENT = "harm_assessment", _("it is clear that nobody is harmed by it")
    LEGAL_DUTY = "legal_duty", _("the law says that we must tell")


class HandoverState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    TAKEN = "taken", _("taken over")
    REFUSED = "refused", _("not taken over")
    TAKEN_BACK = "taken_back", _("taken back")


class Told(models.TextChoices):
    """What the unit that takes a case over can read from then on."""

    CASE = "case", _("what stands in the request")
    NAMES = "names", _("names and how to reach the family")
    SAFETY = "safety", _("the answers to the safety questions")
    CONSENT = "consent", _("who has said yes to taking part")
    EVENING = "evening", _("who fetches the child")
