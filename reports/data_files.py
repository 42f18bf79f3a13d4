"""Reading the data files that lie beside the code: what the source documents state."""

import csv
from pathlib import Path

from reports.dates import PartialDate

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, str]]:
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_code(model) -> dict:
    return {row.code: row for row in model.objects.all()}


def partial(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def number(text: str) -> int | None:
    return int(text) if text else None
