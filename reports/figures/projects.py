"""What the projects with grants cost and reached in a term: from their ledgers and their goals."""

from collections.abc import Callable

from django.db.models import CharField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat

from reports.figures import populations
from reports.figures.cells import Cell, Mark
from reports.figures.counting import Counter, Dimension, Scope, one
from reports.figures.dimensions import GOAL_KINDS, NOT_ASSESSED, POSTS, RESULTS
from reports.figures.figure import Headline
from reports.figures.periods import WHOLE_CITY, first_day, last_day
from reports.figures.sheets import Sheet, plain_sheet
from reports.figures.suppression import is_small
from reports.figures.units import Unit
from reports.grants.choices import FROM_GRANTED, LedgerKind, Result
from reports.models import Goal, LedgerLine
from reports.tables import kronor

RESULT = Dimension(
    "Resultat", ("result",), lambda values, scope: (values[0] or NOT_ASSESSED.code,), RESULTS
)


def costs(scope: Scope) -> QuerySet:
    return LedgerLine.objects.filter(
        kind=LedgerKind.COST, on__gte=first_day(scope.term), on__lte=last_day(scope.term)
    )


COSTS = Counter(costs, Sum("sek"))
GROUPS = Counter(populations.groups_in(*populations.STARTED))
CHILDREN = Counter(populations.started)


def cost_per(counter: Counter, words: str, *, of_children: bool) -> Callable[[Scope], Headline]:
    """Return the headline of what one of ``counter`` cost, in whole kronor, half a krona up.

    Of few children nothing is told: whoever knows the costs could divide.
    """

    def headline(scope: Scope) -> Headline:
        spent, number = COSTS.total(scope), counter.total(scope)
        if of_children and is_small(number):
            return Headline(Mark.HIDDEN, kronor(spent))
        each: Cell = (2 * spent + number) // (2 * number) if number and spent else None
        return Headline(each, f"{kronor(spent)} på {number} {words}")

    return headline


def cost_sheets(code: str) -> Callable[[Scope], list[Sheet]]:
    """Return the costs of the term by post: what is divided by the groups, or the children."""

    def sheets(scope: Scope) -> list[Sheet]:
        return [
            plain_sheet(
                COSTS.grid(scope, one("Post", "post", POSTS)),
                code=f"{code}-post",
                caption="Kostnader i projekten med bidrag",
                unit=Unit.KRONOR,
                row_heading="Post",
            )
        ]

    return sheets


def goals(scope: Scope) -> QuerySet:
    """Return the goals that were to be reached in the term; one without a day of its own at the
    end of the project, and where only the year of that is known, at the end of the year."""
    begin, end = first_day(scope.term), first_day(scope.term.after(1))
    ends = Concat(Cast("grant__period_to", CharField()), Value("-12-31"), output_field=CharField())
    own_day = Q(due_on__gte=begin, due_on__lt=end)
    with_project = Q(due_on__isnull=True, ends__gte=begin.isoformat(), ends__lt=end.isoformat())
    granted = Goal.objects.filter(grant__state__in=FROM_GRANTED).annotate(ends=ends)
    return granted.filter(own_day | with_project)


GOALS = Counter(goals)


def attainment(scope: Scope) -> Headline:
    grid = GOALS.grid(scope, RESULT)
    assessed = grid.total - grid.value(NOT_ASSESSED.code, WHOLE_CITY.code)
    waiting = grid.total - assessed
    rest = f", {waiting} inte bedömda" if waiting else ""
    return Headline(grid.value(Result.ATTAINED, WHOLE_CITY.code), f"av {assessed} bedömda{rest}")


def goal_sheets(scope: Scope) -> list[Sheet]:
    return [
        plain_sheet(
            GOALS.grid(scope, one("Slag", "kind", GOAL_KINDS), RESULT),
            code="goals-result",
            caption="Mål i projekten med bidrag, efter slag och resultat",
            unit=Unit.GOALS,
            row_heading="Slag av mål",
        )
    ]
