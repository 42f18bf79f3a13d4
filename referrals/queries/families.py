"""What the office asks of families: which groups are not for a child, and which case is meant."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from referrals.choices import NOT_SENT
from referrals.models import KeptApart, ParentPlace, Referral
from referrals.words import REFERENCE


@dataclass(frozen=True)
class Family:
    """What stands of a child's family, as far as ``user`` may see its cases."""

    siblings: list[Referral]
    wish: str
    parent_places: list[ParentPlace]
    kept_apart: list[tuple[KeptApart, Referral]]  # with the other case of each pair


def family_of(user, referral) -> Family:
    """Return the family of the case; whom it must not meet is told to the office alone."""
    seen = Referral.objects.visible_to(user)
    household = referral.household
    if household is None:
        siblings, places = [], []
    else:
        rows = seen.filter(household=household).exclude(pk=referral.pk)
        rows = rows.select_related("group").prefetch_related("group__hosting_districts")
        siblings = list(rows.order_by("spoken"))
        standing = ParentPlace.objects.standing().filter(household=household)
        beside = standing.select_related("group", "beside")
        places = list(beside.prefetch_related("beside__hosting_districts"))
    pairs = KeptApart.objects.filter(Q(first=referral) | Q(second=referral))
    return Family(
        siblings,
        household.siblings if household else "",
        places,
        [(pair, _other(pair, referral)) for pair in pairs.select_related("first", "second")],
    )


def other_case(user, text: str) -> Referral | None:
    """Return the case with this reference or alias that has been sent and ``user`` may see."""
    wanted = "-".join(text.casefold().split())
    rows = Referral.objects.visible_to(user).exclude(state__in=NOT_SENT)
    is_reference = re.fullmatch(REFERENCE, wanted)
    return rows.filter(**{"reference" if is_reference else "spoken": wanted}).first()


def barred(referrals: Collection[Referral], groups: Collection) -> set[tuple[UUID, int]]:
    """Return (case, group) by key where the group is not for the child; one query.

    Somebody comes there whom the child must not meet, or a sibling's wish says otherwise. The
    database tells the office that it is so, never why.
    """
    if not referrals or not groups:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT referral_id, group_id FROM referrals_barred(%s::uuid[], %s::bigint[])",
            [[one.pk for one in referrals], [one.pk for one in groups]],
        )
        return set(cursor.fetchall())


def _other(pair: KeptApart, referral: Referral) -> Referral:
    return pair.second if pair.first_id == referral.pk else pair.first
