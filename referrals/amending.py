"""What may be changed of a request once it was sent, why, and how a value is said."""

import json
from typing import Any

from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.choices import Need, Weekday
from groups.words import LANGUAGES
from referrals.choices import (
    IN_GROUP,
    ContactWay,
    FeedbackLevel,
    MayKnow,
    RoomNeed,
    SafetyAnswer,
    State,
)


class AmendReason(models.TextChoices):
    MISTAKE = "mistake", gettext_lazy("it was wrong")
    CHANGED = "changed", gettext_lazy("something has changed")
    LEARNED = "learned", gettext_lazy("we have learned more")
    COMPLETED = "completed", gettext_lazy("the office asked for more")


# What decides whether a child fits a group; the office looks at a place again when it changes.
FIT_FIELDS = (
    "child_birth_year",
    "child_birth_month",
    "needs",
    "languages",
    "needs_interpreter",
    "room_needs",
    "weekdays",
)
COLUMNS = (*FIT_FIELDS, "child_district", "contact_ways")
# What the child waits for; once it has a place, that is what was wished before it.
WISHES = ("programme", "wished_group")
# What the sender is told is between the family and the sender.
OF_SENDER = ("feedback_level", "family_agrees_to_feedback")
NAMES = ("first_name", "last_name", "guardians", "phone", "address", "school", "contact_note")
# Asked on a page of their own; what was answered before stays, too.
SAFETY = ("safe_at_home", "services_know", "safe_way", "contact_restricted", "may_know")
AMENDABLE = (*COLUMNS, *WISHES, *OF_SENDER, *SAFETY, *NAMES)

LABELS = {
    "child_birth_year": gettext_lazy("Birth year"),
    "child_birth_month": gettext_lazy("Birth month"),
    "child_district": gettext_lazy("Lives in"),
    "needs": gettext_lazy("At home"),
    "languages": gettext_lazy("Languages"),
    "needs_interpreter": gettext_lazy("Interpreter"),
    "room_needs": gettext_lazy("The room"),
    "weekdays": gettext_lazy("Weekdays that work"),
    "contact_ways": gettext_lazy("How we reach the family"),
    "programme": gettext_lazy("Programme"),
    "wished_group": gettext_lazy("Wished group"),
    "feedback_level": gettext_lazy("Feedback"),
    "family_agrees_to_feedback": gettext_lazy("The family agrees to feedback"),
    "safe_at_home": gettext_lazy("Safe at home now"),
    "services_know": gettext_lazy("Social services know"),
    "safe_way": gettext_lazy("Safe way to the group and home"),
    "contact_restricted": gettext_lazy("Contact between the parents restricted"),
    "may_know": gettext_lazy("May know about the group"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Family name"),
    "guardians": gettext_lazy("Guardians"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "school": gettext_lazy("School"),
    "contact_note": gettext_lazy("Safe contact"),
}
CODES = {
    "needs": Need,
    "room_needs": RoomNeed,
    "weekdays": Weekday,
    "contact_ways": ContactWay,
    "feedback_level": FeedbackLevel,
    **dict.fromkeys(SAFETY[:-1], SafetyAnswer),
    "may_know": MayKnow,
}


def has_place(referral) -> bool:
    """Tell whether the child is offered a place or has one: what it waits for is no question."""
    return referral.state in (State.OFFERED, *IN_GROUP)


def pack(value: Any) -> str:
    """Return the value of a column as text; "" for what is empty."""
    return json.dumps(value) if value not in (None, "", [], False) else ""


def words_for(field: str, text: str, called: dict[str, dict[str, str]]) -> str:
    """Return what a packed value says; a dash for nothing.

    ``called`` is field -> code -> name, of what is written as the code of another row.
    """
    if not text:
        return "–"
    value = json.loads(text)
    if field in called:
        return called[field].get(value, value)
    if field == "child_birth_month":
        return str(MONTHS.get(value, value))
    if field == "languages":
        return ", ".join(str(LANGUAGES.get(code, code)) for code in value)
    if value is True:
        return _("yes")
    if field in CODES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(str(CODES[field](code).label) for code in codes)
    return str(value)
