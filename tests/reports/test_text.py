"""What the coordinator types becomes paragraphs, lists and items, and nothing else."""

import pytest

from reports.text import Block, blocks, items


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
