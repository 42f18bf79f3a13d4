"""What a group is called in the office: whom it is for, where and when. Never what it is about."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst

from groups.choices import Weekday
from groups.words import clock, titled


def office_title(group) -> str:
    """Return *Barngrupp i Järva*; needs ``hosting_districts`` at hand."""
    return title_of_plan(vars(group) | {"hosting_districts": group.hosting_districts.all()})


def title_of_plan(plan: Mapping[str, Any]) -> str:
    """Return the same of a plan that is no group yet."""
    names = [district.name for district in plan["hosting_districts"]]
    return titled(plan["audience"], names, plan["region"], city_wide=plan["is_city_wide"])


def office_hours(group) -> str:
    """Return *Tisdagar 16–17.30*, as far as it is decided."""
    if group.weekday is None:
        return ""
    weekday = capfirst(str(Weekday(group.weekday).label))
    if group.starts_at is None:
        return weekday
    return f"{weekday} {clock(group.starts_at)}–{clock(group.ends_at)}"


def hours_within(group) -> str:
    """Return *tisdagar 16–17.30*: the same within a sentence."""
    hours = office_hours(group)
    return hours[:1].lower() + hours[1:]
