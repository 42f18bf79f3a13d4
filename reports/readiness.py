"""What must be in order before a report is built: every text written, every name known, and the
sums that are one sum the same.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.documents import document_of
from reports.grants.sums import differences
from reports.grants.words import difference_in_words
from reports.matter import Matter
from reports.models import Report
from reports.references import unknown


def need_all(report: Report) -> None:
    """Raise ValidationError with what is missing, in words for whoever ordered the report."""
    need_texts(report)
    matter = Matter(report)
    need_facts(report, matter)
    need_sums(report, matter)


def need_texts(report: Report) -> None:
    """Raise ValidationError naming the sections that nobody has written yet."""
    empty = [
        section.heading
        for section in document_of(report).written
        if not section.optional and not report.texts.get(section.code, "").strip()
    ]
    if empty:
        raise ValidationError(
            _("These sections are empty: %(names)s.") % {"names": ", ".join(empty)}
        )


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
