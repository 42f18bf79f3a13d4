"""The rows of an existing waiting list: which columns are read, and what each row says. Pure.

What stands in a cell is repeated in no trouble: a name may stand in the wrong column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.dates import MONTHS
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from barnstod.security.sealing import blind_index
from barnstod.web.spreadsheets import Row, SheetRefused, Table
from groups.cells import day_of
from groups.choices import Need, Weekday
from groups.words import LANGUAGES
from referrals.choices import ContactWay, SenderKind
from referrals.naming import NotANumber, Number, read_number

BETWEEN = re.compile(r"[,;/\n]")
OLDEST = 20  # years
FIRST_YEAR = 2000  # nobody has waited since before
NOON = time(12)

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
LENGTHS = {
    "first_name": 80,
    "last_name": 80,
    "guardians": 200,
    "phone": 40,
    "address": 160,
    "school": 120,
    "contact_note": 500,
}
# Words by which lists usually say what it is like at home, besides our own.
HOME = {
    "missbruk": Need.SUBSTANCE_USE,
    "alkohol": Need.SUBSTANCE_USE,
    "droger": Need.SUBSTANCE_USE,
    "beroende": Need.SUBSTANCE_USE,
    "psykisk ohälsa": Need.MENTAL_ILLNESS,
    "psykisk sjukdom": Need.MENTAL_ILLNESS,
    "våld": Need.FAMILY_VIOLENCE,
}


@dataclass(frozen=True)
class Incoming:
    """A row that can become a case."""

    row: int
    fields: Mapping[str, Any]
    identity: Mapping[str, str]
    number: Number | None
    fingerprint: bytes


@dataclass(frozen=True)
class Read:
    """What a file says: the rows that can become cases, and what is wrong, in words."""

    ready: Sequence[Incoming]
    troubles: Sequence[tuple[int, str]]
    unknown: int  # columns that are not read; a heading may be somebody's name


class Unreadable(ValueError):
    """A cell cannot be read; the words say what should stand there."""


def read_file(table: Table, districts: Mapping[str, Any], today: date) -> Read:
    """Read the rows of ``table``. Raises SheetRefused if a column that is needed is missing."""
    names = {str(words).casefold(): field for field, words in COLUMNS.items()}
    places = {
        names[heading.casefold()]: place
        for place, heading in enumerate(table.headings)
        if heading.casefold() in names
    }
    if missing := [str(COLUMNS[field]) for field in NEEDED if field not in places]:
        raise SheetRefused(
            _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    ready, troubles, seen = [], [], set()
    for row in table.rows:
        said = {field: row.cells[place].strip() for field, place in places.items()}
        incoming, wrong = _read_row(row, said, districts, today)
        if incoming and incoming.fingerprint in seen:
            wrong = [_("The same row stands above.")]
        elif incoming:
            seen.add(incoming.fingerprint)
            ready.append(incoming)
        troubles += [(row.number, words) for words in wrong]
    return Read(ready, troubles, len(table.headings) - len(places))


def _read_row(row: Row, said, districts, today) -> tuple[Incoming | None, list[str]]:
    readers: dict[str, Callable[[str], Any]] = {
        "first_contact": lambda text: _contact(text, today),
        "child_birth_year": lambda text: _year(text, today),
        "child_birth_month": _month,
        "child_district": lambda text: _one(text, districts, _("Write the name of a district.")),
        "needs": _needs,
        "sender_kind": _sender,
        "number": lambda text: _number(text, today),
        "languages": _languages,
        "weekdays": _weekdays,
    }
    values, wrong = {}, []
    for field, text in said.items():
        try:
            if not text and field in NEEDED:
                raise Unreadable(_("This is needed."))
            if len(text) > LENGTHS.get(field, len(text)):
                raise Unreadable(_("The text is too long."))
            values[field] = readers[field](text) if text and field in readers else text
        except Unreadable as trouble:
            wrong.append(f"{COLUMNS[field]}: {trouble}")
    if wrong:
        return None, wrong
    return _incoming(row, said, values), []


def _incoming(row, said, values) -> Incoming:
    number = values.pop("number", None) or None
    identity = {field: values.pop(field, "") for field in LENGTHS}
    first_contact = datetime.combine(values.pop("first_contact"), NOON, get_current_timezone())
    fields = {
        "first_contact_at": first_contact,
        "child_birth_year": values["child_birth_year"],
        "child_birth_month": values.get("child_birth_month") or None,
        "child_district": values["child_district"],
        "needs": values["needs"],
        "sender_kind": values.get("sender_kind") or SenderKind.FAMILY,
        "languages": values.get("languages") or [],
        "weekdays": values.get("weekdays") or [],
        "contact_ways": [ContactWay.RING],
        "preserve_sample": number is not None and number.in_sample,
    }
    text = "\0".join(f"{field}={said[field].casefold()}" for field in sorted(said) if said[field])
    return Incoming(row.number, fields, identity, number, blind_index("waiting_file", text))


def _contact(text: str, today: date) -> date:
    day = day_of(text.removesuffix(" 00:00:00"))
    if day is None or not day.year >= FIRST_YEAR or day > today:
        raise Unreadable(_("Write a day that has been, for instance 2026-09-30."))
    return day


def _year(text: str, today: date) -> int:
    year = int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
    if not today.year - OLDEST <= year <= today.year:
        raise Unreadable(
            _("Write a year from %(first)s to %(last)s.")
            % {"first": today.year - OLDEST, "last": today.year}
        )
    return year


def _month(text: str) -> int:
    names = {str(name).casefold(): number for number, name in MONTHS.items()}
    number = int(text) if re.fullmatch(r"[0-9]{1,2}", text) else names.get(text.casefold(), 0)
    if number not in MONTHS:
        raise Unreadable(_("Write the month as a word or a number."))
    return number


def _number(text: str, today: date) -> Number:
    try:
        return read_number(text, today)
    except NotANumber as error:
        raise Unreadable(_("This is not a personal identity number.")) from error


def _needs(text: str) -> list[str]:
    known = HOME | {str(need.label).casefold(): need for need in Need}
    return _several(text, known, _("Write what it is like at home: alcohol, illness or violence."))


def _sender(text: str) -> str:
    kinds = {str(kind.label).casefold(): kind for kind in SenderKind}
    kinds.pop(str(SenderKind.SOCIAL_SERVICES.label).casefold(), None)  # they send it themselves
    return _one(text, kinds, _("Write who asks: the family, school or preschool, health care …"))


def _languages(text: str) -> list[str]:
    known = {str(name).casefold(): code for code, name in LANGUAGES.items()}
    return _several(text, known, _("Write languages that the portal knows."))


def _weekdays(text: str) -> list[int]:
    known = {str(day.label).casefold(): day.value for day in Weekday}
    return _several(text, known, _("Write weekdays, a comma between them."))


def _one(text: str, known: Mapping[str, Any], unknown: str):
    if (found := known.get(text.casefold())) is None:
        raise Unreadable(unknown)
    return found


def _several(text: str, known: Mapping[str, Any], unknown: str) -> list:
    said = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    return list(dict.fromkeys(_one(part, known, unknown) for part in said))
