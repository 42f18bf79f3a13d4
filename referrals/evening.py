"""The closed sets of an evening: who came and why not, who fetches whom, food, and the talks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.TextChoices):
    """How a child was there at one session, as the leader taps it."""

    PRESENT = "present", _("came")
    LATE = "late", _("came late")
    LEFT_EARLY = "left_early", _("left early")
    ABSENT = "absent", _("did not come")


class AbsenceReason(models.TextChoices):
    """Why a child did not come; no more than an office needs to know whom to ring."""

    UNKNOWN = "unknown", _("we do not know")
    ILL = "ill", _("ill")
    SOMETHING_ELSE = "something_else", _("had something else")
    NO_COMPANY = "no_company", _("nobody could come along")
    DOES_NOT_WANT = "does_not_want", _("did not want to")


class AbsencesSettled(models.TextChoices):
    """What came of three absences in a row."""

    CAME_AGAIN = "came_again", _("the child came again")
    COMES_BACK = "comes_back", _("talked with the family, the child comes back")
    STOPS = "stops", _("talked with the family, the child stops")
    NOT_REACHED = "not_reached", _("we do not reach the family")
    WORRIED = "worried", _("we are worried and have told social services")


class Collector(models.TextChoices):
    """By whom a child is fetched: a role, never a name."""

    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    OTHER_PARENT = "other_parent", _("step parent or the parent's partner")
    GRANDPARENT = "grandparent", _("grandparent")
    SIBLING = "sibling", _("grown-up sibling")
    RELATIVE = "relative", _("other relative or friend of the family")
    FAMILY_HOME = "family_home", _("family home")
    STAFF = "staff", _("staff of the home or the protected housing")
    TRANSPORT = "transport", _("taxi or school transport")
    ALONE = "alone", _("goes home alone")


class CallFirst(models.TextChoices):
    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    GUARDIAN = "guardian", _("the guardian who has the child this evening")
    FAMILY_HOME = "family_home", _("family home")
    STAFF = "staff", _("staff of the home or the protected housing")
    OFFICE = "office", _("the office, which rings on")


class Food(models.TextChoices):
    NUTS = "nuts", _("no nuts")
    MILK = "milk", _("no milk")
    GLUTEN = "gluten", _("no gluten")
    EGG = "egg", _("no egg")
    FISH = "fish", _("no fish or shellfish")
    PORK = "pork", _("no pork or gelatine")
    MEAT = "meat", _("no meat")
    EMERGENCY_MEDICINE = "emergency_medicine", _("carries medicine against a strong reaction")


class TalkKind(models.TextChoices):
    FIRST = "first", _("first talk")
    CLOSING = "closing", _("closing talk")


class TalkBy(models.TextChoices):
    LEADER = "leader", _("group leader")
    COORDINATOR = "coordinator", _("coordinator")


class TalkOutcome(models.TextChoices):
    """What a closing talk came to."""

    ENOUGH = "enough", _("it is good as it is")
    ANOTHER_GROUP = "another_group", _("the child wants another group")
    OTHER_SUPPORT = "other_support", _("the family was guided to other support")
    WORRIED = "worried", _("we are worried and have told social services")
