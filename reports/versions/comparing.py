"""What is different from the last report of the same kind: figures one by one, texts word by word.

Only what both reports print is compared. Of a number that is hidden in either nothing is reckoned.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from reports.choices import FROM_APPROVAL, FactKind
from reports.documents import document_of
from reports.models import Grant, Report, ReportFile
from reports.paper import values_of
from reports.references import IN_TEXT
from reports.tables import NO_BREAK, number
from reports.text import filled

TERM = re.compile(r",? (?:våren|hösten) \d{4}")  # in a caption: the same table of another term
NUMBER = re.compile(r"(-?\d{1,3}(?:[ \u00a0]?\d{3})*|-?\d+)(,\d+)?[ \u00a0]?(kr|%)?")
AROUND = 12  # words that are told before and after a change
SHARE_FROM = 20  # a smaller number has no percent worth telling


@dataclass(frozen=True)
class FigureChange:
    """One figure in both reports; an empty text where one of them does not have it."""

    table: str
    name: str
    column: str
    old: str
    new: str

    @property
    def words(self) -> str:
        return change_in_words(self.old, self.new)


@dataclass(frozen=True)
class Piece:
    """Some words that both texts have ("same"), or that are "new", or "gone"."""

    kind: str
    words: str


@dataclass(frozen=True)
class TextChange:
    code: str  # of the section
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """``figures`` is None as long as the report has no file and thereby no figures."""

    report: Report
    earlier: Report
    figures: list[FigureChange] | None
    texts: list[TextChange]

    def change_of(self, code: str) -> TextChange | None:
        """Return what differs below one heading; None where the text is the same."""
        return next((one for one in self.texts if one.code == code), None)


def compare(report: Report) -> Comparison | None:
    """Return what differs from the last report; None where there is none to compare with."""
    earlier = earlier_of(report)
    if earlier is None:
        return None
    if not report.has_file:
        texts = changed_texts(report, earlier.texts, report.texts)
        return Comparison(report, earlier, None, list(texts))
    was, now = figures_of(earlier), figures_of(report)
    texts = changed_texts(report, as_printed(earlier, was), as_printed(report, now))
    return Comparison(report, earlier, list(changed_figures(was, now)), list(texts))


def earlier_of(report: Report) -> Report | None:
    """Return the report that this one corrects, else the last approved one of type and project.

    A project goes on from one year's grant to the next. What is of no grant is of the type alone;
    an answer to a letter has nothing before it.
    """
    if report.corrects:
        return report.corrects
    if report.letter_id:
        return None
    alike = Report.objects.filter(
        type=report.type, state__in=FROM_APPROVAL, period_to__lte=report.period_to
    ).exclude(pk=report.pk)
    if report.grant:
        alike = alike.filter(grant__in=_years_of(report.grant))
    return alike.order_by("-period_to", "-version", "-approved_at").first()


def _years_of(grant: Grant) -> list[Grant]:
    """Return the grant and those that it continues."""
    years = [grant]
    while years[-1].continues:
        years.append(years[-1].continues)
    return years


def figures_of(report: Report) -> list[dict[str, Any]]:
    return ReportFile.objects.values_list("figures", flat=True).get(report=report)


def changed_figures(old: list[dict], new: list[dict]) -> Iterator[FigureChange]:
    """Yield each figure that is not the same in both, in the order of the new report."""
    before, after = cells_of(old), cells_of(new)
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            table, _times, _code, name, column = key
            yield FigureChange(table, name, column, was, now)


def cells_of(figures: list[dict]) -> dict[tuple, str]:
    """Return the text of each figure by table, row and column; of what is counted numbers only.

    A table of another term is the same table, as often as it comes. What stands in sentences is
    in the tables, too.
    """
    found: dict[tuple, str] = {}
    times: Counter = Counter()
    for table in figures:
        if table["place"] == IN_TEXT:
            continue
        caption = TERM.sub("", table["caption"])
        times[caption] += 1
        for row in table["rows"] + ([table["total"]] if table["total"] else []):
            for column, cell in zip(table["columns"][1:], row["cells"], strict=True):
                if table["kind"] == FactKind.COMPUTED and cell["style"] != "num":
                    continue
                code = row["code"] or row["heading"]
                key = (caption, times[caption], code, row["heading"], column["heading"])
                found[key] = cell["text"]
    return found


def change_in_words(old: str, new: str) -> str:
    """Return by how much a figure has changed, if that can be said."""
    if not old:
        return _("was not there")
    if not new:
        return _("is not there any more")
    was, now = _value(old), _value(new)
    if was is None or now is None:
        return _("changed; by how much cannot be said")
    by = number(abs(now - was))
    share = ""
    if was >= SHARE_FROM:
        share = f" ({number(abs(round((now - was) / was * 100)))}{NO_BREAK}%)"
    words = _("%(by)s more%(share)s") if now > was else _("%(by)s less%(share)s")
    return words % {"by": by, "share": share}


def _value(text: str) -> Decimal | None:
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    whole, rest, _unit = match.groups()
    return Decimal(re.sub(r"\s", "", whole) + (rest or "").replace(",", "."))


def as_printed(report: Report, figures: list[dict]) -> dict[str, str]:
    """Return the texts with what stands on the paper for each name in braces."""
    values = values_of(figures)
    return {code: filled(text, values) for code, text in report.texts.items()}


def changed_texts(report: Report, old: dict[str, str], new: dict[str, str]) -> Iterator[TextChange]:
    """Yield each heading whose text is not the same, with what is gone and what is new."""
    for section in document_of(report).written:
        was, now = (words_of(texts.get(section.code, "")) for texts in (old, new))
        if was != now:
            yield TextChange(section.code, section.heading, tuple(pieces_of(was, now)))


def words_of(text: str) -> list[str]:
    """Return the words of a text, and a line's end for each place where a line ends."""
    return ["\n" if word.isspace() else word for word in re.findall(r"\S+|\s*\n\s*", text.strip())]


def pieces_of(was: list[str], now: list[str]) -> Iterator[Piece]:
    """Yield the words of both texts in order: those that stayed, went and came.

    Of a long stretch that stayed only what stands beside a change is told.
    """
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(
        None, was, now, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            before = AROUND if from_old or from_new else 0
            after = AROUND if to_old < len(was) or to_new < len(now) else 0
            yield Piece("same", _shortened(was[from_old:to_old], before, after))
            continue
        if to_old > from_old:
            yield Piece("gone", " ".join(was[from_old:to_old]))
        if to_new > from_new:
            yield Piece("new", " ".join(now[from_new:to_new]))


def _shortened(words: list[str], first: int, last: int) -> str:
    if len(words) <= 2 * AROUND:
        return " ".join(words)
    return " ".join([*words[:first], "…", *words[len(words) - last :]])
