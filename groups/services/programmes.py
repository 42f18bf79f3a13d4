"""The programmes of the source documents."""

import csv
from pathlib import Path

from django.db import transaction

from groups.choices import ManualStatus, ProgrammeKind
from groups.models import Programme

DATA = Path(__file__).parent.parent / "data"
KINDS = {
    "group": ProgrammeKind.GROUP,
    "individual crisis talks": ProgrammeKind.CRISIS_TALKS,
    "parent programme": ProgrammeKind.PARENT_PROGRAMME,
}
MANUALS = {"yes": ManualStatus.PRINTED, "draft": ManualStatus.DRAFT, "no": ManualStatus.NONE}


@transaction.atomic
def load_programmes() -> None:
    """Add the programmes of the source documents; what the office has written since stays."""
    with open(DATA / "programmes.csv", encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    known = set(Programme.objects.filter(code__in=rows).values_list("code", flat=True))
    Programme.objects.bulk_create(
        Programme(
            code=code,
            name=row["name"],
            needs=[row["target_group"]] if row["target_group"] else [],
            kind=KINDS[row["kind"]],
            manual=MANUALS[row["manual"]],
            origin=row["origin"],
            source=row["source"],
        )
        for code, row in rows.items()
        if code not in known
    )
