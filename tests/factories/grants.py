"""Grants and what they consist of; a grant is a draft, the traits are its later states."""

from datetime import date

import factory

from reports.dates import PartialDate
from reports.grants.choices import GrantState
from reports.models import (
    Activity,
    BudgetLine,
    Deadline,
    Decision,
    Goal,
    Grant,
    GrantGroup,
    LedgerLine,
    Letter,
)


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    class Params:
        applied = factory.Trait(
            state=GrantState.APPLIED, applied_on=PartialDate(2026, 3, 1), applied_sek=500_000
        )
        granted = factory.Trait(
            applied=True,
            state=GrantState.GRANTED,
            decided_on=PartialDate(2026, 5, 1),
            granted_sek=400_000,
        )
        refused = factory.Trait(
            applied=True, state=GrantState.REFUSED, decided_on=PartialDate(2026, 5, 1)
        )
        reported = factory.Trait(
            granted=True, state=GrantState.REPORTED, reported_on=PartialDate(2027, 9, 1)
        )
        closed = factory.Trait(
            reported=True, state=GrantState.CLOSED, closed_on=PartialDate(2027, 12, 1)
        )
        stated = factory.Trait(origin="stated")

    code = factory.Sequence(lambda n: f"bidrag-{n}")
    project = factory.Sequence(lambda n: f"Projekt {n}")
    applicant = "Socialtjänstnämnden"
    funder = "Länsstyrelsen"


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    grant = factory.SubFactory(GrantFactory)


class GrantGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantGroup

    grant = factory.SubFactory(GrantFactory)
    group = factory.SubFactory("tests.factories.groups.GroupFactory", completed=True)


class BudgetLineFactory(PartFactory):
    class Meta:
        model = BudgetLine

    year = 2026
    post = "salary"
    text = factory.Sequence(lambda n: f"Rad {n}")
    sek = 500_000


class LedgerLineFactory(PartFactory):
    class Meta:
        model = LedgerLine

    on = date(2026, 9, 1)
    post = "salary"
    text = factory.Sequence(lambda n: f"Kostnad {n}")
    sek = 100_000


class GoalFactory(PartFactory):
    class Meta:
        model = Goal

    kind = "outcome"
    text = factory.Sequence(lambda n: f"Mål {n}")


class ActivityFactory(PartFactory):
    class Meta:
        model = Activity

    text = factory.Sequence(lambda n: f"Aktivitet {n}")


class DeadlineFactory(PartFactory):
    class Meta:
        model = Deadline

    kind = "final"
    due_on = date(2027, 9, 1)


class DecisionFactory(PartFactory):
    class Meta:
        model = Decision

    kind = "grant"
    board = "Länsstyrelsen"
    on = PartialDate(2026, 5, 1)
    text = "Beviljar bidrag"


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letter

    title = factory.Sequence(lambda n: f"Skrivelse {n}")
    board = "Socialtjänstnämnden"
    parties = "s, v"
    received_on = PartialDate(2026, 11, 21)
    asks = "Återkom med förslag"
