"""Everything that a report may speak of, read from the database at most once and when asked for."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from groups.terms import Term
from reports.dates import first_day_of
from reports.figures.counting import Scope
from reports.figures.periods import first_day, last_day, words_of
from reports.figures.reading import Reading, published_terms, read, read_all
from reports.figures.registry import BY_CODE
from reports.figures.sheets import Sheet
from reports.figures.tables import first_counted_term, terms_of
from reports.grants.choices import Funding
from reports.grants.project_groups import NamedGroup, named_groups
from reports.grants.sums import Sums, sums_of
from reports.models import (
    Activity,
    BudgetLine,
    Decision,
    Goal,
    Grant,
    LedgerLine,
    Letter,
    Report,
    StatedFigure,
    StatedOffer,
)
from reports.tables import NO_BREAK


@dataclass(frozen=True)
class Project:
    """A grant with its rows. What nobody has entered is not the same as nothing."""

    grant: Grant
    budget: list[BudgetLine]
    ledger: list[LedgerLine]
    goals: list[Goal]
    activities: list[Activity]
    decisions: list[Decision]

    @classmethod
    def of(cls, grant: Grant) -> "Project":
        parts = (BudgetLine, LedgerLine, Goal, Activity, Decision)
        rows = (list(model.objects.filter(grant=grant).select_related("source")) for model in parts)
        return cls(grant, *rows)

    @cached_property
    def sums(self) -> Sums:
        return sums_of(self.grant, self.budget, self.ledger)

    @cached_property
    def applied_rows(self) -> list[BudgetLine]:
        return [row for row in self.budget if row.funding == Funding.APPLIED]

    @property
    def applied(self) -> int | None:
        """What was applied for: the sum of its rows, else what the application says."""
        return self.sums.applied if self.applied_rows else self.grant.applied_sek

    @cached_property
    def groups(self) -> list[NamedGroup]:
        return named_groups(self.grant)

    @cached_property
    def sources(self) -> str:
        return "; ".join(str(source) for source in self.grant.sources.all())


@dataclass(frozen=True)
class CountedTerm:
    scope: Scope
    readings: dict[str, Reading]  # by the code of their figure

    @property
    def is_published(self) -> bool:
        return any(reading.is_published for reading in self.readings.values())

    @property
    def heading(self) -> str:
        """Return the term as the heading of a column, which does not break."""
        return words_of(self.scope.term).capitalize().replace(" ", NO_BREAK)

    def sheets_of(self, code: str) -> list[Sheet]:
        """Return the tables of a figure; they come with what is published, and are counted else."""
        reading = self.readings.get(code)
        if reading and not reading.is_published:
            reading = read(BY_CODE[code], self.scope)
        return reading.sheets if reading else []


class Matter:
    """What one report may speak of; ``today`` is the local day on which figures are counted."""

    def __init__(self, report: Report, today: date | None = None):
        self.report = report
        self.today = today or timezone.localdate()

    @cached_property
    def project(self) -> Project | None:
        return Project.of(self.report.grant) if self.report.grant else None

    @cached_property
    def year_before(self) -> Project | None:
        grant = self.report.grant
        return Project.of(grant.continues) if grant and grant.continues else None

    @cached_property
    def year_after(self) -> Project | None:
        grant = self.report.grant and Grant.objects.filter(continues=self.report.grant).first()
        return Project.of(grant) if grant else None

    @property
    def letter(self) -> Letter | None:
        return self.report.letter

    @cached_property
    def facts(self) -> list[StatedFigure]:
        """What sources of the report's period state; a source is of the first day it may be of."""
        return [one for one in StatedFigure.objects.select_related("source") if self._of_now(one)]

    @cached_property
    def offers(self) -> list[StatedOffer]:
        offers = StatedOffer.objects.select_related("organisation", "programme", "source")
        return [one for one in offers if self._of_now(one)]

    def _of_now(self, fact: StatedFigure | StatedOffer) -> bool:
        on = first_day_of(fact.source.dated_on)
        return on is not None and self.report.period_from <= on <= self.report.period_to

    @cached_property
    def terms(self) -> list[Term]:
        return terms_of(self.report.period_from, self.report.period_to)

    @cached_property
    def reached_terms(self) -> list[Term]:
        """The published terms that lie whole in the grant's own period, the earliest first.

        None for a grant that a source tells of: the portal did not count its children.
        """
        grant = self.report.grant
        if not grant or grant.is_stated or not grant.period_from or not grant.period_to:
            return []
        begin: date = grant.period_from.first_day  # type: ignore[attr-defined]
        end: date = grant.period_to.last_day  # type: ignore[attr-defined]
        terms = sorted(published_terms())
        return [one for one in terms if begin <= first_day(one) and last_day(one) <= end]

    @cached_property
    def reached(self) -> list[CountedTerm]:
        return [self._counted(term) for term in self.reached_terms]

    @cached_property
    def counted(self) -> list[CountedTerm]:
        """The terms of the period of which the portal knows anything, the earliest first."""
        first = first_counted_term()
        return [self._counted(term) for term in self.terms if first and term >= first]

    def _counted(self, term: Term) -> CountedTerm:
        scope = Scope.of(term, self.today)
        return CountedTerm(scope, {one.figure.code: one for one in read_all(scope)})
