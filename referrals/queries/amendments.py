"""What was changed of a case after it was sent, as words."""

from dataclasses import dataclass
from datetime import datetime

from districts.models import District
from referrals.amending import LABELS, NAMES, words_for
from referrals.models import Amendment


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    what: str
    before: str
    after: str
    why: str


def changes_of(referral, *, with_names: bool) -> list[Change]:
    """Return the changes, the latest first; those of names only where the names are open."""
    found = Amendment.objects.filter(referral=referral).select_related("made_by")
    rows = list(found if with_names else found.exclude(field__in=NAMES))
    districts = {}
    if any(row.field == "child_district" for row in rows):
        districts = dict(District.objects.values_list("code", "name"))
    return [_change(row, referral.reference, districts) for row in rows]


def _change(row, reference: str, districts) -> Change:
    before, after = (words_for(row.field, text, districts) for text in row.opened(reference))
    label = str(LABELS[row.field])
    why = row.get_reason_display()
    return Change(row.made_at, row.made_by.name, label, before, after, why)
