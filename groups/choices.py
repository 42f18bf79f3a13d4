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


FOR_CHILDREN = (Audience.CHILDREN, Audience.TEENAGERS)  # whose places are children's


class GroupState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


CURRENT = (GroupState.PLANNED, GroupState.RUNNING)


class MorePlaces(models.TextChoices):
    """Why a published group is given more places: a choice, since a text could name somebody."""

    LARGER_ROOM = "larger_room", _("the room is larger")
    MORE_LEADERS = "more_leaders", _("there is one leader more")
    SIBLING = "sibling", _("a sibling is to come along")
    LEADERS_AGREE = "leaders_agree", _("the leaders have agreed to it")


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


class VersionStatus(models.TextChoices):
    """How far a version of a manual has come (F20)."""

    DRAFT = "draft", _("draft")
    TRIED = "tried", _("being tried")
    EVALUATED = "evaluated", _("evaluated")


class DecisionGap(models.TextChoices):
    """What a board should have decided about a programme and has not, as far as we know."""

    UNASSESSED = (
        "unassessed",
        _("Given without individual assessment, but no decision of a board in force says so."),
    )
    DE_IDENTIFIED = (
        "de_identified",
        _("Documented without names, but no decision of a board in force says so."),
    )


class FileKind(models.TextChoices):
    """What may be kept in the library; told by the file's first bytes, never by its name."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"
    TXT = "txt", _("plain text")


class TrainingLevel(models.TextChoices):
    BASIC = "basic", _("basic course")
    ADVANCED = "advanced", _("advanced course")
    SPECIALIST = "specialist", _("specialist course")


class RegisterCheck(models.TextChoices):
    """How it stands with a leader's register extract; computed, never stored."""

    SHOWN = "shown", _("register extract shown")
    OLD = "old", _("register extract older than a year")
    MISSING = "missing", _("no register extract shown")


class Criterion(models.TextChoices):
    """What every group should fulfil, whoever runs it (F44), in the order of a term."""

    LEADERS = "leaders", _("Two trained leaders")
    SUPERVISION = "supervision", _("The leaders have supervision")
    REGISTER = "register", _("The leaders' register extracts have been seen")
    ROOM = "room", _("The room suits the group, and we know whether it is step-free")
    FIRST_TALK = "first_talk", _("A first talk was held with each child and parent")
    MANUAL = "manual", _("The manual was followed")
    PARENTS = "parents", _("The parents were offered a group or talks")
    CLOSING = "closing", _("A closing talk was held")
    EVALUATION = "evaluation", _("The term was evaluated")


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_RELEVANT = "not_relevant", _("not relevant")


class CancelReason(models.TextChoices):
    """Why one session is cancelled: a choice, because a free text would name somebody."""

    LEADER = "leader", _("a leader cannot come")
    ROOM = "room", _("the room cannot be used")
    TOO_FEW = "too_few", _("too few can come")
    OTHER = "other", _("something else")


class AgeBand(models.TextChoices):
    """Ages as they are counted, never finer: the bands groups are made for (domain e.1)."""

    SMALL = "0-6", _("up to 6 years")
    YOUNG = "7-9", _("7–9 years")
    MIDDLE = "10-12", _("10–12 years")
    TEENS = "13-15", _("13–15 years")
    YOUTH = "16-18", _("16–18 years")
    GROWN_UP = "19-", _("19 years and older")

    @property
    def span(self) -> tuple[int, int | None]:
        """Return the youngest and the oldest age of the band, both included; None is no end."""
        youngest, _to, oldest = self.partition("-")
        return int(youngest), int(oldest) if oldest else None

    @classmethod
    def of(cls, age: int) -> "AgeBand":
        """Return the band in which an age of whole years is counted. Raises ValueError below 0."""
        for band in cls:
            youngest, oldest = band.span
            if youngest <= age and (oldest is None or age <= oldest):
                return band
        raise ValueError(f"{age} is no age")


class Lack(models.TextChoices):
    """What was missing when a family asked and nothing fitted."""

    GROUP = "group", _("no group for the age")
    DAY = "day", _("no group on the day")
    PLACE = "place", _("no place left")


class Paper(models.TextChoices):
    A4 = "a4", "A4"
    A5 = "a5", "A5"


class Ink(models.TextChoices):
    """How a flyer is printed; *black* has no filled surfaces, so that it can be copied."""

    COLOUR = "farg", _("in colour")
    BLACK = "svartvit", _("black and white")


class Language(models.TextChoices):
    """A language of the public pages."""

    SWEDISH = "sv", _("in Swedish")
    ENGLISH = "en", _("in English")


class Openable(models.TextChoices):
    """What a coordinator may tell of a group about violence, one of them at a time.

    The values are fields of PublicGroup. Which and why: docs/decisions/0013-opening-one-field.md.
    """

    WEEKDAY = "weekday", _("the weekday, without hours and days")
    SESSIONS = "sessions", _("how many sessions it has")
    LANGUAGES = "languages", _("the languages")
    PARENTS = "has_parent_group", _("that the parents have a group the same evening")
