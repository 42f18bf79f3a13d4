"""Small numbers: whoever has every published table and an optimiser still learns nothing of a few.

The attacks are linear programmes of their own (HiGHS); the portal finds its marks with flows.
"""

import random
from functools import cache

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.cells import TOTAL, Grid, Label, Mark
from reports.figures.suppression import FEWEST, Guarded, guard, holds

ENDLESS = 10**6


def labels(name, count):
    return tuple(Label(f"{name}{number:02}", f"{name} {number}") for number in range(count))


def grid_of(numbers):
    rows, columns = labels("r", len(numbers)), labels("c", len(numbers[0]))
    return Grid.of(
        rows,
        columns,
        (
            (row.code, column.code, number)
            for row, line in zip(rows, numbers, strict=True)
            for column, number in zip(columns, line, strict=True)
        ),
    )


def by_chance(rows, columns, scale, seed):
    chance = random.Random(seed)
    return grid_of(
        [[int(chance.expovariate(1 / scale)) for _ in range(columns)] for _ in range(rows)]
    )


def limits(guarded, place, knows_marks):
    """Return what the printed cell says by itself: the least and the most that it may be."""
    row, column = place
    mark = guarded.marks.get(place)
    if mark is None:
        value = guarded.grid.value(row, column)
        return value, value
    if not knows_marks:
        return 0, ENDLESS
    if mark is Mark.FEW:
        return 1, FEWEST - 1
    sums = {(row, TOTAL), (TOTAL, column)} - {place}
    of_few = row and column and any(guarded.marks.get(one) is Mark.FEW for one in sums)
    return (0, FEWEST - 1) if of_few else (FEWEST, ENDLESS)


def attack(guarded, knows_marks):
    """Return the interval of each hidden cell, by linear programmes over all printed cells."""
    grid, model = guarded.grid, highspy.Highs()
    model.silent()
    cells = {}
    for place in grid.values():
        least, most = limits(guarded, place, knows_marks)
        cells[place] = model.addVariable(lb=least, ub=most)
    for row in grid.row_codes if len(grid.columns) > 1 else ():
        parts = [cells[row, column.code] for column in grid.columns]
        model.addConstr(sum(parts[1:], parts[0]) == cells[row, TOTAL])
    for column in grid.column_codes if len(grid.rows) > 1 else ():
        parts = [cells[row.code, column] for row in grid.rows]
        model.addConstr(sum(parts[1:], parts[0]) == cells[TOTAL, column])
    found = {}
    for place in guarded.marks:
        model.minimize(cells[place])
        least = model.getObjectiveValue()
        model.maximize(cells[place])
        found[place] = round(least), round(model.getObjectiveValue())
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rows", "columns", "scale"), [(11, 3, 20), (3, 5, 9), (7, 1, 9)])
def test_no_hidden_number_can_be_worked_out(rows, columns, scale, seed):
    guarded = guard(by_chance(rows, columns, scale, seed))

    by_sums, by_marks = attack(guarded, knows_marks=False), attack(guarded, knows_marks=True)

    assert all(most - least >= FEWEST for least, most in by_sums.values())
    for place, mark in guarded.marks.items():
        least, most = by_marks[place]
        assert (least, most) == (1, 4) if mark is Mark.FEW else most - least >= FEWEST - 2


EMPTY_COLUMNS = [[12, 0, 0], [10, 0, 0], [6, 0, 0], [15, 0, 0], [4, 0, 0]]


@pytest.mark.parametrize(
    "numbers",
    [EMPTY_COLUMNS, [list(row) for row in zip(*EMPTY_COLUMNS, strict=True)],
     [[0, 8, 7], [0, 0, 0], [0, 3, 9], [0, 12, 20], [0, 9, 30]]],
    ids=["columns", "rows", "both"],
)  # fmt: skip
def test_what_is_empty_hides_nothing_of_the_rest(numbers):
    guarded = guard(grid_of(numbers))

    assert guarded.is_useful
    assert all(guarded.grid.value(*place) for place in guarded.marks)
    assert all(most - least >= FEWEST for least, most in attack(guarded, False).values())
    assert holds(guarded)


@pytest.mark.parametrize(
    "grid",
    [by_chance(10, 5, 6, seed=3), grid_of([[3, 4_000, 90], [2_500, 1, 8], [5, 30, 1_800]])],
    ids=["many small numbers", "numbers above a thousand"],
)
def test_the_search_ends(grid):
    """It once went round for ever on both: a way that gains by turning has no end."""
    assert holds(guard(grid))


def test_the_attack_finds_a_number_that_is_guarded_too_little():
    grid = grid_of([[3, 20, 30], [40, 50, 60]])
    alone = {("r00", "c00"): Mark.FEW, ("r00", "c01"): Mark.HIDDEN}

    assert attack(Guarded(grid, alone), knows_marks=False)["r00", "c00"] == (3, 3)
    assert not holds(Guarded(grid, alone))


NUMBERS = st.integers(0, 30)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_suppression_never_leaks(numbers):
    grid = grid_of(numbers)
    guarded = guard(grid)

    if guarded is not None:
        small = {place for place, number in grid.values().items() if 0 < number < FEWEST}
        assert small <= set(guarded.marks)
        assert holds(guarded)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.data())
def test_parts_sum_to_wholes_and_merging_keeps_totals(numbers, data):
    grid = grid_of(numbers)
    homes = labels("h", 2)
    into = {row.code: data.draw(st.sampled_from(homes)) for row in grid.rows}

    merged = grid.merged(into)

    assert merged.total == grid.total == sum(map(sum, numbers))
    for column in grid.columns:
        assert merged.value(TOTAL, column.code) == grid.value(TOTAL, column.code)
        assert grid.value(TOTAL, column.code) == sum(
            grid.value(row.code, column.code) for row in grid.rows
        )


def test_tables_of_a_real_city_stay_useful():
    """Eleven districts by three needs, some 200 to 400 children: most of each can be read."""
    chance = random.Random(7)
    tables = [
        grid_of([[chance.choice((0, 2, 6, 7, 9, 12, 15, 21)) for _ in range(3)] for _ in range(11)])
        for _ in range(6)
    ]

    assert all(guard(table).is_useful for table in tables)


@cache
def fewest_hidden(numbers):
    """Return how few cells can be hidden: a mixed-integer programme over all choices at once."""
    grid = grid_of(numbers)
    values, model = grid.values(), highspy.Highs()
    model.silent()
    first = guard(grid)
    must = {place for place, mark in first.marks.items() if mark is Mark.FEW}
    must |= {(row, column) for row, column in grid.cells if {(row, TOTAL), (TOTAL, column)} & must}
    few = {place for place in must if first.marks[place] is Mark.FEW}
    choice = {
        place: model.addBinary()
        for place, number in values.items()
        if place not in must and number >= FEWEST and place != (TOTAL, TOTAL)
    }

    def room(place, by_marks):
        number = values[place]
        if not by_marks:
            return number, 200
        if place in must:
            return number - (place in few), FEWEST - 1 - number
        return number - FEWEST, 200

    def moves(by_marks):
        """Return how far each cell moves in one other table that looks the same."""
        moved = {}
        for place in values:
            falls, rises = room(place, by_marks)
            hideable = place in must or place in choice
            moved[place] = model.addVariable(
                lb=-falls if hideable else 0, ub=rises if hideable else 0
            )
            if place in choice:
                model.addConstr(moved[place] <= rises * choice[place])
                model.addConstr(moved[place] >= -falls * choice[place])
        for row in grid.row_codes:
            parts = [moved[row, column.code] for column in grid.columns]
            model.addConstr(sum(parts[1:], parts[0]) == moved[row, TOTAL])
        for column in grid.column_codes:
            parts = [moved[row.code, column] for row in grid.rows]
            model.addConstr(sum(parts[1:], parts[0]) == moved[TOTAL, column])
        return moved

    for place in (*must, *choice):
        needs = {True: FEWEST - 2, False: FEWEST}
        for by_marks, wide in needs.items():
            up, down = moves(by_marks)[place], moves(by_marks)[place]
            chosen = choice.get(place)
            model.addConstr(up - down >= (wide if chosen is None else wide * chosen))
    total = sum(choice.values()) if choice else 0
    model.minimize(total)
    return len(must) + round(model.getObjectiveValue())


def fewest_thinkable(grid):
    """Return a number of hidden cells that no way of hiding goes below: a hidden cell needs another
    in its row and in its column, or it is what is left of their sum."""
    values, model = grid.values(), highspy.Highs()
    model.silent()
    few = {place for place, number in values.items() if 0 < number < FEWEST}
    must = few | {(row, column) for row, column in grid.cells
                  if {(row, TOTAL), (TOTAL, column)} & few}  # fmt: skip
    hidden = {
        place: model.addBinary()
        for place, number in values.items()
        if place in must or (number >= FEWEST and place != (TOTAL, TOTAL))
    }
    for place in must:
        model.addConstr(hidden[place] >= 1)
    lines = [[(row, column) for column in grid.column_codes] for row in grid.row_codes]
    lines += [[(row, column) for row in grid.row_codes] for column in grid.column_codes]
    for line in lines:
        of_line = [hidden[place] for place in line if place in hidden]
        for one in of_line:
            model.addConstr(model.qsum(of_line) >= 2 * one)
    model.minimize(model.qsum(hidden.values()))
    return round(model.getObjectiveValue())


@pytest.mark.parametrize("seed", range(6))
def test_of_a_city_no_more_is_hidden_than_half_again_of_the_least(seed):
    """Eleven districts by three, some three hundred children."""
    grid = by_chance(11, 3, 25, seed).without_empty()

    assert len(guard(grid).marks) <= 1.5 * fewest_thinkable(grid)


@pytest.mark.parametrize("seed", range(3))
def test_no_more_is_hidden_than_half_again_of_the_least(seed):
    chance = random.Random(seed)
    numbers = tuple(tuple(chance.choice((0, 3, 5, 8, 13, 21)) for _ in range(3)) for _ in range(3))
    guarded = guard(grid_of(numbers))

    assert len(guarded.marks) <= 1.5 * fewest_hidden(numbers)
