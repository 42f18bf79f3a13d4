"""What a group is called in the office: whom it is for, where and when. Never what it is about."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from districts.choices import Region
from groups.choices import Audience, Weekday
from groups.words import KINDS, clock, joined


def title_of(group) -> str:
    """Return *Barngrupp i Järva, våren 2027*; needs ``hosting_districts`` at hand."""
    return _("%(kind)s in %(area)s, %(term)s") % {
        "kind": KINDS[Audience(group.audience)],
        "area": area_of(group),
        "term": group.term,
    }


def area_of(group) -> str:
    if group.is_city_wide:
        return _("the whole city")
    names = [district.name for district in group.hosting_districts.all()]
    return joined(names) if names else str(Region(group.region).label)


def hours_of(group) -> str:
    """Return *tisdagar 16–17.30*, as far as it is decided."""
    if group.weekday is None:
        return ""
    weekday = str(Weekday(group.weekday).label)
    if group.starts_at is None:
        return weekday
    return f"{weekday} {clock(group.starts_at)}–{clock(group.ends_at)}"


def summary_of(group) -> str:
    """Return the line under a group's heading: ages, day and hours."""
    ages = (
        _("%(from)s–%(to)s years") % {"from": group.age_from, "to": group.age_to}
        if group.age_from is not None
        else ""
    )
    return capfirst(", ".join(part for part in (ages, hours_of(group)) if part))
