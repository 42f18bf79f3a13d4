"""Ask first: which groups would fit a child's age, place and day, and when the next starts. Pure.

Nobody says who they are. What it is like at home may be told and need not be: then each group says
for itself whom it is for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from groups import listing
from groups.choices import Lack, Weekday
from groups.listing import UNKNOWN_PLACE, Area, Choice
from groups.publishing import PublicGroup
from groups.terms import Term

SCHOOL_DAYS = tuple(Weekday)[:5]  # groups meet after school


@dataclass(frozen=True)
class Question:
    """What was asked; two pages with the same question are the same page."""

    age: int | None = None
    area: str | None = None
    weekday: int | None = None
    need: str | None = None

    @property
    def query(self) -> str:
        codes = {
            "b": self.choice.need_code or None,
            "a": self.age,
            "o": self.area,
            "d": self.weekday,
        }
        asked = {name: value for name, value in codes.items() if value is not None}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def choice(self) -> Choice:
        """Return the same question as it is put to the list, which knows no days."""
        return Choice(need=self.need, age=self.age, area=self.area)

    @property
    def place_unknown(self) -> bool:
        return self.area == UNKNOWN_PLACE


@dataclass(frozen=True)
class Reply:
    """The groups that fit, or that fit but for the day, and what was missing, if anything was.

    Where only groups without a told day fit the one asked for, ``others`` are those of other days.
    """

    groups: tuple[PublicGroup, ...]
    lack: Lack | None = None
    next_on: date | None = None
    next_term: Term | None = None
    others: tuple[PublicGroup, ...] = ()
    is_day_unclear: bool = False

    @property
    def is_next_hidden(self) -> bool:
        """Tell whether the next start has a day that only the office tells."""
        to_come = [group for group in self.groups if not group.is_running]
        return all(group.is_vague for group in to_come if group.term == self.next_term)


def question_of(params: Mapping[str, str], codes: Iterable[str]) -> Question:
    """Return what the query string asks; a code that means nothing asks for nothing."""
    area, day = params.get("o", ""), params.get("d", "")
    return Question(
        age=listing.age_of(params.get("a", "")),
        area=area if area in codes or area == UNKNOWN_PLACE else None,
        weekday=int(day) if day in {str(one.value) for one in SCHOOL_DAYS} else None,
        need=listing.NEEDS.get(params.get("b", "")),
    )


def reply(
    groups: Iterable[PublicGroup], question: Question, areas: Mapping[str, Area], today: date
) -> Reply:
    """Return what the offer answers.

    A group whose day is not set, or may not be told, may fit every day.
    """
    near = listing.answer(groups, question.choice, areas)
    fitting = tuple(group for group in near if _meets(group, question.weekday))
    if not near:
        return Reply((), Lack.GROUP)
    if not fitting:
        return Reply(tuple(near), Lack.DAY, *_next(near, today))
    lack = None if any(_has_place(group) for group in fitting) else Lack.PLACE
    days = {group.weekday for group in fitting}
    unclear = question.weekday is not None and question.weekday not in days
    others = tuple(group for group in near if unclear and group not in fitting)
    return Reply(fitting, lack, *_next(fitting, today), others, unclear)


def _meets(group: PublicGroup, weekday: int | None) -> bool:
    return weekday is None or group.weekday is None or group.weekday == weekday


def _has_place(group: PublicGroup) -> bool:
    """Tell whether there may be a place: of a group that does not say, nobody knows."""
    return group.is_vague or bool(group.places_left)


def _next(groups: Iterable[PublicGroup], today: date) -> tuple[date | None, Term | None]:
    """Return the next day on which one of the groups starts, or else the term of the next."""
    to_come = [group for group in groups if not group.is_running]
    days = [group.first_on for group in to_come if group.first_on and group.first_on >= today]
    terms = [group.term for group in to_come]
    return (min(days) if days else None), (min(terms) if terms else None)
