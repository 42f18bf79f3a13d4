"""The columns of a file of groups, the same when it comes in and when it goes out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What the list on the screen says of a group, and a plan does not: read by people, not by us.
FOR_PEOPLE: Mapping[str, Promise] = {
    "title": _("Group"),
    "state": _("State"),
    "places_left": _("Places left"),
}
PLAN: Mapping[str, Promise] = {
    "pair": _("Meets together with"),
    "programme": _("Programme"),
    "audience": _("For whom"),
    "needs": _("About what at home"),
    "age_from": _("Youngest"),
    "age_to": _("Oldest"),
    "capacity": _("Places"),
    "minimum": _("Starts with at least"),
    "organisation": _("Run by"),
    "hosting_districts": _("Districts"),
    "is_city_wide": _("For the whole city"),
    "region": _("Part of the city"),
    "term": _("Term"),
    "first_on": _("First session"),
    "weekday": _("Weekday"),
    "starts_at": _("From"),
    "ends_at": _("To"),
    "planned_sessions": _("Number of sessions"),
    "room": _("Room"),
    "leaders": _("Leaders"),
    "languages": _("Languages in the group"),
    "what_happens_first": _("What happens first"),
    "precision": _("The public may read"),
}
COLUMNS: Mapping[str, Promise] = {"title": FOR_PEOPLE["title"], **PLAN, **FOR_PEOPLE}


def headings() -> list[str]:
    return [str(words) for words in COLUMNS.values()]
