"""What was changed of a case after it was sent, as words."""

import json
from dataclasses import dataclass
from datetime import datetime

from districts.models import District
from groups.models import Programme, SupportGroup
from referrals.amending import LABELS, NAMES, words_for
from referrals.models import Amendment
from referrals.titles import title_of


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
    opened = [(row, row.opened(referral.reference)) for row in rows]
    called = {field: name(_codes_in(field, opened)) for field, name in CALLED.items()}
    return [_change(row, both, called) for row, both in opened]


def _codes_in(field, opened) -> set[str]:
    return {json.loads(text) for row, both in opened if row.field == field for text in both if text}


def _change(row, both, called) -> Change:
    before, after = (words_for(row.field, text, called) for text in both)
    label = str(LABELS[row.field])
    why = row.get_reason_display()
    return Change(row.made_at, row.made_by.name, label, before, after, why)


def _names_in(model, codes) -> dict[str, str]:
    return dict(model.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _titles(slugs) -> dict[str, str]:
    if not slugs:
        return {}
    groups = SupportGroup.objects.filter(slug__in=slugs).prefetch_related("hosting_districts")
    return {group.slug: title_of(group) for group in groups}


# What is kept as the code of another row, and how it is found out what each is called.
CALLED = {
    "child_district": lambda codes: _names_in(District, codes),
    "programme": lambda codes: _names_in(Programme, codes),
    "wished_group": _titles,
}
