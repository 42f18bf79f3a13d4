"""What has happened to a group, told from the audit in the words of the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.words import joined

ACTIONS = {
    "group.create": gettext_lazy("planned the group"),
    "group.change": gettext_lazy("changed the plan"),
    "group.plan_sessions": gettext_lazy("planned the sessions"),
    "group.hand_in": gettext_lazy("handed the proposal in"),
    "group.send_back": gettext_lazy("sent the proposal back"),
    "group.publish": gettext_lazy("published the group"),
    "group.start": gettext_lazy("said that the group has started"),
    "group.complete": gettext_lazy("said that the group is completed"),
    "group.cancel": gettext_lazy("cancelled the group"),
    "group.split": gettext_lazy("made two groups of the pair"),
    "group.open_field": gettext_lazy("opened a field to the public"),
    "group.close_field": gettext_lazy("closed the opened field"),
    "session.move": gettext_lazy("moved a session"),
    "session.cancel": gettext_lazy("cancelled a session"),
    "session.leaders": gettext_lazy("chose who leads a session"),
}
FIELDS = {
    "programme": gettext_lazy("programme"),
    "audience": gettext_lazy("whom it is for"),
    "needs": gettext_lazy("what it is about"),
    "age_from": gettext_lazy("ages"),
    "age_to": gettext_lazy("ages"),
    "capacity": gettext_lazy("places"),
    "minimum": gettext_lazy("smallest number"),
    "organisation": gettext_lazy("who runs it"),
    "hosting_districts": gettext_lazy("districts"),
    "is_city_wide": gettext_lazy("districts"),
    "region": gettext_lazy("part of the city"),
    "leaders": gettext_lazy("leaders"),
    "languages": gettext_lazy("languages"),
    "year": gettext_lazy("term"),
    "season": gettext_lazy("term"),
    "planned_sessions": gettext_lazy("number of sessions"),
    "weekday": gettext_lazy("weekday"),
    "first_on": gettext_lazy("first day"),
    "starts_at": gettext_lazy("hours"),
    "ends_at": gettext_lazy("hours"),
    "room": gettext_lazy("room"),
    "what_happens_first": gettext_lazy("what happens first"),
    "precision": gettext_lazy("what the public may read"),
}


@dataclass(frozen=True)
class Happening:
    """One line: when, who (empty for the system), and what they did."""

    at: datetime
    who: str
    what: str | Promise


def told(events: Sequence, names: dict[str, str]) -> list[Happening]:
    """Return the audit events of which there are words; ``names`` are those of the actors."""
    return [
        Happening(event.at, names.get(event.actor, ""), _what(event))
        for event in events
        if event.action in ACTIONS
    ]


def _what(event) -> str:
    words, detail = str(ACTIONS[event.action]), event.detail
    if event.action == "group.change":
        fields = dict.fromkeys(
            str(FIELDS[one]) for one in detail.get("fields", ()) if one in FIELDS
        )
        return f"{words}: {joined(list(fields))}" if fields else words
    if "number" in detail:
        return _("%(what)s (session %(number)s)") % {"what": words, "number": detail["number"]}
    return words
