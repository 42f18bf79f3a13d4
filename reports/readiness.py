"""What must be in order before a report is built: every text written, every name known, and the
sums that are one sum the same.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from reports.common_sections import AT_ONCE
from reports.documents import document_of
from reports.grants.sums import differences
from reports.grants.words import difference_in_words
from reports.matter import Matter
from reports.models import Report
from reports.references import unknown
from reports.sections import Document, Kind, Section

UNFINISHED = gettext_noop("Finish the clause: write what is to stand instead of “…”.")
TO_FILL_IN = "…"


def need_all(report: Report) -> None:
    """Raise ValidationError with what is missing, in words for whoever ordered the report."""
    need_texts(report)
    matter = Matter(report)
    need_facts(report, matter)
    need_sums(report, matter)


def need_texts(report: Report) -> None:
    """Raise ValidationError naming the sections that nobody has written yet."""
    document = document_of(report)
    empty = [section.heading for section in empty_sections(document, report.texts)]
    if empty:
        raise ValidationError(
            _("These sections are empty: %(names)s.") % {"names": ", ".join(empty)}
        )
    if unfinished_clauses(document, report.texts):
        raise ValidationError(_(UNFINISHED))


def empty_sections(document: Document, texts: dict[str, str]) -> list[Section]:
    """Return the sections that must be written and are not.

    To have the minutes approved at once is nothing to decide on alone.
    """
    return [
        section
        for section in document.written
        if not section.optional and not any(_lines(section, texts))
    ]


def unfinished_clauses(document: Document, texts: dict[str, str]) -> list[Section]:
    """Return the sections where a clause still has the sign of what is to be filled in."""
    return [
        section
        for section in document.written
        if section.kind == Kind.CLAUSES
        and any(TO_FILL_IN in line for line in _lines(section, texts))
    ]


def _lines(section: Section, texts: dict[str, str]) -> list[str]:
    lines = [line.strip() for line in texts.get(section.code, "").splitlines()]
    return [line for line in lines if line != AT_ONCE] if section.kind == Kind.CLAUSES else lines


def need_facts(report: Report, matter: Matter) -> None:
    """Raise ValidationError naming what the texts refer to and nobody has entered."""
    missing = unknown(report.texts, matter)
    if missing:
        raise ValidationError(
            _("The texts name what is not entered yet: %(names)s.")
            % {"names": ", ".join(f"{{{name}}}" for name in missing)}
        )


def need_sums(report: Report, matter: Matter) -> None:
    """Raise ValidationError saying which sums of an application differ."""
    project = matter.project
    if project and document_of(report).sums_agree:
        found = differences(project.grant, project.budget, project.decisions)
        if found:
            raise ValidationError([difference_in_words(one) for one in found])
