"""What an import would do, before it does it: each row, what it becomes, what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.web.spreadsheets import Table
from groups.choices import Audience
from groups.columns import COLUMNS
from groups.forms.rows import Reading, ReadRow, read_rows
from groups.models import GroupImport, SupportGroup
from groups.queries.importing import Prospect, prospects
from groups.services.importing import Incoming
from groups.titles import office_hours, office_title, title_of_plan

SIGNS = {"new": "ok", "here": "plain", "wrong": "stop"}


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file. ``state`` is "new", "here" (imported before) or "wrong".

    ``troubles`` and ``remarks`` are words with the address of the group they are about, or "".
    """

    number: int
    state: str
    title: str
    facts: Sequence[str]
    troubles: Sequence[tuple[str, str]]
    remarks: Sequence[tuple[str, str]]
    cells: Sequence[tuple[str, str]]

    @property
    def label(self) -> str:
        words = {
            "new": _("becomes a draft"),
            "here": _("is here already"),
            "wrong": _("is left out"),
        }
        return words[self.state]

    @property
    def tone(self) -> str:
        return SIGNS[self.state]


@dataclass(frozen=True)
class Preview:
    """The whole file; nothing of it is written yet."""

    reading: Reading
    prospects: Mapping[int, Prospect]
    closed: Mapping[date, str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[PreviewRow]:
        return [self._row(row) for row in self.reading.rows]

    @property
    def ready(self) -> list[int]:
        """Return the numbers of the rows that can be written."""
        return [row.number for row in self.rows if row.state == "new"]

    @property
    def wrong(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.state == "wrong"]

    @property
    def here(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.state == "here"]

    @property
    def all_imported(self) -> GroupImport | None:
        """Return the import that brought these rows, if none of them is new."""
        if not self.here or self.ready:
            return None
        return next(one.imported.group_import for one in self.prospects.values() if one.imported)

    def units(self) -> Iterator[list[Incoming]]:
        """Yield what is to be written: single rows, and pairs with the children's row first."""
        ready, done = set(self.ready), set[int]()
        for row in self.reading.rows:
            if row.number in ready - done:
                pair = [row, *([row.partner] if row.partner else [])]
                pair.sort(key=lambda one: one.plan["audience"] == Audience.PARENTS)
                done.update(one.number for one in pair)
                yield [
                    Incoming(one.number, one.plan, self.prospects[one.number].fingerprint)
                    for one in pair
                ]

    def _row(self, row: ReadRow) -> PreviewRow:
        prospect = self.prospects.get(row.number)
        troubles, remarks = self._troubles(row), _remarks(prospect) if prospect else []
        waits = row.partner and not troubles and bool(self._troubles(row.partner))
        if row.partner and waits:
            words = _("Row %(row)s, with which it belongs together, is left out.")
            remarks = [(words % {"row": row.partner.number}, "")]
        is_here = prospect is not None and prospect.imported is not None
        state = "wrong" if troubles or waits else "here" if is_here else "new"
        return PreviewRow(
            number=row.number,
            state=state,
            title=title_of_plan(row.plan) if row.plan else row.cells.get("title", ""),
            facts=_facts(row, prospect) if prospect else (),
            troubles=troubles,
            remarks=remarks,
            cells=[(str(COLUMNS[name]), cell) for name, cell in row.cells.items() if cell],
        )

    def _troubles(self, row: ReadRow) -> list[tuple[str, str]]:
        """Return what keeps this row itself from being written."""
        troubles = [(str(problem), "") for problem in row.problems]
        prospect = self.prospects.get(row.number)
        if prospect is None:
            return troubles
        if prospect.same_row:
            words = _("Row %(row)s says the same as row %(first)s.")
            troubles.append((words % {"row": row.number, "first": prospect.same_row}, ""))
        for one in prospect.in_the_way:
            words = _("Row %(row)s: %(words)s") % {"row": row.number, "words": one.words}
            troubles.append((words, one.url))
        partner = self.prospects.get(row.partner.number) if row.partner else None
        if partner and partner.imported and not prospect.imported:
            words = _("Row %(row)s: only the other of the two that belong together is here.")
            troubles.append((words % {"row": row.number}, partner.imported.get_absolute_url()))
        return troubles


def preview_of(table: Table, user) -> Preview:
    """Return what the file would become. Raises SheetRefused if it is no file of groups."""
    reading = read_rows(table, user)
    plans = {row.number: row.plan for row in reading.rows if row.plan}
    found = prospects(plans, user)
    return Preview(reading, found.rows, found.closed)


def _facts(row: ReadRow, prospect: Prospect) -> list[str]:
    """Return what a reader must see to say yes: what, when, where, who."""
    plan = row.plan
    hours = SupportGroup(
        weekday=plan["weekday"], starts_at=plan["starts_at"], ends_at=plan["ends_at"]
    )
    facts = [
        plan["programme"].name,
        plan["organisation"].name,
        ", ".join(filter(None, [office_hours(hours), _period(prospect.days)])),
        str(plan["room"] or ""),
        ", ".join(leader.name for leader in plan["leaders"]),
        _("together with row %(row)s") % {"row": row.partner.number} if row.partner else "",
        _skipped(prospect),
    ]
    return [fact for fact in facts if fact]


def _period(days: Sequence[date]) -> str:
    if not days:
        return _("no sessions yet")
    return ngettext(
        "%(number)s session from %(first)s to %(last)s",
        "%(number)s sessions from %(first)s to %(last)s",
        len(days),
    ) % {
        "number": len(days),
        "first": date_format(days[0], "j F"),
        "last": date_format(days[-1], "j F Y"),
    }


def _skipped(prospect: Prospect) -> str:
    days = [f"{date_format(day, 'j F')} ({name})" for day, name in prospect.skipped]
    return _("skips %(days)s") % {"days": ", ".join(days)} if days else ""


def _remarks(prospect: Prospect) -> list[tuple[str, str]]:
    if prospect.imported:
        day = date_format(prospect.imported.group_import.imported_at, "j F Y")
        words = _("This row was imported on %(day)s.") % {"day": day}
        return [(words, prospect.imported.get_absolute_url())]
    return [(words, "") for words in prospect.remarks] + [
        (
            _("Looks like a group that is here: %(group)s.") % {"group": office_title(group)},
            group.get_absolute_url(),
        )
        for group in prospect.alike
    ]
