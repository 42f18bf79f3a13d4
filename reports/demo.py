"""The demo's reports, the matters of the source documents as drafts, and grants of today."""

import random
from datetime import date, timedelta

from barnstod.accounts.models import User
from barnstod.jobs import ring
from groups.choices import FOR_CHILDREN
from groups.models import SupportGroup
from groups.terms import Term
from referrals.demo import COORDINATOR
from reports import demo_history
from reports.dates import PartialDate
from reports.documents import matters
from reports.figures.periods import first_day, last_day, words_of
from reports.figures.publishing import publish
from reports.grants import services as grants
from reports.grants.choices import (
    DeadlineKind,
    Funding,
    GoalKind,
    LedgerKind,
    Post,
    Progress,
    Result,
)
from reports.grants.project_groups import name_groups
from reports.models import Activity, BudgetLine, Deadline, Goal, Grant, LedgerLine, Report
from reports.models.parts import Part
from reports.retold import begin
from reports.term_drafts import draft_term_report

GRANT = "central-samordning-ar-1"
PROJECT, RUNNING = "Stödgrupper närmare hemmet", "Fler gruppledare i ytterstaden"
# Kronor a month in each term of the running project, so that a year is told of in figures.
MONTHLY = (24_000, 27_000, 29_000)
TRAINING = 30_000
GRANTED = 6 * sum(MONTHLY) + TRAINING
REACHED = (Result.ATTAINED, Result.PARTLY, Result.ATTAINED)


def load(today: date, rng: random.Random) -> None:
    """Begin the reports and the grants, unless there are any; their days are of today.

    The terms that are over have their figures published, for the board; the last one has a report
    in draft, and the worker takes two papers on their way.
    """
    office = User.objects.get(email=COORDINATOR)
    _begin_reports(office)
    terms = demo_history.load(today, rng)
    if terms:
        _run_grant(office, terms)
    _begin_grant(office, today)
    for term in terms or [Term.on(today).after(-1)]:
        publish(term=term, by=office)
    draft_term_report(today)
    if terms:
        ring("reports.demo_papers", Grant.objects.get(project=PROJECT).pk)


def _begin_grant(office: User, today: date) -> None:
    """Write an application that is not sent yet, with a budget, a goal and a day to keep."""
    if Grant.objects.filter(project=PROJECT).exists():
        return
    year = today.year + 1
    grant = _written(
        office,
        project=PROJECT,
        period_from=PartialDate(year, 1, 1),
        period_to=PartialDate(year, 12, 31),
        purpose="Fler barn ska få plats i en grupp nära hemmet.",
    )
    _add(
        office,
        grant,
        BudgetLine(year=year, post=Post.SALARY, text="Samordnare, halvtid", sek=330_000),
        BudgetLine(year=year, post=Post.TRAINING, text="Utbildning av gruppledare", sek=120_000),
        BudgetLine(year=year, post=Post.PREMISES, text="Lokaler", sek=90_000, funding=Funding.OWN),
        Goal(kind=GoalKind.OUTCOME, text="Fler barn deltar i en grupp", target="90 barn"),
        Deadline(kind=DeadlineKind.APPLICATION, due_on=today + timedelta(days=14)),
    )


def _run_grant(office: User, terms: list[Term]) -> None:
    """Write a project that ran in these terms: granted, paid for and assessed."""
    begins, ends = first_day(terms[0]), last_day(terms[-1])
    asked = PartialDate.on(begins - timedelta(days=90))
    grant = _written(
        office,
        project=RUNNING,
        period_from=PartialDate.on(begins),
        period_to=PartialDate.on(ends),
        purpose="Fler gruppledare ska kunna leda grupper i ytterstaden.",
        target_group="Barn 7–16 år i ytterstaden, och de som vill bli gruppledare.",
        method="Två gruppledare från varje stadsdel utbildas varje termin och leder sedan en grupp "
        "tillsammans med en erfaren ledare.",
        partners="Socialnämnden, stadsdelsnämnderna och fyra frivilliga organisationer.",
        evaluation="Gruppledarna svarar på en enkät efter varje termin.",
        after_plan="Stadsdelarna tar över kostnaden för gruppledarna när projektet är slut.",
    )
    _add(
        office,
        grant,
        *(
            BudgetLine(
                year=term.year,
                post=Post.SALARY,
                text=f"Gruppledare, deltid, {words_of(term)}",
                sek=6 * monthly,
            )
            for term, monthly in zip(terms, MONTHLY, strict=True)
        ),
        BudgetLine(year=ends.year, post=Post.TRAINING, text="Utbildning", sek=TRAINING),
    )
    grant = grants.move(grant=grant, name="apply", by=office, applied_on=asked)
    grant = grants.move(
        grant=grant,
        name="grant",
        by=office,
        decided_on=PartialDate.on(begins - timedelta(days=30)),
        granted_sek=GRANTED,
        registry_number="",
        conditions="Pengar som inte används betalas tillbaka.",
    )
    paid = LedgerLine(kind=LedgerKind.PAYOUT, on=begins, text="Utbetalning", sek=GRANTED)
    _add(office, grant, paid, *_goals(terms), *_activities())
    rows = [_salary(term, month, sek) for term, sek in zip(terms, MONTHLY, strict=True)
            for month in range(6)]  # fmt: skip
    grants.import_costs(grant=grant, by=office, rows=rows)
    name_groups(grant=grant, groups=_two_of_each(terms), by=office)


def _two_of_each(terms: list[Term]) -> list[SupportGroup]:
    of_children = SupportGroup.objects.filter(audience__in=FOR_CHILDREN).order_by("-pk")
    return [
        group
        for term in terms
        for group in of_children.filter(year=term.year, season=term.season)[:2]
    ]


def _goals(terms: list[Term]) -> list[Goal]:
    """Return a goal for each term, one of which was attained in part."""
    goals = []
    for term, result in zip(terms, REACHED, strict=True):
        text = f"Fyra nya gruppledare är utbildade, {words_of(term)}"
        goal = Goal(kind=GoalKind.PROCESS, text=text, target="4", outcome="4")
        goal.due_on, goal.result = last_day(term), result
        if result == Result.PARTLY:
            goal.outcome, goal.cause = "3", "En utbildning ställdes in."
        goals.append(goal)
    return goals


def _activities() -> list[Activity]:
    fair = Activity(text="Mässa för gruppledare", progress=Progress.DROPPED)
    fair.cause = "Lokalen ställdes in med kort varsel."
    return [
        Activity(text="Utbildning av gruppledare varje termin", progress=Progress.DONE),
        Activity(text="Grupper i ytterstaden", progress=Progress.DONE),
        fair,
    ]


def _salary(term: Term, month: int, sek: int) -> dict:
    on = date(term.year, term.half * 6 + month + 1, 25)
    voucher = f"L{on:%y%m}"
    return {"kind": LedgerKind.COST, "post": Post.SALARY, "on": on, "sek": sek,
            "text": f"Lön {on:%Y-%m}", "voucher": voucher}  # fmt: skip


def _written(office: User, **fields) -> Grant:
    return grants.write_grant(
        grant=Grant(),
        by=office,
        applicant="Socialnämnden",
        funder="Länsstyrelsen i Stockholms län",
        **fields,
    )


def _add(office: User, grant: Grant, *parts: Part) -> None:
    for part in parts:
        part.grant = grant
        grants.write_part(part=part, by=office)


def _begin_reports(office: User) -> None:
    if Report.objects.filter(grant__code=GRANT).exists():
        return
    for name in matters():
        begin(name, by=office)
