"""The demo's reports, the matters of the source documents as drafts, and a grant of today."""

import random
from datetime import date, timedelta

from barnstod.accounts.models import User
from districts.demo import DOMAIN
from groups.terms import Term
from reports.dates import PartialDate
from reports.documents import matters
from reports.figures.publishing import publish
from reports.grants import services as grants
from reports.grants.choices import DeadlineKind, Funding, GoalKind, Post
from reports.models import BudgetLine, Deadline, Goal, Grant, Report
from reports.retold import begin
from reports.term_drafts import draft_term_report

COORDINATOR = f"samordnare@{DOMAIN}"
GRANT = "central-samordning-ar-1"
PROJECT = "Stödgrupper närmare hemmet"


def load(today: date, rng: random.Random) -> None:
    """Begin the reports and the grant, unless there are any; the grant's days are of today.

    The term that is over has its figures published, for the board, and a report in draft.
    """
    _begin_reports()
    _begin_grant(today)
    publish(term=Term.on(today).after(-1), by=User.objects.get(email=COORDINATOR))
    draft_term_report(today)


def _begin_grant(today: date) -> None:
    """Write an application that is not sent yet, with a budget, a goal and a day to keep."""
    if Grant.objects.filter(project=PROJECT).exists():
        return
    office, year = User.objects.get(email=COORDINATOR), today.year + 1
    grant = grants.write_grant(
        grant=Grant(),
        by=office,
        project=PROJECT,
        applicant="Socialnämnden",
        funder="Länsstyrelsen i Stockholms län",
        period_from=PartialDate(year, 1, 1),
        period_to=PartialDate(year, 12, 31),
        purpose="Fler barn ska få plats i en grupp nära hemmet.",
    )
    parts = (
        BudgetLine(year=year, post=Post.SALARY, text="Samordnare, halvtid", sek=330_000),
        BudgetLine(year=year, post=Post.TRAINING, text="Utbildning av gruppledare", sek=120_000),
        BudgetLine(year=year, post=Post.PREMISES, text="Lokaler", sek=90_000, funding=Funding.OWN),
        Goal(kind=GoalKind.OUTCOME, text="Fler barn deltar i en grupp", target="90 barn"),
        Deadline(kind=DeadlineKind.APPLICATION, due_on=today + timedelta(days=14)),
    )
    for part in parts:
        part.grant = grant
        grants.write_part(part=part, by=office)


def _begin_reports() -> None:
    if Report.objects.filter(grant__code=GRANT).exists():
        return
    office = User.objects.get(email=COORDINATOR)
    for name in matters():
        begin(name, by=office)
