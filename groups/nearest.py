"""When nothing fits what was asked: what comes nearest, and in what it differs. Pure.

What it is like at home is never given up: a group about something else is no alternative.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.choices import Audience
from groups.listing import GROWN_UP, Area, Choice, answer
from groups.publishing import PublicGroup
from groups.words import joined

MOST = 5  # groups; whoever needs more alternatives is better helped by a call
YEARS = (1, -1, 2, -2)  # between the age asked for and that of a group that comes near

DIFFERS = {
    "language": gettext_lazy("held in another language"),
    "term": gettext_lazy("in another term"),
    "area": gettext_lazy("elsewhere in the city"),
    "age": gettext_lazy("for somebody a year or two older or younger"),
}
# What is given up, the smallest first; in the end all that was asked.
STEPS = (
    ("language",),
    ("term",),
    ("area",),
    ("age",),
    ("language", "term"),
    ("term", "area"),
    ("area", "age"),
)


@dataclass(frozen=True)
class Nearest:
    """The groups that come nearest, and the words for how they differ."""

    groups: tuple[PublicGroup, ...]
    how: str

    @property
    def told(self) -> str:
        """Return *Detta är närmast: grupper på annat håll i staden*, without a stop."""
        return _("The nearest we have: groups %(how)s") % {"how": self.how}


def nearest(
    groups: Iterable[PublicGroup], choice: Choice, areas: Mapping[str, Area]
) -> Nearest | None:
    """Return what comes nearest to a ``choice`` that no group fits; None if nothing does."""
    offer = list(groups)
    asked = tuple(name for name in DIFFERS if _is_asked(choice, name))
    for given_up in [*(step for step in STEPS if set(step) <= set(asked)), asked]:
        found = [
            group for each in _instead(choice, given_up) for group in answer(offer, each, areas)
        ]
        if found:
            how = joined([str(DIFFERS[name]) for name in given_up])
            return Nearest(tuple(dict.fromkeys(found))[:MOST], how)
    return _for_parents(offer, choice, areas)


def _for_parents(
    offer: list[PublicGroup], choice: Choice, areas: Mapping[str, Area]
) -> Nearest | None:
    """Return groups for the parents of a child that is younger than any group takes."""
    youngest = min((group.age_from for group in offer if group.age_from is not None), default=0)
    if choice.age is None or choice.age >= youngest:
        return None
    near = Choice(need=choice.need, age=GROWN_UP, area=choice.area)
    parents = [group for group in offer if group.audience == Audience.PARENTS]
    found = answer(parents, near, areas) or answer(parents, near.at(None), areas)
    how = _("for parents, while a child is too young for a group of its own")
    return Nearest(tuple(found[:MOST]), how) if found else None


def _is_asked(choice: Choice, name: str) -> bool:
    return getattr(choice, name) is not None and not (name == "area" and choice.place_unknown)


def _instead(choice: Choice, given_up: tuple[str, ...]) -> Iterator[Choice]:
    """Yield the choices to make instead, the nearest first."""
    rest: dict[str, Any] = {name: None for name in given_up if name != "age"}
    looser = replace(choice, **rest)
    if "age" not in given_up:
        yield looser
        return
    for years in YEARS:
        yield replace(looser, age=max((choice.age or 0) + years, 0))
