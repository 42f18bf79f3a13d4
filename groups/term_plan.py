"""A term on one sheet: a row for each group, a column for each week. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEK = timedelta(days=7)
SCHOOL_DAYS = 5
# How many rows fit on a sheet at which size of type; the classes stand in term.css.
DENSITIES = ((18, "roomy"), (32, "normal"), (46, "dense"))
TIGHTEST = "tight"


@dataclass(frozen=True)
class Meeting:
    """A session as the sheet needs it."""

    day: date
    is_usual: bool  # on the group's own weekday and hours
    is_cancelled: bool


@dataclass(frozen=True)
class Line:
    """A group: what it is called, when and where it meets, and its sessions."""

    title: str
    usually: str
    place: str
    meetings: Sequence[Meeting]


@dataclass(frozen=True)
class Cell:
    words: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class Column:
    number: int
    monday: date
    closed: str  # what most of Monday to Friday is closed for; else each closed day


@dataclass(frozen=True)
class Row:
    line: Line
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """One page of the plan."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def density(self) -> str:
        return next((name for most, name in DENSITIES if len(self.rows) <= most), TIGHTEST)


def sheets(lines: Sequence[Line], closed: Mapping[date, str], number: int = 1) -> list[Sheet]:
    """Return the plan on so many sheets, the groups shared out in order; none without sessions."""
    days = [meeting.day for line in lines for meeting in line.meetings]
    if not days:
        return []
    columns = _columns(min(days), max(days), closed)
    rows = [Row(line, tuple(_cells(line, column.monday) for column in columns)) for line in lines]
    each = -(-len(rows) // number)
    return [
        Sheet(columns, tuple(rows[start : start + each])) for start in range(0, len(rows), each)
    ]


def _columns(first: date, last: date, closed: Mapping[date, str]) -> tuple[Column, ...]:
    monday, columns = first - timedelta(days=first.weekday()), []
    while monday <= last:
        days = (monday + timedelta(days=number) for number in range(SCHOOL_DAYS))
        names = Counter(closed[day] for day in days if day in closed)
        most = [name for name, number in names.items() if number > SCHOOL_DAYS / 2]
        columns.append(Column(monday.isocalendar().week, monday, ", ".join(most or names)))
        monday += WEEK
    return tuple(columns)


def _cells(line: Line, monday: date) -> tuple[Cell, ...]:
    return tuple(
        Cell(_words(meeting), meeting.is_cancelled)
        for meeting in _in_order(line.meetings)
        if monday <= meeting.day < monday + WEEK
    )


def _in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=lambda meeting: meeting.day)


def _words(meeting: Meeting) -> str:
    """Return *12/1*; with the weekday where it is not the usual one; cancelled in a word."""
    day = f"{meeting.day.day}/{meeting.day.month}"
    if not meeting.is_usual:
        day = f"{date_format(meeting.day, 'D').lower()} {day}"
    return _("%(day)s canc.") % {"day": day} if meeting.is_cancelled else day
