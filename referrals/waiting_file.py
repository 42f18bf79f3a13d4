"""The rows of an existing waiting list: which columns are read, and what each row says. Pure.

What stands in a cell is repeated in no trouble: a name may stand in the wrong column.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.utils.dates import MONTHS
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from barnstod.security.sealing import blind_index
from barnstod.web.spreadsheets import Row, Table
from groups.cells import day_of
from groups.choices import Need, Weekday
from groups.words import LANGUAGES
from referrals.choices import OF_THEMSELVES, ContactWay, SenderKind
from referrals.naming import SAMPLE_DAYS, NotANumber, Number, full_name, read_number
from referrals.waiting_columns import COLUMNS, LENGTHS, NEEDED, letter_of, places_of

BETWEEN = re.compile(r"[,;/\n]")
YEAR_AND_MONTH = re.compile(r"(?P<year>[0-9]{4})(?:[-/ ](?P<month>[0-9]{1,2}))?")
OLDEST = 20  # years
# What lists write of a child whose names may not be kept, in whatever column.
PROTECTED = re.compile(r"skydda[dt]|skyddsboende|sekretess|kvarskriv|fingerad")
FIRST_YEAR = 2000  # nobody has waited since before
NOON = time(12)

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


def content_of(table: Table) -> bytes:
    """Return by what the same file is known again, however it was saved; no cell can be read."""
    return blind_index("waiting_file", json.dumps(table.as_lists(), default=str))


@dataclass(frozen=True)
class Incoming:
    """A row that can become a case."""

    row: int
    fields: Mapping[str, Any]
    identity: Mapping[str, str]
    number: Number | None
    fingerprint: bytes

    @property
    def needs_ground(self) -> bool:
        """Tell whether somebody else than the family told the office, which needs a ground."""
        return self.fields["sender_kind"] not in OF_THEMSELVES

    @property
    def name_and_month(self) -> str:
        """What a double is looked for by; empty without a name."""
        names = self.identity["first_name"], self.identity["last_name"]
        born = self.fields["child_birth_year"], self.fields["child_birth_month"]
        return full_name(*names, *born) if any(names) else ""


@dataclass(frozen=True)
class Read:
    """What a file says: the rows that can become cases, and what is wrong, in words.

    Columns are told by letter and by what they are read as: a heading may be somebody's name.
    """

    ready: Sequence[Incoming]
    troubles: Sequence[tuple[int, str]]
    columns: Sequence[tuple[str, str]]
    unread: Sequence[str]


class Born(NamedTuple):
    year: int
    month: int | None
    day: int | None


class Unreadable(ValueError):
    """A cell cannot be read; the words say what should stand there."""


def read_file(table: Table, find_place: Callable[[str], Any], today: date) -> Read:
    """Read the rows of ``table``. Raises SheetRefused if a column that is needed is missing.

    ``find_place`` returns the district of a place, or None.
    """
    places = places_of(table.headings)
    ready, troubles, seen = [], [], set()
    for row in table.rows:
        said = {field: row.cells[place].strip() for field, place in places.items()}
        if any(PROTECTED.search(cell.casefold()) for cell in row.cells):
            troubles.append((row.number, _protected_words()))
            continue
        incoming, wrong = _read_row(row, said, find_place, today)
        if incoming and incoming.fingerprint in seen:
            wrong = [("", _("The same row stands above."))]
        elif incoming:
            seen.add(incoming.fingerprint)
            ready.append(incoming)
        troubles += [(row.number, _in_column(places.get(field), words)) for field, words in wrong]
    read = sorted((place, letter_of(place), str(COLUMNS[field])) for field, place in places.items())
    return Read(
        ready,
        troubles,
        [(letter, words) for _place, letter, words in read],
        [letter_of(place) for place in range(len(table.headings)) if place not in places.values()],
    )


def alike(rows: Sequence[Incoming]) -> dict[int, list[int]]:
    """Return row -> the rows above it that may be about the same child."""
    above: dict[object, list[int]] = {}
    found: dict[int, list[int]] = {}
    for row in rows:
        same = filter(None, (row.number and row.number.digits, row.name_and_month))
        for key in same:
            found.setdefault(row.row, []).extend(above.get(key, []))
            above.setdefault(key, []).append(row.row)
    return {row: sorted(set(others)) for row, others in found.items() if others}


def _protected_words() -> str:
    return _(
        "A child with protected personal data, it seems. Take the row out of the file, and ring "
        "the unit, which sends it as protected."
    )


def _in_column(place: int | None, words: str) -> str:
    if place is None:
        return words
    return _("Column %(letter)s, %(words)s") % {"letter": letter_of(place), "words": words}


def _read_row(row: Row, said, find_place, today) -> tuple[Incoming | None, list[tuple[str, str]]]:
    readers: dict[str, Callable[[str], Any]] = {
        "first_contact": lambda text: _contact(text, today),
        "child_birth_year": lambda text: _born(text, today),
        "child_birth_month": _month,
        "child_district": lambda text: _place(text, find_place),
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
            wrong.append((field, f"{COLUMNS[field]}: {trouble}"))
    if wrong:
        return None, wrong
    return _incoming(row, said, values), []


def _incoming(row, said, values) -> Incoming:
    number, born = values.pop("number", None) or None, values["child_birth_year"]
    identity = {field: values.pop(field, "") for field in LENGTHS}
    first_contact = datetime.combine(values.pop("first_contact"), NOON, get_current_timezone())
    fields = {
        "first_contact_at": first_contact,
        "child_birth_year": born.year,
        "child_birth_month": values.get("child_birth_month") or born.month,
        "child_district": values["child_district"],
        "needs": values["needs"],
        "sender_kind": values.get("sender_kind") or SenderKind.FAMILY,
        "languages": values.get("languages") or [],
        "weekdays": values.get("weekdays") or [],
        "contact_ways": [ContactWay.RING],
        "preserve_sample": born.day in SAMPLE_DAYS or (number is not None and number.in_sample),
    }
    text = "\0".join(f"{field}={said[field].casefold()}" for field in sorted(said) if said[field])
    return Incoming(row.number, fields, identity, number, blind_index("waiting_file", text))


def _contact(text: str, today: date) -> date:
    day = day_of(text.removesuffix(" 00:00:00"))
    if day is None or not day.year >= FIRST_YEAR or day > today:
        raise Unreadable(_("Write a day that has been, for instance 2026-09-30."))
    return day


def _born(text: str, today: date) -> Born:
    """Read a year, a year and month, or a whole day: of that only the year and month are kept."""
    day = day_of(text.removesuffix(" 00:00:00"))
    month = YEAR_AND_MONTH.fullmatch(text)
    if day is not None:
        born = Born(day.year, day.month, day.day)
    elif month is not None:
        born = Born(int(month["year"]), int(month["month"] or 0) or None, None)
    else:
        born = Born(0, None, None)
    if not today.year - OLDEST <= born.year <= today.year or (born.month or 1) not in MONTHS:
        raise Unreadable(
            _("Write a year from %(first)s to %(last)s.")
            % {"first": today.year - OLDEST, "last": today.year}
        )
    return born


def _place(text: str, find_place):
    if (district := find_place(text)) is None:
        raise Unreadable(_("Write the name of a district or of a part of the city."))
    return district


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
