"""The papers of the demonstration that are on their way: one to be decided on, one sent."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from barnstod.accounts.models import User
from barnstod.security.actor import acting_as
from districts.demo import DOMAIN
from referrals.demo import COORDINATOR
from reports import services
from reports.building import build
from reports.choices import Channel, ReportType, State
from reports.figures.periods import first_day, last_day, words_of
from reports.figures.reading import published_terms
from reports.models import Grant, Report

HEAD = f"enhetschef@{DOMAIN}"
TO_THE_BOARD = {"administration": "Socialförvaltningen", "addressee": "Socialnämnden"}
NEXT_MEETING = timedelta(days=16)
STATEMENT = {
    "decisions": "{nämnden} ansöker hos {bidragsgivare} om {sökt belopp} till projektet {projekt}."
    "\nParagrafen justeras omedelbart.",
    "signatories": "Förvaltningschef\nEnhetschef",
    "summary": "Förvaltningen föreslår att nämnden söker {sökt belopp} för projektet {projekt}. "
    "{syfte}",
    "background": "Stödgrupperna finns i dag i några av stadsdelarna. Barn i de andra har långt "
    "att resa, och de yngsta kan inte resa själva.",
    "case": "Projektet pågår {projekttid}. Staden betalar lokalerna, {egen insats}. Målet är:\n\n"
    "{mål}",
    "preparation": "Ärendet har beretts av samordningen tillsammans med stadsdelarna.",
    "proposal": "Förvaltningen föreslår att nämnden ansöker om medlen. Kommer de inte, startar "
    "grupperna i den takt som den egna budgeten tillåter.",
    "children": "Fler barn får stöd nära hemmet. Inget barn får vänta längre än i dag.",
}


def load(grant_id: int) -> None:
    """Take two papers as far as they go today, the second one about the grant; once.

    The worker does it, once the portal runs: two PDFs take longer than all of the demo's rows.
    They stay in draft where no PDF can be made on this machine.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Demo data is never made in production.")
    with acting_as("system:demo"):
        applies = Grant.objects.select_for_update().get(pk=grant_id)  # one at a time
        if not Report.objects.filter(grant=applies).exists():
            _load(applies, timezone.localdate())


def _load(applies: Grant, today: date) -> None:
    office, head = (User.objects.get(email=email) for email in (COORDINATOR, HEAD))
    term = published_terms()[1]
    told = services.create(
        by=office,
        type=ReportType.TERM_REPORT,
        title=f"Terminsrapport {words_of(term)}",
        period_from=first_day(term),
        period_to=last_day(term),
        **TO_THE_BOARD,
    )
    if _approved(told, office, head, today):
        services.move(
            report=told,
            name="decide",
            by=office,
            decided_on=today,
            paragraph="§ 8",
            immediately_approved=True,
        )
        services.move(
            report=told,
            name="send",
            by=office,
            sent_on=today,
            channel=Channel.E_MAIL,
            recipient_number="",
        )
    begins: Any = applies.period_from
    ends: Any = applies.period_to
    statement = services.create(
        by=office,
        type=ReportType.OFFICIAL_STATEMENT,
        title=f"Ansökan om bidrag till {applies.project}",
        grant=applies,
        period_from=begins.first_day,
        period_to=ends.last_day,
        registry_number=f"3.1-41/{today.year}",
        **TO_THE_BOARD,
    )
    services.write(report=statement, by=office, texts=STATEMENT)
    _approved(statement, office, head, today + NEXT_MEETING)


def _approved(report: Report, office: User, head: User, meeting: date) -> bool:
    """Build the report, let the head approve it and put it on the agenda; tell whether it is."""
    services.move(report=report, name="order", by=office)
    build(report.pk)
    report.refresh_from_db()
    if report.state != State.BUILT:
        return False
    services.move(report=report, name="approve", by=head, read_sha256=report.sha256)
    services.move(report=report, name="put_on_agenda", by=office, agenda_on=meeting)
    return True
