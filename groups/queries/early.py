"""A group that starts soon with too few: what could be done with its plan.

How many children each would reach is known one app higher, and told there.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.choices import Region
from districts.models import District
from groups.choices import FOR_CHILDREN, GroupState
from groups.models import SupportGroup
from groups.partners import partner_of
from groups.queries.outlook import outlook
from groups.queries.planning import plan_as_it_is
from groups.schedule import days
from groups.titles import hours_within, office_title

WARNING_WEEKS = 6  # before its start a group below its minimum is on the coordinator's list
LATER = (2, 4)  # weeks
WIDER = 1  # year, at both ends
MERGES = 3  # so many groups are suggested


@dataclass(frozen=True)
class Option:
    """Something that could be done; ``meaning`` are sentences, ``url`` where to do it.

    ``becomes`` is what a child could then come to: the group with its plan changed, or another
    one; ``hosts`` are its districts. ``weeks`` more of time would be won.
    """

    words: str
    meaning: tuple[str, ...]
    url: str
    becomes: SupportGroup
    hosts: Sequence[District]
    weeks: int = 0


def starting_short(today: date) -> QuerySet[SupportGroup]:
    """Return the groups of children that :func:`is_early_warning` tells of, the first first."""
    return (
        SupportGroup.objects.filter(
            state=GroupState.PLANNED,
            audience__in=FOR_CHILDREN,
            first_on__range=(today, today + timedelta(weeks=WARNING_WEEKS)),
            places_taken__lt=F("minimum"),
        )
        .select_related("room", "programme")
        .prefetch_related("hosting_districts")
        .order_by("first_on", "pk")
    )


def is_early_warning(group: SupportGroup, today: date) -> bool:
    """Tell whether the group starts within six weeks with fewer places taken than it needs."""
    return (
        group.state == GroupState.PLANNED
        and group.audience in FOR_CHILDREN
        and group.first_on is not None
        and today <= group.first_on <= today + timedelta(weeks=WARNING_WEEKS)
        and group.places_taken < group.minimum
    )


def options(group: SupportGroup, user) -> list[Option]:
    """Return what could be done with a group that has too few."""
    hosts = list(group.hosting_districts.all())
    return [
        *_later(group, hosts, user),
        *_merges(group),
        *_wider_ages(group, hosts),
        *_wider_area(group, hosts),
    ]


def _later(group: SupportGroup, hosts, user) -> list[Option]:
    if group.first_on is None:
        return []
    plan, partner = plan_as_it_is(group), partner_of(group)
    plans = [plan]
    if partner:
        plans.append({"room": partner.room, "leaders": list(partner.leaders.all())})
    without = [group.pk, *([partner.pk] if partner else [])]
    found = []
    for weeks in LATER:
        later = group.first_on + timedelta(weeks=weeks)
        plan["first_on"] = later if plan["weekday"] is None else days(later, plan["weekday"], 1)[0]
        look = outlook(plans, user, without)
        if not look.evenings:
            continue
        first, last = look.evenings[0].day, look.evenings[-1].day
        meaning = [
            _("Begins %(first)s and ends %(last)s.")
            % {"first": date_format(first, "j F"), "last": date_format(last, "j F Y")},
        ]
        meaning.append(
            look.in_the_way[0].words if look.in_the_way else _("Room and leaders are free then.")
        )
        url = _edit(group, forsta=plan["first_on"].isoformat())
        words = ngettext("Begin %(weeks)s week later", "Begin %(weeks)s weeks later", weeks)
        becomes = _changed(group, first_on=plan["first_on"])
        found.append(
            Option(words % {"weeks": weeks}, tuple(meaning), url, becomes, hosts, weeks=weeks)
        )
    return found


def _merges(group: SupportGroup) -> list[Option]:
    """Groups where its children could go: alike, near, not yet begun, with places enough."""
    children = group.places_taken + group.places_held
    alike = Q(programme=group.programme) | Q(needs__overlap=group.needs)
    near = Q(region=group.region) | Q(is_city_wide=True)
    others = (
        SupportGroup.objects.filter(alike, near, state=GroupState.PLANNED, audience=group.audience)
        .filter(capacity__gte=F("places_held") + F("places_taken") + max(children, 1))
        .exclude(pk=group.pk)
        .select_related("room")
        .prefetch_related("hosting_districts")
    )
    if group.age_from is not None:
        others = others.filter(age_from__lte=group.age_to, age_to__gte=group.age_from)
    return [_merge(group, other, children) for other in others[:MERGES]]


def _merge(group: SupportGroup, other: SupportGroup, children: int) -> Option:
    meaning = [_("%(left)s places are left there.") % {"left": other.places_left}]
    ages = (other.age_from, other.age_to)
    if other.age_from is not None and ages != (group.age_from, group.age_to):
        meaning.append(
            _("The group is for %(from)s–%(to)s years.")
            % {"from": other.age_from, "to": other.age_to}
        )
    if other.weekday != group.weekday:
        meaning.append(
            _("It meets on another day: %(when)s.") % {"when": hours_within(other) or "–"}
        )
    if children:
        meaning.append(_("Ask each family first, and cancel this group when all have moved."))
    words = _("Merge with %(group)s") % {"group": office_title(other)}
    hosts = list(other.hosting_districts.all())
    return Option(words, tuple(meaning), other.get_absolute_url(), other, hosts)


def _wider_ages(group: SupportGroup, hosts) -> list[Option]:
    if group.age_from is None or group.age_to is None:
        return []
    youngest, oldest = max(group.age_from - WIDER, 0), group.age_to + WIDER
    meaning = (
        _("%(years)s years between the youngest and the oldest instead of %(now)s.")
        % {"years": oldest - youngest, "now": group.age_to - group.age_from},
        _("The leaders should say yes to the new ages."),
    )
    words = _("Widen the ages to %(from)s–%(to)s") % {"from": youngest, "to": oldest}
    becomes = _changed(group, age_from=youngest, age_to=oldest)
    return [Option(words, meaning, _edit(group, yngst=youngest, aldst=oldest), becomes, hosts)]


def _wider_area(group: SupportGroup, hosts) -> list[Option]:
    if group.is_city_wide:
        return []
    wider = [one for one in District.objects.today() if one.region == group.region]
    names = [one.name for one in wider if one not in hosts]
    if not names:
        return []
    meaning = (
        _("Families in %(districts)s find the group in their own district.")
        % {"districts": ", ".join(names)},
        _("The way there becomes longer for some."),
    )
    words = _("Open it to all of %(region)s") % {"region": Region(group.region).label}
    return [Option(words, meaning, _edit(group, omrade=group.region), group, wider)]


def _changed(group: SupportGroup, **plan) -> SupportGroup:
    """Return the group as it would be, unsaved."""
    becomes = copy(group)
    for name, value in plan.items():
        setattr(becomes, name, value)
    return becomes


def _edit(group: SupportGroup, **wish) -> str:
    return f"{reverse('groups:edit', args=[group.slug])}?{urlencode(wish)}"
