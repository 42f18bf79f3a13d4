"""Every published table of a term at once, and an optimiser: nobody learns of one to four children.

The unknown is each kind of child there may be: home, age, outcome, needs and what was told of it.
Whatever is printed is an equation about them, in whichever table it stands.
"""

import random
from itertools import product

import highspy
import pytest
from django.utils import timezone

from groups.choices import AgeBand, Need
from groups.models import SupportGroup
from groups.terms import Term
from referrals.choices import Names, Protection, State
from referrals.models import Referral
from referrals.told import Gender
from reports.figures.cells import TOTAL, Mark
from reports.figures.dimensions import NOT_TOLD
from reports.figures.periods import REGIONS, UNKNOWN, WHOLE_CITY, first_day
from reports.figures.publishing import publish
from reports.figures.suppression import FEWEST
from reports.models import PublishedTable
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
LAST = Term.on(timezone.localdate()).after(-1)
LATER = "nya"  # the district that two of the others become in the term
OUTCOMES = (State.COMPLETED, State.DISCONTINUED)
AGES = {AgeBand.YOUNG: 8, AgeBand.MIDDLE: 11, AgeBand.TEENS: 14}
NEEDS = ((Need.SUBSTANCE_USE,), (Need.FAMILY_VIOLENCE,), (Need.SUBSTANCE_USE, Need.MENTAL_ILLNESS))
GENDERS = (Gender.GIRL, Gender.BOY)
ALL = (TOTAL, WHOLE_CITY.code)
ENDLESS = 10_000


@pytest.fixture
def homes():
    """Five districts; in the middle of the term two of them are put together."""
    middle = first_day(LAST).replace(day=15)
    old = {"valid_from": first_day(LAST).replace(year=LAST.year - 9)}
    later = DistrictFactory(name="Nya", code=LATER, valid_from=middle)
    gone = {"valid_to": middle.replace(day=14), "successor": later}
    return [
        *(DistrictFactory(code=code, name=code, **old, **gone) for code in ("alfa", "beta")),
        *(DistrictFactory(code=code, name=code, **old) for code in ("gamma", "delta", "epsilon")),
    ]


def children(homes, seed):
    """Write some two hundred children of the term, few of some kinds and many of others."""
    chance, told = random.Random(seed), random.Random(seed)
    group = GroupFactory(completed=True, year=LAST.year, season=LAST.season, capacity=500)
    unit = AffiliationFactory()
    like = ReferralFactory.build(workplace=unit, group=group, closed_at=timezone.now())
    fields = {
        field.attname: getattr(like, field.attname)
        for field in Referral._meta.concrete_fields
        if not field.unique
    }
    rows = []
    kinds = product((*homes, None), AGES.values(), OUTCOMES, NEEDS)
    for home, age, outcome, needs in kinds:
        kind = {
            "child_district_id": (home or homes[0]).pk,
            "protection": Protection.NONE if home else Protection.CONFIDENTIALITY_MARK,
            "names": Names.FULL if home else Names.NONE,
            "child_birth_year": LAST.year - age,
            "needs": list(needs),
            "state": outcome,
            "discontinue_reason": "moved" if outcome == State.DISCONTINUED else "",
        }
        most = 5 if outcome == State.COMPLETED else 1
        rows += [
            Referral(**fields | kind | {"gender": told.choice(GENDERS)})
            for _ in range(chance.randint(0, most))
        ]
    Referral.objects.bulk_create(rows)
    SupportGroup.objects.filter(pk=group.pk).update(
        places_taken=sum(child.state == State.COMPLETED for child in rows)
    )


def kinds_of(homes):
    """Return every kind of child that a reader can think of."""
    return [
        dict(zip(("place", "age", "outcome", "needs", "gender"), kind, strict=True))
        for kind in product(
            (*(home.code for home in homes), UNKNOWN.code), AGES, OUTCOMES, NEEDS, GENDERS
        )
    ]


def how_often(kind, part, row, homes):
    """Return how often one child of the kind is counted in a row of the table ``part``."""
    if row in ALL:
        return len(kind["needs"]) if part == "need" else 1
    if part in ("place", "place-after"):
        region = {home.code: REGIONS[home.region].code for home in homes}
        later = LATER if kind["place"] in ("alfa", "beta") and part == "place-after" else None
        return row in (later or kind["place"], region.get(kind["place"]))
    if part == "need":
        return row in kind["needs"]
    return row == (NOT_TOLD.code if part == "heard" else kind[part])


def published(figures):
    """Return each printed cell: its table, whether marked, and what it counts."""
    for table in PublishedTable.objects.filter(figure__in=figures, is_of_children=True):
        part = table.code.partition("-")[2] or ("need" if "needs" in table.figure else "city")
        cells = {(cell.row, cell.column): cell for cell in table.cells.all()}
        few = {place for place, cell in cells.items() if cell.mark == Mark.FEW}
        outcome = {"children_completed": State.COMPLETED,
                   "children_discontinued": State.DISCONTINUED}.get(table.figure, "")  # fmt: skip
        for (row, column), cell in cells.items():
            sums = {(row, TOTAL), (TOTAL, column)} - {(row, column)}
            yield table.code, part, row, column or outcome, cell, bool(sums & few)


def intervals(homes, cells, *, knows_marks, also=()):
    """Return the least and the most that each hidden cell can be, given all that is printed."""
    model = highspy.Highs()
    model.silent()
    kinds = kinds_of(homes)
    unknown = [model.addVariable(lb=0, ub=ENDLESS) for _ in kinds]
    hidden = {}
    for code, part, row, column, cell, of_few in cells:
        counted = model.qsum(
            how_often(kind, part, row, homes) * number
            for kind, number in zip(kinds, unknown, strict=True)
            if column in (*ALL, kind["outcome"]) and how_often(kind, part, row, homes)
        )
        if not cell.mark:
            model.addConstr(counted == int(cell.value))
            continue
        least, most = (FEWEST, ENDLESS) if cell.mark == Mark.HIDDEN else (1, FEWEST - 1)
        if cell.mark == Mark.HIDDEN and of_few:
            least, most = 0, FEWEST - 1
        if knows_marks:
            model.addConstr(least <= counted)
            model.addConstr(counted <= most)
        hidden[code, row, column, cell.mark] = counted
    for counts, value in also:
        model.addConstr(model.qsum(
            number for kind, number in zip(kinds, unknown, strict=True) if counts(kind)
        ) == value)  # fmt: skip
    found = {}
    for place, counted in hidden.items():
        model.minimize(counted)
        least = model.getObjectiveValue()
        model.maximize(counted)
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found[place] = round(least, 6), round(model.getObjectiveValue(), 6)
    return found


STARTED = ("children_started", "children_completed", "children_discontinued", "needs_started")


@pytest.mark.parametrize("seed", range(2))
def test_all_published_tables_together_leave_every_hidden_number_open(homes, seed):
    children(homes, seed)
    publish(term=LAST, by=UserFactory(coordinator=True))
    cells = list(published(STARTED))

    by_sums = intervals(homes, cells, knows_marks=False)
    by_marks = intervals(homes, cells, knows_marks=True)

    assert len({code for code, *_ in cells}) >= 7
    assert all(most - least >= FEWEST for least, most in by_sums.values())
    for (*_, mark), (least, most) in by_marks.items():
        assert (least, most) == (1, 4) if mark == Mark.FEW else most - least >= FEWEST - 2


def test_the_attack_finds_a_number_that_was_told_once_more(homes):
    children(homes, seed=0)
    publish(term=LAST, by=UserFactory(coordinator=True))
    cells = list(published(STARTED))
    few = next(row for code, _, row, _, cell, _ in cells
               if cell.mark == Mark.FEW and code == "children_started-place")  # fmt: skip

    def stopped_there(kind):
        return (kind["place"], kind["outcome"], kind["age"]) == (
            few, State.DISCONTINUED, AgeBand.YOUNG
        )  # fmt: skip

    found = intervals(homes, cells, knows_marks=True, also=[(stopped_there, 2)])

    least, most = found["children_started-place", few, State.DISCONTINUED, Mark.FEW]
    assert (least, most) == (2, 4)
