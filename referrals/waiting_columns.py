"""The columns of an existing waiting list: what they are called here, and elsewhere. Pure."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from barnstod.web.spreadsheets import SheetRefused

COLUMNS = {
    "first_contact": gettext_lazy("First contact"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Family name"),
    "number": gettext_lazy("Personal identity number"),
    "child_birth_year": gettext_lazy("Birth year"),
    "child_birth_month": gettext_lazy("Birth month"),
    "child_district": gettext_lazy("District"),
    "needs": gettext_lazy("At home"),
    "sender_kind": gettext_lazy("Who asks"),
    "guardians": gettext_lazy("Guardians"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "school": gettext_lazy("School"),
    "contact_note": gettext_lazy("Think of"),
    "languages": gettext_lazy("Languages"),
    "weekdays": gettext_lazy("Weekdays that work"),
}
NEEDED = ("first_contact", "child_birth_year", "child_district", "needs")
HINTS = {
    "first_contact": gettext_lazy("the day they first asked, for instance 2026-09-30"),
    "number": gettext_lazy("is not kept: only a stamp of it, by which doubles are found"),
    "child_birth_year": gettext_lazy(
        "a year, or a whole day of birth, of which the day is not kept"
    ),
    "child_birth_month": gettext_lazy("a word or a number"),
    "child_district": gettext_lazy("a district, or a part of the city such as Tensta"),
    "needs": gettext_lazy("alcohol, illness or violence; several with a comma between them"),
    "sender_kind": gettext_lazy("left empty it is the family"),
    "languages": gettext_lazy("several with a comma between them"),
    "weekdays": gettext_lazy("several with a comma between them"),
}
LENGTHS = {
    "first_name": 80,
    "last_name": 80,
    "guardians": 200,
    "phone": 40,
    "address": 160,
    "school": 120,
    "contact_note": 500,
}
# What lists that offices have kept for themselves call them. A column of whole names is not among
# them: leaders see the first name alone.
ALSO = {
    "first_contact": ("datum", "kontaktdatum", "inkom", "inkommen", "väntar sedan", "i kö sedan"),
    "first_name": ("barnets förnamn",),
    "last_name": ("barnets efternamn",),
    "number": ("personnr", "pnr", "person-nr"),
    "child_birth_year": ("född", "födelsedatum", "födelsedag", "född år", "barnets födelseår"),
    "child_birth_month": ("månad", "född månad"),
    "child_district": ("område", "bor", "bor i", "stadsdelsområde", "stadsdelsförvaltning", "sdf"),
    "needs": ("problematik", "behov", "orsak", "situation", "situation hemma"),
    "sender_kind": ("avsändare", "anmälare", "remittent", "kommer från"),
    "guardians": ("vårdnadshavare", "vh", "förälder", "föräldrar", "mamma/pappa"),
    "phone": ("tel", "tel.", "tfn", "telefonnummer", "telefonnr", "mobil", "mobilnummer"),
    "address": ("gatuadress",),
    "school": ("skola/förskola", "förskola"),
    "languages": ("språk", "modersmål"),
    "weekdays": ("dagar", "veckodagar", "dagar som fungerar"),
}


def places_of(headings: Sequence[str]) -> Mapping[str, int]:
    """Return field -> the number of its column, the first of two. Raises SheetRefused if a column
    that is needed is missing."""
    known = {name: field for field, names in ALSO.items() for name in names}
    known |= {str(words).casefold(): field for field, words in COLUMNS.items()}
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = known.get(heading.casefold().rstrip(" :"))
        if field is not None:
            places.setdefault(field, place)
    if missing := [str(COLUMNS[field]) for field in NEEDED if field not in places]:
        raise SheetRefused(
            _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    return places


def letter_of(place: int) -> str:
    """Return what spreadsheet programs call the column: 0 is A, 26 is AA."""
    first, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
