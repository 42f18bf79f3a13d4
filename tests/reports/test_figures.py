"""The computed figures on a city small enough to count by hand."""

from datetime import date

import pytest

from groups.choices import Need
from reports.choices import Unit
from reports.figures import FIGURES, Figure, computed_tables
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ReferralFactory

TODAY = date(2027, 3, 1)


def printed():
    figures, by_need = computed_tables(TODAY)
    return (
        {row.code: row.cells[1:] for row in figures.rows},
        {row.code: row.cells[1:] for row in by_need.rows},
    )


@pytest.mark.django_db
def test_an_empty_city_counts_nothing():
    figures, by_need = printed()

    assert {code: cells[0] for code, cells in figures.items()} == {
        figure.code: "0" for figure in FIGURES
    }
    assert {cells[:4] for cells in by_need.values()} == {("0", "0", "0", "0")}


@pytest.mark.django_db
def test_a_small_city_counted_by_hand():
    both = [Need.SUBSTANCE_USE, Need.MENTAL_ILLNESS]
    GroupFactory()  # a draft is counted nowhere
    GroupFactory(cancelled=True)
    GroupFactory(planned=True, capacity=8)
    GroupFactory(planned=True, capacity=6, places_held=1, needs=both)
    GroupFactory(planned=True, capacity=8, violence=True)
    GroupFactory(running=True, capacity=10, places_taken=7, places_held=2)
    GroupFactory(completed=True, year=2027, places_taken=5)
    GroupFactory(completed=True, year=2026, places_taken=8)

    figures, by_need = printed()

    assert figures == {
        "groups_planned": ("3", "grupper", "2027-03-01"),
        "groups_running": ("1", "grupper", "2027-03-01"),
        "groups_completed": ("1", "grupper", "år 2027"),
        "seats": ("32", "platser", "2027-03-01"),
        "seats_taken": ("7", "platser", "2027-03-01"),
        "seats_left": ("22", "platser", "2027-03-01"),
        "children_waiting": ("0", "barn", "2027-03-01"),
        "children_reached": ("0", "barn", "år 2027"),
    }
    assert by_need == {
        "groups_planned_by_need": ("2", "1", "1", "3", "2027-03-01"),
        "groups_running_by_need": ("1", "0", "0", "1", "2027-03-01"),
        "groups_completed_by_need": ("1", "0", "0", "1", "år 2027"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("children", "shown", "known"), [(4, "färre än 5", None), (5, "5", 5)], ids=["four", "five"]
)
def test_few_children_are_hidden_also_in_what_is_frozen(children, shown, known):
    ReferralFactory.create_batch(children, waiting=True)
    ReferralFactory(resting=True)
    ReferralFactory(offered=True)
    this_year = GroupFactory(running=True, year=2027, capacity=20)
    ReferralFactory.create_batch(children - 1, started=True, group=this_year)
    ReferralFactory(discontinued=True, group=this_year)
    ReferralFactory(accepted=True, group=this_year)
    ReferralFactory(completed=True, group=GroupFactory(completed=True, year=2026))

    rows = {row.code: row for row in computed_tables(TODAY)[0].rows}

    for code in ("children_waiting", "children_reached"):
        assert (rows[code].cells[1], rows[code].value) == (shown, known)


def test_every_child_figure_is_of_the_whole_city():
    assert [figure.code for figure in FIGURES if figure.unit == Unit.CHILDREN] == [
        "children_waiting",
        "children_reached",
    ]
    assert not any(figure.count_by_need for figure in FIGURES if figure.unit == Unit.CHILDREN)


def test_a_figure_of_children_by_need_is_refused():
    with pytest.raises(ValueError, match="whole city only"):
        Figure("x", "X", "X.", Unit.CHILDREN, "{day}", lambda day: 0, lambda day: {})


def test_every_figure_says_what_it_counts():
    assert len({figure.code for figure in FIGURES}) == len(FIGURES)
    assert all(figure.definition.endswith(".") for figure in FIGURES)
