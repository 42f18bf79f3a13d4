"""The closed sets of the children's way: states, senders, grounds, protection, reasons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    INTEREST = "interest", _("wants to be called")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("sent")
    RETURNED = "returned", _("needs to be completed")
    WAITING = "waiting", _("waiting for a place")
    RESTING = "resting", _("resting")
    OFFERED = "offered", _("offered a place")
    ACCEPTED = "accepted", _("has been given a place")
    STARTED = "started", _("has begun")
    COMPLETED = "completed", _("completed")
    DISCONTINUED = "discontinued", _("stopped early")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DECLINED = "declined", _("could not be offered a place")
    CLOSED = "closed", _("closed")


CLOSED = (
    State.COMPLETED,
    State.DISCONTINUED,
    State.WITHDRAWN,
    State.DECLINED,
    State.CLOSED,
)
OPEN = tuple(state for state in State if state not in CLOSED)
NOT_SENT = (State.INTEREST, State.DRAFT, State.CLOSED)  # nothing has been disclosed to the office
BEFORE_START = (
    State.SUBMITTED,
    State.RETURNED,
    State.WAITING,
    State.RESTING,
    State.OFFERED,
    State.ACCEPTED,
)
IN_GROUP = (State.ACCEPTED, State.STARTED)  # the children a group leader meets
TAKES_SEAT = (State.ACCEPTED, State.STARTED, State.COMPLETED)  # counted in places_taken
HAS_GROUP = (State.OFFERED, *TAKES_SEAT, State.DISCONTINUED)


class SenderKind(models.TextChoices):
    SOCIAL_SERVICES = "social_services", _("social services")
    SCHOOL = "school", _("school or preschool")
    HEALTH_CARE = "health_care", _("health care")
    ORGANISATION = "organisation", _("organisation")
    FAMILY = "family", _("the family")
    YOUNG_PERSON = "young_person", _("the young person")
    OTHER = "other", _("somebody else")


OF_THEMSELVES = (SenderKind.FAMILY, SenderKind.YOUNG_PERSON)  # they need no ground to tell us
OF_ORGANISATIONS = (SenderKind.ORGANISATION, SenderKind.HEALTH_CARE)  # those with an account


class DisclosureGround(models.TextChoices):
    """On what ground the sender may tell the office (domain: OSL 10:2, 12:2, 26:1)."""

    CONSENT_GUARDIANS = "consent_guardians", _("the guardians have agreed that we tell the office")
    CONSENT_CHILD = "consent_child", _("the young person has agreed that we tell the office")
    HARM_ASSESSMENT = "harm_assessment", _("it is clear that nobody is harmed by it")
    LEGAL_DUTY = "legal_duty", _("the law says that we must tell")
    OWN_REQUEST = "own_request", _("the family has told the office itself")


# An organisation asks first: it weighs no harm, and no law makes it tell of a place in a group.
CONSENTS = (DisclosureGround.CONSENT_GUARDIANS, DisclosureGround.CONSENT_CHILD)


class FeedbackLevel(models.TextChoices):
    RECEIVED_AND_CLOSED = "received_and_closed", _("that it is received and when it is closed")
    PLACE_OR_NOT = "place_or_not", _("whether there is a place")
    ATTENDANCE_TOO = "attendance_too", _("also whether the child comes")


class Protection(models.TextChoices):
    NONE = "none", _("no protected personal data")
    CONFIDENTIALITY_MARK = "confidentiality_mark", _("confidentiality mark")
    PROTECTED_REGISTRATION = "protected_registration", _("protected population registration")
    FICTITIOUS_IDENTITY = "fictitious_identity", _("fictitious personal data")


class Names(models.TextChoices):
    """What may be kept of who the child is."""

    FULL = "full", _("names and how to reach the family")
    CONTACT = "contact", _("only how to reach the family")
    NONE = "none", _("nothing")


class ContactWay(models.TextChoices):
    RING = "ring", _("ring")
    TEXT_MESSAGE = "text_message", _("text message")
    LETTER = "letter", _("letter")
    THROUGH_SENDER = "through_sender", _("only through the one who sends this")


class RoomNeed(models.TextChoices):
    STEP_FREE = "step_free", _("no steps")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    QUIET = "quiet", _("a calm room")
    ALLERGY = "allergy", _("free of furred animals and nuts")


class Missing(models.TextChoices):
    """What the office asks the sender for when a referral is returned."""

    CHILD = "child", _("the child's age")
    AREA = "area", _("where the child lives")
    NEEDS = "needs", _("what it is like at home")
    CONTACT = "contact", _("how to reach the family safely")
    GROUND = "ground", _("on what ground you tell us")
    SAFETY = "safety", _("the safety questions")
    CALL = "call", _("ring us, it is easier to talk")


class RestReason(models.TextChoices):
    NOT_READY = "not_ready", _("the family is not ready")
    NOT_SAFE = "not_safe", _("the child is not yet safe")
    NEXT_TERM = "next_term", _("the family wants to begin next term")


class WithdrawnBy(models.TextChoices):
    FAMILY = "family", _("the family does not want a place any more")
    SENDER = "sender", _("the sender takes it back")


class DeclineReason(models.TextChoices):
    NO_GROUP = "no_group", _("there is no group for this age or need")
    OTHER_SUPPORT = "other_support", _("other support suits the child better")
    NOT_REACHED = "not_reached", _("we did not reach the family")
    ELSEWHERE = "elsewhere", _("the child lives in another municipality")


class GuidedTo(models.TextChoices):
    SOCIAL_SERVICES = "social_services", _("the district's social services")
    HEALTH_CARE = "health_care", _("health care")
    SCHOOL = "school", _("the school's health team")
    ORGANISATION = "organisation", _("an organisation")
    MUNICIPALITY = "municipality", _("the municipality where the child lives")
    TALK_WAS_ENOUGH = "talk_was_enough", _("nowhere, the talk was enough")
    NOBODY_REACHED = "nobody_reached", _("nowhere, we did not reach anybody")


class DiscontinueReason(models.TextChoices):
    DOES_NOT_WANT = "does_not_want", _("the child does not want to go on")
    MOVED = "moved", _("the family moved")
    OTHER_SUPPORT = "other_support", _("got other support")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("the yes to take part was taken back")
    UNKNOWN = "unknown", _("we do not know")


class OfferState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("yes")
    DECLINED = "declined", _("no")
    LAPSED = "lapsed", _("no answer in time")
    WITHDRAWN = "withdrawn", _("taken back")


class SiblingWish(models.TextChoices):
    """What a family wishes for children who wait at the same time."""

    NO_MATTER = "no_matter", _("the same group or different ones")
    TOGETHER = "together", _("the same group")
    APART = "apart", _("different groups")


class ParentSeat(models.TextChoices):
    HELD = "held", _("is offered a place")
    TAKEN = "taken", _("has a place")
    RELEASED = "released", _("has no place any more")


class SafeHere(models.TextChoices):
    """The answer to whether the child lives safely with the parent who is to come."""

    YES = "yes", _("yes, the child lives safely with this parent")
    NOT_ASKED = "not_asked", _("not asked: there is no violence in the family")


class ConsentBy(models.TextChoices):
    """Who has said yes to taking part, and by what rule (domain c.2)."""

    BOTH_GUARDIANS = "both_guardians", _("both guardians")
    GUARDIAN_HERE = "guardian_here", _("the guardian the child lives with, one of two")
    GUARDIAN_THERE = "guardian_there", _("the other guardian, one of two")
    ONLY_GUARDIAN = "only_guardian", _("the only guardian")
    ONE_HINDERED = "one_hindered", _("one guardian, the other is hindered (FB 6:13)")
    BOARD_DECISION = "board_decision", _("one guardian and the board's decision (FB 6:13 a)")
    CHILD_FROM_12 = "child_from_12", _("the child, 12 or older, by the officer's decision")
    CHILD_FROM_15 = "child_from_15", _("the young person, 15 or older")
    PROTECTED_HOUSING = "protected_housing", _("in protected housing (lag 2024:79)")


# Two guardians decide together (FB 6:13): one of these alone is no yes yet.
HALVES = (ConsentBy.GUARDIAN_HERE, ConsentBy.GUARDIAN_THERE)
ON_DECISION = (ConsentBy.BOARD_DECISION, ConsentBy.CHILD_FROM_12)
FROM_AGE = {ConsentBy.CHILD_FROM_12: 12, ConsentBy.CHILD_FROM_15: 15}


class SafetyAnswer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_KNOWN = "not_known", _("we do not know")


class MayKnow(models.TextChoices):
    """Who may know that the child is to come to a group."""

    GUARDIAN_HERE = "guardian_here", _("the guardian the child lives with")
    GUARDIAN_THERE = "guardian_there", _("the other guardian")
    SCHOOL = "school", _("the school or preschool")
    ASK_FIRST = "ask_first", _("nobody, before you have asked us")


class OpeningReason(models.TextChoices):
    """Why somebody at the office opens the names of one case."""

    CALL = "call", _("ring the family")
    COMPOSE = "compose", _("put a group together")
    SIBLINGS = "siblings", _("look for siblings or doubles")
    FIRST_TALK = "first_talk", _("prepare the first talk")
    QUESTION = "question", _("answer a question from the family")
