"""The first and the closing talks of a group's children."""

from dataclasses import dataclass

from referrals.choices import IN_GROUP
from referrals.evening import TalkKind
from referrals.models import Referral, Talk
from referrals.models.rows import consent_taken_back
from referrals.queries.protected import protected_aliases_in
from referrals.roll import child_key


@dataclass(frozen=True)
class TalkRow:
    """A child and its two talks. Those of a protected child stand in its case, which leaders do
    not see; ``reference`` is empty then."""

    key: str
    alias: str
    reference: str
    first: Talk | None
    closing: Talk | None


def talks_in(group, user) -> list[TalkRow]:
    """Return the children of ``group`` whom ``user`` meets there, by alias; three queries."""
    rows = Referral.objects.visible_to(user).filter(group=group, state__in=IN_GROUP)
    rows = rows.exclude(consent_taken_back()).prefetch_related("talks")
    found = {row.spoken: _row(group, row) for row in rows}
    for alias in protected_aliases_in(group):
        key = child_key(group.slug, alias)
        found.setdefault(alias, TalkRow(key, alias, "", None, None))
    return [found[alias] for alias in sorted(found)]


def _row(group, referral) -> TalkRow:
    talks = {talk.kind: talk for talk in referral.talks.all()}
    return TalkRow(
        key=child_key(group.slug, referral.spoken),
        alias=referral.spoken,
        reference=referral.reference,
        first=talks.get(TalkKind.FIRST),
        closing=talks.get(TalkKind.CLOSING),
    )
