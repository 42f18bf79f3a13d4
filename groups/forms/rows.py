"""A table becomes plans of groups, row by row, with what is wrong with each in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from barnstod.web.spreadsheets import Row, SheetRefused, Table
from groups.choices import Audience
from groups.columns import COLUMNS
from groups.forms.importing import RowForm
from groups.forms.plan import LEADERS
from groups.forms.vocabulary import QUOTED, vocabularies
from groups.services.drafting import MANY, SHARED

REQUIRED = [name for name, one in RowForm.base_fields.items() if one.required and name in COLUMNS]
COLUMN_OF_FIELD = {**dict.fromkeys(LEADERS, "leaders"), "year": "term", "season": "term"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; ``column`` is the heading.

    ``value`` is what stands there, "" where the words say it themselves.
    """

    row: int
    column: str
    value: str
    words: str

    def __str__(self):
        """Return *Rad 7, veckodag: ”Tirsdag” är ingen veckodag.*"""
        said = {
            "row": self.row,
            "column": self.column[:1].lower() + self.column[1:],
            "value": self.value,
            "words": self.words,
        }
        if self.value:
            return _("Row %(row)s, %(column)s: “%(value)s”. %(words)s") % said
        return _("Row %(row)s, %(column)s: %(words)s") % said


@dataclass
class ReadRow:
    """One row: its cells by column as they were read, its plan, and its problems.

    ``partner`` is the row of the group that meets the same evening.
    """

    number: int
    cells: Mapping[str, str]
    plan: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    partner: "ReadRow | None" = None

    def refuse(self, column: str, words: str, *, is_quoted: bool = False) -> None:
        value = "" if is_quoted else self.cells.get(column, "")
        self.problems.append(Problem(self.number, str(COLUMNS[column]), value, words))


@dataclass(frozen=True)
class Reading:
    """What a file says. ``unknown`` are headings nobody knows, ``examples`` rows left out."""

    rows: Sequence[ReadRow]
    unknown: Sequence[str]
    examples: Sequence[int]


def read_rows(table: Table, user) -> Reading:
    """Return the rows of the file as plans. Raises SheetRefused if columns are missing."""
    places, unknown = _places_of(table.headings)
    words = vocabularies(user)
    rows, examples = [], []
    for row in table.rows:
        cells = {name: row.cells[place] for name, place in places.items()}
        if cells.get("title", "").casefold().startswith(_("Example").casefold()):
            examples.append(row.number)
        else:
            rows.append(_read(row, cells, user, words))
    _join_pairs(rows)
    return Reading(rows, unknown, examples)


def _places_of(headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Return where each column stands, and the headings that are none of ours."""
    known = {_plain(str(words)): name for name, words in COLUMNS.items()}
    found = [(known.get(_plain(heading)), place) for place, heading in enumerate(headings)]
    times = Counter(name for name, _place in found if name)
    if twice := [str(COLUMNS[name]) for name, number in times.items() if number > 1]:
        raise SheetRefused(_("Two columns are called “%(column)s”.") % {"column": twice[0]})
    if missing := [str(COLUMNS[name]) for name in REQUIRED if name not in times]:
        raise SheetRefused(
            _("These columns are missing: %(columns)s. Use the headings of the template.")
            % {"columns": ", ".join(missing)}
        )
    unknown = [headings[place] for name, place in found if name is None and headings[place]]
    return {name: place for name, place in found if name}, unknown


def _plain(heading: str) -> str:
    return " ".join(heading.replace("*", " ").casefold().split())


def _read(row: Row, cells: Mapping[str, str], user, words) -> ReadRow:
    form = RowForm(cells, user=user, words=words)
    read = ReadRow(row.number, cells)
    if form.is_valid():
        read.plan = form.plan()
    for name, errors in form.errors.as_data().items():
        for error in errors:
            column, is_quoted = COLUMN_OF_FIELD.get(name, name), error.code == QUOTED
            read.refuse(column, " ".join(error.messages), is_quoted=is_quoted)
    return read


def _join_pairs(rows: Iterable[ReadRow]) -> None:
    """Let rows with the same mark be one plan: a children's group and its parents' group."""
    marked = defaultdict(list)
    for row in rows:
        if mark := row.cells.get("pair", "").casefold():
            marked[mark].append(row)
    for pair in marked.values():
        if len(pair) != 2:
            for row in pair:
                row.refuse("pair", _("Two rows carry the same mark, no more and no fewer."))
            continue
        one, other = pair
        one.partner, other.partner = other, one
        if one.plan and other.plan:
            _check_pair(*sorted(pair, key=lambda row: row.plan["audience"] == Audience.PARENTS))


def _check_pair(first: ReadRow, parents: ReadRow) -> None:
    audiences = (Audience.CHILDREN, Audience.TEENAGERS)
    if first.plan["audience"] not in audiences or parents.plan["audience"] != Audience.PARENTS:
        parents.refuse("pair", _("One of the two is for children or teenagers, one for parents."))
        return
    told = {"row": first.number}
    for name in SHARED:
        if _comparable(first.plan, name) != _comparable(parents.plan, name):
            column = COLUMN_OF_FIELD.get(name, name)
            words = _("The two meet together: write the same here as in row %(row)s.") % told
            parents.refuse(column, words)
    if first.plan["room"] and first.plan["room"] == parents.plan["room"]:
        parents.refuse("room", _("The parents have a room of their own."))
    for leader in first.plan["leaders"]:
        if leader in parents.plan["leaders"]:
            words = _("%(leader)s is chosen twice this evening.") % {"leader": leader.name}
            parents.refuse("leaders", words)


def _comparable(plan: Mapping[str, Any], name: str):
    if name in MANY:
        return {one.pk for one in plan[name]}
    return sorted(plan[name]) if name == "needs" else plan[name]
