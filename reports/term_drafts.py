"""The term report drafts itself when a term is over, and waits for a person to go on with it."""

from datetime import date

from django.db import IntegrityError
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.actor import acting_as
from groups.terms import Term
from reports.choices import ReportType
from reports.documents import initial_texts
from reports.figures.periods import first_day, last_day, words_of
from reports.figures.tables import first_counted_term
from reports.models import Report
from reports.services import NOTICE

DRAFTER = "system:term_reports"


def draft_term_report(today: date | None = None) -> Report | None:
    """Begin the report of the last term that is over on the local day ``today``; return it.

    None where there is one already, of the portal or of a person, and for a term before the first
    that the portal knows of. Safe to call any number of times and by several workers at once: the
    row is unique for its term.
    """
    term = Term.on(today or timezone.localdate()).after(-1)
    try:
        with acting_as(DRAFTER):
            return None if _is_told(term) else _draft(term)
    except IntegrityError:
        return None  # another worker was quicker


def _is_told(term: Term) -> bool:
    """Tell whether the term has its report, or is of a time that the portal knows nothing of."""
    first = first_counted_term()
    begun = Report.objects.filter(
        type=ReportType.TERM_REPORT, period_from=first_day(term), period_to=last_day(term)
    )
    return first is None or term < first or begun.exists()


def _draft(term: Term) -> Report:
    report = Report(
        type=ReportType.TERM_REPORT,
        title=f"Terminsrapport {words_of(term)}",
        period_from=first_day(term),
        period_to=last_day(term),
        drafted_for=term.code,
    )
    report.texts = initial_texts(report)
    report.full_clean(validate_unique=False)
    report.save()
    record("report.draft", by=DRAFTER, on=report, type=report.type, term=term.code)
    for person in User.objects.holding(Role.COORDINATOR):
        queue(NOTICE, to=person, path=report.get_absolute_url())
    return report
