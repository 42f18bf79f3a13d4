"""The sums of a grant, computed from its rows and never typed. No database and no clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reports.grants.choices import DecisionKind, Funding, LedgerKind, Post


@dataclass(frozen=True)
class Use:
    """What one post, one year or the whole was to cost and has cost. Whole kronor."""

    applied: int = 0
    budget: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        return self.budget - self.spent

    def __add__(self, other: "Use") -> "Use":
        return Use(
            self.applied + other.applied, self.budget + other.budget, self.spent + other.spent
        )


@dataclass(frozen=True)
class YearOfUse:
    year: int
    posts: tuple[tuple[Post, Use], ...]
    total: Use


@dataclass(frozen=True)
class Sums:
    """``consumed`` is what the grant itself has paid: costs less what others have paid of them."""

    applied: int
    own: int
    income: int
    years: tuple[YearOfUse, ...]
    total: Use
    own_received: int
    income_received: int
    paid_out: int
    refunded: int
    consumed: int
    to_refund: int


def sums_of(grant, budget: Iterable, ledger: Iterable) -> Sums:
    """Return the sums of these rows of the budget and of the ledger.

    Own contribution and other income pay first. What is to be paid back is what the funder has
    paid out, or has granted where no payment is entered, less what the grant has paid and what
    has been paid back already.
    """
    budget, ledger = list(budget), list(ledger)
    planned = {kind: sum(row.sek for row in budget if row.funding == kind) for kind in Funding}
    moved = {kind: sum(row.sek for row in ledger if row.kind == kind) for kind in LedgerKind}
    years = _years(budget, ledger)
    paid_by_others = moved[LedgerKind.OWN] + moved[LedgerKind.INCOME]
    consumed = max(moved[LedgerKind.COST] - paid_by_others, 0)
    had = moved[LedgerKind.PAYOUT] or grant.granted_sek or 0
    return Sums(
        applied=planned[Funding.APPLIED],
        own=planned[Funding.OWN],
        income=planned[Funding.INCOME],
        years=years,
        total=sum((year.total for year in years), Use()),
        own_received=moved[LedgerKind.OWN],
        income_received=moved[LedgerKind.INCOME],
        paid_out=moved[LedgerKind.PAYOUT],
        refunded=moved[LedgerKind.REFUND],
        consumed=consumed,
        to_refund=max(had - consumed - moved[LedgerKind.REFUND], 0),
    )


def _years(budget: list, ledger: list) -> tuple[YearOfUse, ...]:
    """Return budget and costs by year and post. The budget holds every row, whoever pays it."""
    uses: dict[int, dict[Post, Use]] = defaultdict(lambda: defaultdict(Use))
    for row in budget:
        mine = row.sek if row.funding == Funding.APPLIED else 0
        planned = row.sek if row.revised_sek is None else row.revised_sek
        uses[row.year][Post(row.post)] += Use(mine, planned)
    for row in ledger:
        if row.kind == LedgerKind.COST:
            uses[row.on.year][Post(row.post)] += Use(spent=row.sek)
    return tuple(
        YearOfUse(
            year,
            tuple((post, posts[post]) for post in Post if post in posts),
            sum(posts.values(), Use()),
        )
        for year, posts in sorted(uses.items())
    )


@dataclass(frozen=True)
class Difference:
    """Two sums that ought to be the same and are not; ``what`` is one of the names of checks."""

    what: str
    one: int
    other: int


def differences(grant, budget: Iterable, decisions: Iterable) -> list[Difference]:
    """Return which of the sums that must agree do not.

    The sum applied for, the rows of the budget and the clause of the decision are one sum; so are
    the sum granted, the funder's decision and the budget after it; of a stated grant that budget
    is known only if the source tells it. What is not known is no difference.
    """
    budget, decisions = list(budget), list(decisions)
    mine = [row for row in budget if row.funding == Funding.APPLIED]
    rows = sum(row.sek for row in mine) if mine else None
    revised = [row.revised_sek for row in mine]
    # Rows that were left alone cost what they were applied for.
    after = sum(row.sek if row.revised_sek is None else row.revised_sek for row in mine)
    pairs = [
        ("rows_and_application", rows, grant.applied_sek),
        *(
            ("application_and_clause", grant.applied_sek or rows, one.sek)
            for one in decisions
            if one.kind == DecisionKind.APPLY
        ),
        *(
            ("granted_and_decision", grant.granted_sek, one.sek)
            for one in decisions
            if one.kind == DecisionKind.GRANT
        ),
        (
            "granted_and_budget",
            grant.granted_sek,
            after if mine and (not grant.is_stated or any(revised)) else None,
        ),
    ]
    found = (
        Difference(what, one, other)
        for what, one, other in pairs
        if one is not None and other is not None and one != other
    )
    return list(dict.fromkeys(found))  # two decisions may name the same sum
