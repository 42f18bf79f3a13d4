"""Where somebody works, and which district a place name means."""

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.web.agenda import AgendaItem
from districts.choices import LiaisonRole, Region
from districts.data_files import read
from districts.models import (
    Affiliation,
    Deputy,
    District,
    Liaison,
    Neighbourhood,
    Organisation,
    heirs_of,
    lineage_of,
)
from districts.policies import can_assign_workplaces

REGION_WORDS = {
    "innerstad": Region.INNER_CITY,
    "innerstaden": Region.INNER_CITY,
    "innerstan": Region.INNER_CITY,
    "city": Region.INNER_CITY,
    "vasterort": Region.WEST,
    "soderort": Region.SOUTH,
}
LIKENESS = 0.84  # of two spellings, 0-1: "tenssta" is tensta, "farsta" is not "vasastan"
SHORTEST_BEGINNING = 4  # letters before a beginning is taken for a name


def districts_of(user) -> set[int]:
    """Return the ids of the districts ``user`` works in today and of all these have taken over."""
    own = Affiliation.objects.valid_on(timezone.localdate()).filter(user=user)
    ids = set(own.filter(district__isnull=False).values_list("district_id", flat=True))
    return lineage_of(ids) if ids else ids


def workers_of(unit: District | Organisation):
    """Return who sends requests for ``unit`` today.

    Of a district its social workers, or those of what took it over; of an organisation its senders.
    """
    here = Affiliation.objects.valid_on(timezone.localdate())
    if isinstance(unit, Organisation):
        here, role = here.filter(organisation=unit), Role.REFERRER
    else:
        here, role = here.filter(district__in=heirs_of(unit.pk)), Role.SOCIAL_WORKER
    return User.objects.holding(role).filter(pk__in=here.values("user"))


def deputy_of(user):
    """Return who stands in for ``user`` today, or None."""
    rows = Deputy.objects.valid_on(timezone.localdate()).filter(user=user)
    found = rows.select_related("deputy").first()
    return found.deputy if found else None


def deputies_in(unit: District | Organisation):
    """Return who stands in for those who work in the unit, today and later."""
    rows = Deputy.objects.filter(user__in=workers_of(unit), valid_to__gte=timezone.localdate())
    return rows.select_related("user", "deputy")


def organisations_of(user) -> set[int]:
    """Return the ids of the organisations ``user`` works in today."""
    own = Affiliation.objects.valid_on(timezone.localdate()).filter(user=user)
    return set(own.filter(organisation__isnull=False).values_list("organisation_id", flat=True))


def districts_with_history(day: date) -> list[District]:
    """Return the districts of ``day`` with neighbourhoods and what they took over; 3 queries."""
    return list(
        District.objects.on(day)
        .select_related("successor")
        .prefetch_related("neighbourhoods", "predecessors")
    )


def with_liaisons(places: list, day: date) -> list:
    """Give districts or organisations ``liaisons_now``, whom to ring on ``day``; one query."""
    liaisons = Liaison.objects.valid_on(day).filter(role=LiaisonRole.LIAISON).with_names()
    prefetch_related_objects(places, Prefetch("liaisons", liaisons, to_attr="liaisons_now"))
    return places


def find_place(text: str) -> District | None:
    """Return today's district of a neighbourhood, a district or a district that once was.

    Case, accents and a slip of the finger do not matter; a name that could mean two districts
    gives None, because a family is better asked than sent the wrong way.
    """
    wanted = plain(text)
    if not wanted:
        return None
    places = _places()
    alike = get_close_matches(wanted, places, n=3, cutoff=LIKENESS)
    for fits in (
        lambda name: name == wanted,
        lambda name: name.startswith(f"{wanted} ") or wanted.startswith(f"{name} "),
        lambda name: len(wanted) >= SHORTEST_BEGINNING and name.startswith(wanted),
        lambda name: name in alike,
    ):
        found = {district for name, district in places.items() if fits(name)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def find_region(text: str) -> Region | None:
    """Return the part of the city that ``text`` names, if it names one."""
    return REGION_WORDS.get(plain(text))


@lru_cache(maxsize=4)
def area_codes(day: date) -> frozenset[str]:
    """Return the codes that may be asked for on ``day``: its districts and the regions.

    Read from the data file and not from the database, so that the address of a page that is
    already rendered costs no query.
    """
    districts = (
        row["code"]
        for row in read("districts.csv")
        if row["valid_from"] <= str(day) and (not row["valid_to"] or row["valid_to"] >= str(day))
    )
    return frozenset([*districts, *Region.values])


def plain(text: str) -> str:
    """Return ``text`` in lower case, without accents, words apart by one space."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def agenda(user) -> list[AgendaItem]:
    """Return whom the administrator has given a role that opens nothing without a workplace."""
    if not can_assign_workplaces(user):
        return []
    here = Affiliation.objects.valid_on(timezone.localdate())
    at = {
        Role.SOCIAL_WORKER: here.filter(district__isnull=False),
        Role.REFERRER: here.filter(organisation__isnull=False),
        Role.LEADER: here.filter(organisation__isnull=False),
    }
    return [
        AgendaItem(
            _("%(name)s has no workplace") % {"name": person.name},
            reverse("districts:workplaces", args=[person.pk]),
            _("A %(role)s sees nothing without one.") % {"role": Role(role).label},
            urgency="now",
        )
        for role, rows in at.items()
        for person in User.objects.holding(role).exclude(pk__in=rows.values("user"))
    ]


def _places() -> dict[str, District]:
    """Return the plain name of every place with today's district; a neighbourhood goes first."""
    districts = {district.pk: district for district in District.objects.all()}

    def today(district):
        while district.successor_id:
            district = districts[district.successor_id]
        return district

    places = {}
    for district in districts.values():
        places[plain(district.name)] = places[plain(district.code)] = today(district)
    for name, code, pk in Neighbourhood.objects.values_list("name", "code", "district_id"):
        places[plain(name)] = places[plain(code)] = today(districts[pk])
    return places
