"""The waiting list, opened for one group or one programme."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import SupportGroup
from groups.words import joined
from referrals.facts import lacks, works_for
from referrals.fit import DOES_NOT_WORK, FOR_CHILDREN, misfits, waits_for
from referrals.models import Consent, Referral
from referrals.queries.families import barred
from referrals.queries.lists import where_lives
from referrals.titles import short_title


@dataclass(frozen=True)
class WaitingRow:
    """A child on a list: how long, where, why it does not fit, what works and what is missing."""

    referral: Referral
    weeks: int
    area: str
    reasons: list[str]
    fits_in: list[SupportGroup]

    @property
    def works(self) -> str:
        return works_for(self.referral)

    @property
    def lacks(self) -> list[str]:
        return lacks(self.referral, has_yes=self.referral.has_yes)

    @property
    def fits(self) -> bool:
        return not self.reasons


def current_groups():
    """Return the groups for children that are planned or running, joined for their titles."""
    rows = SupportGroup.objects.published().filter(audience__in=FOR_CHILDREN)
    return list(rows.with_names())


def waiting_for(user, group, groups) -> list[WaitingRow]:
    """Return who waits for what ``group`` offers, in the order of the list, and who fits it."""
    now = timezone.now()
    rows = [referral for referral in _waiting(user) if waits_for(referral, group)]
    not_for = barred(rows, groups)
    return [
        WaitingRow(
            referral,
            referral.weeks_waited(now),
            where_lives(referral),
            reasons := _reasons(referral, group, not_for),
            _elsewhere(referral, group, groups, not_for) if reasons else [],
        )
        for referral in rows
    ]


def waiting_in(user, programme, groups) -> list[WaitingRow]:
    """Return who waits for ``programme``, and in which of its groups each could have a place."""
    now = timezone.now()
    own = [group for group in groups if group.programme_id == programme.pk]
    rows = [
        referral
        for referral in _waiting(user)
        if any(waits_for(referral, group) for group in own) or referral.programme_id == programme.pk
    ]
    not_for = barred(rows, own)
    return [
        WaitingRow(
            referral,
            referral.weeks_waited(now),
            where_lives(referral),
            []
            if (fitting := _elsewhere(referral, None, own, not_for))
            else [_closest(referral, own, not_for)],
            fitting,
        )
        for referral in rows
    ]


def waiting_for_none(user, groups) -> list[WaitingRow]:
    """Return who waits for what none of the groups offers, so that no other list has them."""
    now, words = timezone.now(), _("no group is planned")
    return [
        WaitingRow(referral, referral.weeks_waited(now), where_lives(referral), [words], [])
        for referral in _waiting(user)
        if not any(waits_for(referral, group) for group in groups)
    ]


def _waiting(user):
    rows = Referral.objects.visible_to(user).waiting()
    yes = Consent.objects.standing().filter(referral=OuterRef("pk"))
    return rows.select_related("child_district").annotate(has_yes=Exists(yes))


def _reasons(referral, group, not_for) -> list[str]:
    """Return why the child does not fit the group; why an evening does not work is not told."""
    barring = [str(DOES_NOT_WORK)] if (referral.pk, group.pk) in not_for else []
    return misfits(referral, group) + barring


def _elsewhere(referral, group, groups, not_for) -> list[SupportGroup]:
    """Return the other groups with a place left that the child waits for and fits."""
    return [
        other
        for other in groups
        if other != group
        and other.places_left
        and waits_for(referral, other)
        and not _reasons(referral, other, not_for)
    ]


def _closest(referral, groups, not_for) -> str:
    """Return that no group fits, and what stands against the one that comes closest."""
    if referral.is_protected:
        return misfits(referral, groups[0])[0]
    against = [
        (_reasons(referral, group, not_for), group)
        for group in groups
        if waits_for(referral, group)
    ]
    if not against:
        return _("no group fits now")
    reasons, group = min(against, key=lambda one: len(one[0]))
    reasons = reasons or [_("no place left")]
    return _("no group fits now; closest is %(group)s: %(reasons)s") % {
        "group": short_title(group),
        "reasons": joined(reasons),
    }
