"""Numbers are printed the Swedish way, and few children are not told apart."""

from decimal import Decimal

import pytest

from reports.choices import FactKind, Unit
from reports.tables import Column, Row, Table, amount, children, kronor, number


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (725, "725"),
        (Decimal("2.98"), "2,98"),
        (Decimal("170.00"), "170"),
        (1530000, "1\xa0530\xa0000"),
        (Decimal("1200.50"), "1\xa0200,5"),
    ],
)
def test_number(value, printed):
    assert number(value) == printed


@pytest.mark.parametrize(
    ("value", "of", "unit", "printed"),
    [
        (Decimal(13), Decimal(18), Unit.DISTRICTS, "13 av 18"),
        (Decimal(90), Decimal(100), Unit.PERCENT, "90\xa0%"),
        (Decimal(170), None, Unit.PARTICIPANTS, "170"),
    ],
)
def test_amount(value, of, unit, printed):
    assert amount(value, of, unit) == printed


def test_kronor_says_when_no_source_states_the_sum():
    assert (kronor(486950), kronor(None)) == ("486\xa0950\xa0kr", "anges inte")


@pytest.mark.parametrize(
    ("count", "printed"),
    [(0, "0"), (1, "färre än 5"), (4, "färre än 5"), (5, "5"), (1200, "1\xa0200")],
)
def test_one_to_four_children_are_not_told_apart(count, printed):
    assert children(count) == printed


def test_a_table_freezes_to_plain_data():
    table = Table(
        place="background",
        kind=FactKind.STATED,
        caption="Deltagare",
        columns=(Column("Utbildning"), Column("Deltagare", "num")),
        rows=(Row(("Bas", "170"), "basic", "Hela projektet", 170.0, "Skrivelse"),),
        total=Row(("Summa", "170"), "sum", value=170.0),
        notes=("Flera gånger.",),
    )

    assert table.frozen() == {
        "place": "background",
        "kind": "stated",
        "caption": "Deltagare",
        "columns": [
            {"heading": "Utbildning", "style": ""},
            {"heading": "Deltagare", "style": "num"},
        ],
        "rows": [
            {
                "code": "basic",
                "heading": "Bas",
                "detail": "Hela projektet",
                "cells": [{"text": "170", "style": "num"}],
                "value": 170.0,
                "source": "Skrivelse",
            }
        ],
        "total": {
            "code": "sum",
            "heading": "Summa",
            "detail": "",
            "cells": [{"text": "170", "style": "num"}],
            "value": 170.0,
            "source": "",
        },
        "notes": ["Flera gånger."],
        "sources": ["Skrivelse"],
        "plot": None,
    }
