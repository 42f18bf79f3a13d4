"""The parts a document type is made of: its sections, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the text below a heading is written and printed."""

    TEXT = "text"  # paragraphs and points
    LINE = "line"  # one short value, beside its neighbours
    CLAUSES = "clauses"  # the decisions proposed, numbered
    TITLES = "titles"  # who signs the statement, below the clauses, without a heading
    SIGNATURE = "signature"  # who signs the form, with a line for place, day and hand
    ATTACHMENTS = "attachments"  # numbered
    GROUP = "group"  # a heading over headings, without text of its own
    ANNEX = "annex"  # an attachment that is printed in the paper itself, before the typed ones
    COMPUTED = "computed"  # the attachment of computed figures, the last one


UNWRITTEN = (Kind.GROUP, Kind.ANNEX, Kind.COMPUTED)


@dataclass(frozen=True)
class Section:
    """One heading of a document. ``tables`` are names in reports.table_names; they stand below
    the text, and go with it: an optional section that nobody wrote is left out whole.

    ``begins`` is the text that a new report begins with; {words in braces} are references.
    """

    code: str
    heading: str
    kind: Kind = Kind.TEXT
    level: int = 2
    tables: tuple[str, ...] = ()
    begins: str = ""
    optional: bool = False

    @property
    def is_written(self) -> bool:
        return self.kind not in UNWRITTEN

    def is_printed(self, texts: Mapping[str, str]) -> bool:
        return not self.optional or bool(texts.get(self.code, "").strip())


@dataclass(frozen=True)
class Document:
    """A document type: what it is called, what stands at its head, its sections in order.

    ``heading`` is the fixed title of a form; without one the report's own title heads the paper.
    ``sums_agree``: the sum applied for, its rows and the clause must be one sum to order it.
    """

    name: str
    label: str
    sections: tuple[Section, ...]
    lead: str = ""
    heading: str = ""
    clauses: tuple[str, ...] = ()
    sums_agree: bool = False

    @property
    def written(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.is_written)
