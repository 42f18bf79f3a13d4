"""What the coordinator types becomes paragraphs, lists and items, and nothing else."""

import pytest

from reports.text import Block, blocks, filled, items, names_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n ", []),
        ("En rad.", [Block("paragraph", ("En rad.",))]),
        ("En rad\nsom fortsätter.", [Block("paragraph", ("En rad som fortsätter.",))]),
        (
            "Ett.\n\nTvå.\r\n\r\nTre.",
            [Block("paragraph", ("Ett.",)), Block("paragraph", ("Två.",)),
             Block("paragraph", ("Tre.",))],
        ),
        ("- ett\n- två\nsom fortsätter", [Block("list", ("ett", "två som fortsätter"))]),
        (
            "Projektet ska\n- samla\n– sprida",
            [Block("paragraph", ("Projektet ska",)), Block("list", ("samla", "sprida"))],
        ),
        ("<b>inte fet</b>", [Block("paragraph", ("<b>inte fet</b>",))]),
        ("2006-06-13 – 2006-09-18", [Block("paragraph", ("2006-06-13 – 2006-09-18",))]),
    ],
)  # fmt: skip
def test_blocks(text, expected):
    assert blocks(text) == expected


def test_items_are_the_lines_without_numbers_of_their_own():
    assert items("1. Nämnden beslutar.\n\n 2) Nämnden godkänner. \n2007 års ansökan") == [
        "Nämnden beslutar.",
        "Nämnden godkänner.",
        "2007 års ansökan",
    ]


VALUES = {"sökt belopp": "2 460 000 kr", "mål": "- ett\n- två", "syfte": "Första.\nAndra."}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Nämnden söker {sökt belopp}.", "Nämnden söker 2 460 000 kr."),
        ("{ Sökt  Belopp }", "2 460 000 kr"),
        ("Målen är {mål}.", "Målen är ett, två."),
        ("Mål:\n\n{mål}\n\nSlut.", "Mål:\n\n- ett\n- två\n\nSlut."),
        ("{syfte}", "Första.\nAndra."),
        ("Syfte: {syfte}", "Syfte: Första. Andra."),
        ("{okänt} och {sökt belopp}", "anges inte och 2 460 000 kr"),
        ("inga {klamrar\n}", "inga {klamrar\n}"),
    ],
)
def test_filled(typed, printed):
    assert filled(typed, VALUES) == printed


def test_a_value_is_never_read_for_names_in_turn():
    assert filled("{a}", {"a": "{b}", "b": "x"}) == "{b}"


def test_names_in():
    assert names_in("{Sökt  belopp} {mål}\n{mål}") == ["sökt belopp", "mål", "mål"]
