"""The empty file that groups are written into: headings, an example, and what each column means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.web.spreadsheets import Sheet, csv_of, workbook_of
from groups.choices import Audience, Season, Weekday
from groups.columns import COLUMNS, PLAN
from groups.forms.importing import RowForm
from groups.forms.rows import REQUIRED
from groups.forms.vocabulary import Vocabulary, vocabularies
from groups.terms import Term

WRITTEN = ("title", *PLAN)  # what somebody fills in
CLOSED = ("audience", "needs", "region", "weekday", "languages", "precision")
TUESDAY = Weekday.TUESDAY


@dataclass(frozen=True)
class Explanation:
    heading: str
    is_required: bool
    words: str


def explanations(words: Mapping[str, Vocabulary]) -> list[Explanation]:
    """Return what to write in each column, in the order of the file."""
    return [
        Explanation(str(COLUMNS[name]), name in REQUIRED, _explained(name, words))
        for name in WRITTEN
    ]


def template_file(kind: str, user) -> bytes:
    """Return the empty file as "csv" or "xlsx"; the workbook explains itself on other sheets."""
    words = vocabularies(user)
    headings = [str(COLUMNS[name]) for name in WRITTEN]
    example = _example(words, Term.on(timezone.localdate()).after(1))
    row = [example.get(name) for name in WRITTEN]
    if kind == "csv":
        return csv_of(headings, [row])
    return workbook_of(Sheet(_("Groups"), headings, [row]), _how(words), _what_can_be_chosen(words))


def _how(words: Mapping[str, Vocabulary]) -> Sheet:
    rows = [
        (one.heading, _("yes") if one.is_required else _("no"), one.words)
        for one in explanations(words)
    ]
    return Sheet(_("How to fill it in"), (_("Column"), _("Needed"), _("What to write")), rows)


def _what_can_be_chosen(words: Mapping[str, Vocabulary]) -> Sheet:
    headings = [str(COLUMNS[name]) for name in words]
    rows: Sequence = list(zip_longest(*(one.usual for one in words.values()), fillvalue=""))
    return Sheet(_("What can be chosen"), headings, rows)


def _explained(name: str, words: Mapping[str, Vocabulary]) -> str:
    if name == "title":
        return _("Is not read. A row that begins with “Example” is left out.")
    if name == "pair":
        return _("The same mark on two rows makes them a children's and a parents' group together.")
    field = RowForm.base_fields[name]
    said = [str(field.help_text)] if field.help_text else []
    if name in CLOSED:
        said.append(_("One of: %(names)s.") % {"names": ", ".join(words[name].usual)})
    elif name in words:
        said.append(_("A name from the sheet “What can be chosen”."))
    elif (least := getattr(field, "min_value", None)) is not None:
        most = getattr(field, "max_value", None)
        said.append(_("A number from %(least)s to %(most)s.") % {"least": least, "most": most})
    return " ".join(said)


def _example(words: Mapping[str, Vocabulary], term: Term) -> dict:
    """Return a row that could be imported as it is, of what there is to choose."""
    spring = term.season == Season.SPRING
    begin = date(term.year, 1, 15) if spring else date(term.year, 9, 1)
    first_on = begin + timedelta(days=(TUESDAY - begin.weekday()) % 7)
    usual = {name: next(iter(words[name].usual), "") for name in words}
    return {
        "title": _("Example: is left out"),
        "programme": usual["programme"],
        "audience": str(Audience.CHILDREN.label),
        "needs": usual["needs"],
        "age_from": 7,
        "age_to": 9,
        "capacity": 8,
        "minimum": 4,
        "organisation": usual["organisation"],
        "hosting_districts": usual["hosting_districts"],
        "is_city_wide": _("no"),
        "term": str(term),
        "first_on": first_on,
        "weekday": words["weekday"].usual[TUESDAY],
        "starts_at": time(16),
        "ends_at": time(17, 30),
        "planned_sessions": 12,
        "languages": usual["languages"],
    }
