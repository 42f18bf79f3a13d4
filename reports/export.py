"""The figures of a report as CSV: one line for each cell, so that any table fits."""

from collections.abc import Iterator
from typing import Any

HEADINGS = ("slag", "tabell", "uppgift", "kolumn", "värde", "avser", "källa")
KINDS = {"stated": "angiven i källa", "computed": "beräknad av portalen"}


def lines(figures: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each cell that says something, under HEADINGS."""
    for table in figures:
        headings = [column["heading"] for column in table["columns"][1:]]
        for row in table["rows"] + ([table["total"]] if table["total"] else []):
            # A sum below stated figures is ours, though the figures are not.
            kind = "computed" if row is table["total"] else table["kind"]
            for heading, cell in zip(headings, row["cells"], strict=True):
                if cell["text"]:
                    yield (
                        KINDS[kind],
                        table["caption"],
                        row["heading"],
                        heading,
                        cell["text"],
                        row["detail"],
                        row["source"],
                    )
