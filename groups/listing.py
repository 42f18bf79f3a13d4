"""The public list: what was asked, which groups answer it, and in what order they stand.

Pure, and built on :class:`PublicGroup` alone: a filter cannot tell what the page may not.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from districts.choices import Region
from groups.choices import Need
from groups.publishing import PublicGroup
from groups.terms import Term
from groups.words import IN_REGION, LANGUAGES

NEEDS = {"1": Need.SUBSTANCE_USE, "2": Need.MENTAL_ILLNESS, "3": Need.FAMILY_VIOLENCE}
OLDEST = 25  # years; groups for young people end there
GROWN_UP = 18  # years; from here on a group without ages answers too
UNKNOWN_PLACE = "okand"  # the code of a place that we did not find
UNCLEAR_AGE = "okand"  # the code of an age that is not a number of years
TERMS_AROUND = 2  # so many terms before and after this one may be asked for
LONGEST_LIST = 60  # groups on one page

ALL_REGIONS = tuple(Region)


@dataclass(frozen=True)
class Area:
    """A district or a part of the city that can be asked for by its code."""

    code: str
    name: str
    region: str

    @property
    def is_region(self) -> bool:
        return self.code == self.region


@dataclass(frozen=True)
class Choice:
    """What a family asked for; two pages with the same choice are the same page."""

    need: str | None = None
    age: int | None = None
    area: str | None = None
    term: Term | None = None
    language: str | None = None
    age_unclear: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether nothing was asked."""
        return self == EVERYTHING

    @property
    def need_code(self) -> str:
        return next((code for code, need in NEEDS.items() if need == self.need), "")

    @property
    def age_code(self) -> str:
        if self.age_unclear:
            return UNCLEAR_AGE
        return "" if self.age is None else str(self.age)

    @property
    def place_unknown(self) -> bool:
        return self.area == UNKNOWN_PLACE

    def at(self, area: str | None) -> "Choice":
        return replace(self, area=area)

    @property
    def query(self) -> str:
        """Return the query string that asks for this, codes in one order; "" for everything."""
        codes = {
            "b": self.need_code,
            "a": self.age_code,
            "o": self.area or "",
            "t": self.term.code if self.term else "",
            "s": self.language or "",
        }
        asked = {name: value for name, value in codes.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


EVERYTHING = Choice()


def choice_of(params: Mapping[str, str], codes: Collection[str], today: date) -> Choice:
    """Return what the query string asks for; a code that means nothing asks for nothing."""
    if not params:
        return EVERYTHING
    age = params.get("a", "").strip()
    years = age_of(age)
    area = params.get("o", "")
    term = Term.from_code(params.get("t", ""))
    language = params.get("s", "")
    return Choice(
        need=NEEDS.get(params.get("b", "")),
        age=years,
        area=area if area in codes or area == UNKNOWN_PLACE else None,
        term=term if term and _is_near(term, today) else None,
        language=language if language in LANGUAGES else None,
        age_unclear=bool(age) and years is None,
    )


def age_of(text: str) -> int | None:
    """Return the years that ``text`` gives in figures, or None for anything else."""
    plausible = text.isascii() and text.isdigit() and len(text) <= 2
    return int(text) if plausible and int(text) <= OLDEST else None


@dataclass(frozen=True)
class Section:
    """Groups under one heading: a place, and the term they meet in."""

    place: str
    term: Term
    groups: tuple[PublicGroup, ...]


def answer(
    groups: Iterable[PublicGroup], choice: Choice, areas: Mapping[str, Area]
) -> list[PublicGroup]:
    """Return the groups that fit what was asked, the nearest and soonest first."""
    area = areas.get(choice.area or "")
    found = [group for group in groups if fits(group, choice, area)]
    return sorted(found, key=lambda group: _order(group, area))[:LONGEST_LIST]


def sections(groups: Iterable[PublicGroup], area: Area | None) -> list[Section]:
    """Return the groups of :func:`answer` under their headings, in the same order."""
    return [
        Section(place, term, tuple(rows))
        for (place, term), rows in groupby(
            groups, key=lambda group: (_place(group, area), group.term)
        )
    ]


def fits(group: PublicGroup, choice: Choice, area: Area | None) -> bool:
    """Tell whether the group answers the choice, by nothing but what the public may know.

    A place asks for its whole part of the city: the next district is often nearest. A group
    that tells only the part of the city answers for every place, and every language, in it.
    """
    if choice.need and choice.need not in group.needs:
        return False
    if choice.age is not None and not _takes(group, choice.age):
        return False
    if area and not (group.region == area.region or group.is_city_wide):
        return False
    if choice.term and group.term != choice.term:
        return False
    return not choice.language or group.is_vague or choice.language in group.spoken


def _is_near(term: Term, today: date) -> bool:
    now = Term.on(today)
    return now.after(-TERMS_AROUND) <= term <= now.after(TERMS_AROUND)


def _takes(group: PublicGroup, age: int) -> bool:
    if group.age_from is None or group.age_to is None:
        return age >= GROWN_UP
    return group.age_from <= age <= group.age_to


def _distance(group: PublicGroup, area: Area | None) -> int:
    """Return 0 for the place asked for, then nearer before farther; the whole city last."""
    if group.is_city_wide:
        return 1 + len(ALL_REGIONS)
    if area is None:
        return 1 + ALL_REGIONS.index(Region(group.region))
    at_home = area.is_region or area.code in (code for code, _name in group.districts)
    return 0 if at_home else 1


def _place(group: PublicGroup, area: Area | None) -> str:
    distance = _distance(group, area)
    if group.is_city_wide:
        return _("The whole city")
    if area is None or area.is_region:
        return str(Region(group.region).label)
    if distance == 0:
        return area.name
    return _("Elsewhere %(in_region)s") % {"in_region": IN_REGION[Region(area.region)]}


def _order(group: PublicGroup, area: Area | None):
    return (
        _distance(group, area),
        group.term,
        group.first_on or date.max,
        group.age_from or OLDEST,
        group.slug,
    )
