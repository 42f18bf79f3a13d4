"""A group that starts soon with too few: how many of those who wait each way out would reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.web.agenda import AgendaItem
from districts.models import District, lineage_of, taken_over
from groups.models import SupportGroup
from groups.queries.early import Option, options, starting_short
from groups.titles import office_title
from referrals.choices import State
from referrals.fit import misfits
from referrals.models import Referral
from referrals.reach import reached

LATELY = timedelta(weeks=8)  # so far back new requests are counted
COMING = (State.OFFERED, State.ACCEPTED)


@dataclass(frozen=True)
class Outcome:
    """A way out, how many who wait it would reach, and what it means in sentences."""

    option: Option
    reaches: int
    meaning: Sequence[str]


@dataclass(frozen=True)
class EarlyWarning:
    """``reaches`` counts those who wait that the group reaches as it is planned now."""

    reaches: int
    outcomes: Sequence[Outcome]


def short_groups(user, today: date) -> list[AgendaItem]:
    """Return the groups that start within six weeks with fewer than they need; the same number of
    queries for any number."""
    groups = list(starting_short(today))
    if not groups:
        return []
    waiting = list(_waiting(user))
    pairs = taken_over()
    return [
        AgendaItem(
            title=_("Too few in %(group)s") % {"group": office_title(group)},
            url=reverse("referrals:early_warning", args=[group.slug]),
            detail=_(
                "%(taken)s have a place, the group starts with at least %(minimum)s. "
                "%(number)s who wait fit it and live near."
            )
            % {
                "taken": group.places_taken,
                "minimum": group.minimum,
                "number": reached(waiting, group, _near(group.hosting_districts.all(), pairs)),
            },
            due_on=group.first_on,
            urgency="soon",
        )
        for group in groups
    ]


def early_warning(group: SupportGroup, user) -> EarlyWarning:
    """Return what could be done with a group that has too few, and whom each would reach."""
    found = options(group, user)
    pairs = taken_over()
    waiting = list(_waiting(user))
    lately = list(_new_lately(user))
    own = list(Referral.objects.visible_to(user).filter(group=group, state__in=COMING))

    def outcome(option: Option) -> Outcome:
        area = _near(option.hosts, pairs)
        meaning = list(option.meaning)
        if option.weeks:
            meaning.append(_new_in(option.weeks, reached(lately, option.becomes, area)))
        if option.becomes.pk != group.pk:
            meaning[:0] = _who_fits(group, own, option.becomes)
        return Outcome(option, reached(waiting, option.becomes, area), meaning)

    return EarlyWarning(
        reaches=reached(waiting, group, _near(group.hosting_districts.all(), pairs)),
        outcomes=[outcome(option) for option in found],
    )


def _near(hosts: Iterable[District], pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the districts in which a child lives near a group of these ``hosts``."""
    return lineage_of([one.pk for one in hosts], pairs)


def _waiting(user):
    return Referral.objects.visible_to(user).waiting()


def _new_lately(user):
    since = timezone.now() - LATELY
    return Referral.objects.visible_to(user).filter(submitted_at__gte=since)


def _new_in(weeks: int, lately: int) -> str:
    words = ngettext(
        "%(weeks)s weeks more for new requests: in the last eight weeks %(number)s came that fits.",
        "%(weeks)s weeks more for new requests: in the last eight weeks %(number)s came that fit.",
        lately,
    )
    return words % {"weeks": weeks, "number": lately}


def _who_fits(group: SupportGroup, own: Sequence[Referral], other: SupportGroup) -> list[str]:
    """Say how many of the group's children fit the other; protected ones are placed by hand."""
    children = group.places_taken + group.places_held
    if not children:
        return []
    fitting = sum(not misfits(one, other) for one in own)
    return [
        ngettext(
            "%(fitting)s of the %(children)s child here fits there.",
            "%(fitting)s of the %(children)s children here fit there.",
            children,
        )
        % {"fitting": fitting, "children": children}
    ]
