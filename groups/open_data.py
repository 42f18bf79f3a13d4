"""A group as data for other sites: what the public may know of it, and nothing else. Pure.

Names and words are given in both languages, so that nobody has to find words of their own for
what it is like at home. What is not told is null or empty. The shape is described, and every
answer tested against it, in ``groups/data/openapi.json``.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from districts.choices import Region
from groups import words
from groups.choices import Language, Need
from groups.listing import NEEDS, Choice
from groups.publishing import PublicGroup

LARGEST_ANSWER = 200  # groups; a city has some sixty at a time


def groups_data(groups: list[PublicGroup]) -> dict:
    """Return the answer to a question about groups, in an order that does not change."""
    in_order = sorted(groups, key=lambda group: (group.term, group.slug))
    return {
        "phone": settings.OFFICE_PHONE,
        "total": len(groups),
        "groups": [group_data(group) for group in in_order[:LARGEST_ANSWER]],
    }


def group_data(group: PublicGroup) -> dict:
    codes = {need: code for code, need in NEEDS.items()}
    return {
        "id": group.slug,
        "url": _address("groups:public_detail", group),
        "flyer": _address("groups:flyer", group),
        "name": _in_both(lambda: words.title(group)),
        "audience": str(group.audience),
        "needs": sorted(codes[Need(need)] for need in group.needs),
        "at_home": _in_both(lambda: words.at_home(group)),
        "ages": None if group.age_from is None else {"from": group.age_from, "to": group.age_to},
        "term": group.term.code,
        "state": "running" if group.is_running else "planned",
        "precision": str(group.precision),
        "region": {
            "code": str(group.region),
            "name": _in_both(lambda: str(Region(group.region).label)),
        },
        **_place(group),
        **_time(group),
        "places": {
            "words": _in_both(lambda: words.places(group).words),
            "capacity": group.capacity,
            "left": group.places_left,
        },
        "organiser": group.organiser or None,
        "method": group.method or None,
        "leaders": group.leaders,
        "languages": list(group.languages),
        "parents_group": group.has_parent_group or (None if group.is_vague else False),
        "first_time": group.what_happens_first or None,
        "free_of_charge": True,
        "updated_on": _day(group.updated_on),
    }


def not_understood(params: Mapping[str, str], choice: Choice) -> list[str]:
    """Return the names of the codes that were given and mean nothing."""
    understood = {
        "b": choice.need,
        "a": choice.age,
        "o": None if choice.place_unknown else choice.area,
        "t": choice.term,
        "s": choice.language,
    }
    return [name for name, value in understood.items() if params.get(name) and value is None]


def _place(group: PublicGroup) -> dict:
    venue = {
        "name": group.venue,
        "address": group.address,
        "step_free": group.is_step_free,
    }
    return {
        "districts": [{"code": code, "name": name} for code, name in group.districts],
        "city_wide": None if group.is_vague else group.is_city_wide,
        "venue": venue if group.venue else None,
    }


def _time(group: PublicGroup) -> dict:
    """Days are local dates, hours Stockholm's wall clock; Monday is 1, as in ISO 8601."""
    return {
        "weekday": None if group.weekday is None else group.weekday + 1,
        "starts_at": group.starts_at and f"{group.starts_at:%H:%M}",
        "ends_at": group.ends_at and f"{group.ends_at:%H:%M}",
        "first_on": _day(group.first_on),
        "last_on": _day(group.last_on),
        "days": [day.isoformat() for day in group.days],
        "sessions": group.sessions,
    }


def _day(day) -> str | None:
    return day and day.isoformat()


def _in_both(say: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language in Language.values:
        with override(language):
            said[language] = say()
    return said


def _address(name: str, group: PublicGroup) -> dict[str, str]:
    return _in_both(lambda: settings.BASE_URL + reverse(name, args=[group.slug]))
