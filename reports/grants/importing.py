"""A file of costs becomes rows of the ledger: columns, posts and sums as people write them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from barnstod.web.spreadsheets import Limits, Row, SheetField, Table
from districts.forms import actions
from reports.grants.choices import LedgerKind, Post

LIMITS = Limits(rows=1000, columns=12, letters=160, packed=1_000_000)
COLUMNS = ("datum", "post", "belopp", "text", "verifikation")
NEEDED = COLUMNS[:4]
# As the city's accounts and people write the posts.
POSTS = {
    "lön": Post.SALARY,
    "löner": Post.SALARY,
    "utbildning": Post.TRAINING,
    "lokal": Post.PREMISES,
    "lokaler": Post.PREMISES,
    "material": Post.MATERIALS,
    "övrigt": Post.OTHER,
    "övriga kostnader": Post.OTHER,
}
SUM = re.compile(r"([-−]?)(\d+)(?:[.,]00?)?")
MOST_TOLD = 10  # rows of faults that are told at once


class CostsForm(forms.Form):
    """Takes a file and gives back its costs; what cannot be read is said beside the field."""

    file = SheetField(
        LIMITS, help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 1 MB and 1000 rows.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("file", actions(gettext_lazy("Import the costs")))

    def clean_file(self) -> list[dict]:
        return costs_of(self.cleaned_data["file"])


def costs_of(table: Table) -> list[dict]:
    """Return the costs of a table, one for each row. Raises ValidationError naming the rows."""
    places = {name.strip().lower(): place for place, name in enumerate(table.headings)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise forms.ValidationError(
            _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    found, faults = [], []
    for row in table.rows:
        cells = {name: row.cells[places[name]] if name in places else "" for name in COLUMNS}
        wrong = list(_faults(row, cells))
        faults += wrong
        if not wrong:
            found.append(_cost(cells))
    faults += _twice(found)
    if faults:
        raise forms.ValidationError(faults[:MOST_TOLD])
    return found


def sum_of(text: str) -> int | None:
    """Return whole kronor, or None for what is none: öre, letters, nothing."""
    match = SUM.fullmatch(re.sub(r"\s|kr$", "", text.strip()))
    if match is None or len(match[2]) > 12:
        return None
    return int(match[2]) * (-1 if match[1] else 1)


def _faults(row: Row, cells: dict[str, str]) -> Iterator[str]:
    number = {"row": row.number}
    if _day(cells["datum"]) is None:
        yield _("Row %(row)s: write the day as 2027-01-31.") % number
    if cells["post"].strip().lower() not in POSTS:
        yield _("Row %(row)s: the post is not one of %(posts)s.") % (
            number | {"posts": ", ".join(POSTS)}
        )
    if not sum_of(cells["belopp"]):
        yield _("Row %(row)s: write the sum in whole kronor, not zero.") % number
    if not cells["text"]:
        yield _("Row %(row)s: say what the cost is.") % number


def _twice(costs: list[dict]) -> list[str]:
    seen = Counter(cost["voucher"] for cost in costs if cost["voucher"])
    return [
        _("Voucher %(name)s stands in the file more than once.") % {"name": name}
        for name, times in seen.items()
        if times > 1
    ]


def _cost(cells: dict[str, str]) -> dict:
    return {
        "kind": LedgerKind.COST,
        "on": _day(cells["datum"]),
        "post": POSTS[cells["post"].strip().lower()],
        "sek": sum_of(cells["belopp"]),
        "text": cells["text"],
        "voucher": cells["verifikation"][:40],
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
