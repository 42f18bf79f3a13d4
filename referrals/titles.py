"""What a group is called among the children's cases: whom it is for, where and when."""

from django.utils.translation import gettext as _

from groups.titles import hours_within, office_title


def title_of(group) -> str:
    """Return *Barngrupp i Järva, våren 2027*; needs ``hosting_districts`` at hand."""
    return f"{office_title(group)}, {group.term}"


def summary_of(group) -> str:
    """Return the line under a group's heading: *7–9 år, tisdagar 16–17.30*, as far as decided."""
    ages = (
        _("%(from)s–%(to)s years") % {"from": group.age_from, "to": group.age_to}
        if group.age_from is not None
        else ""
    )
    return ", ".join(part for part in (ages, hours_within(group)) if part)


def short_title(group) -> str:
    """Return *Barngrupp i Bromma, torsdagar 16–17.30*: where else a child could go."""
    return ", ".join(part for part in (office_title(group), hours_within(group)) if part)


def option_of(group) -> str:
    """Return one line for a list to choose from."""
    return ", ".join(part for part in (title_of(group), summary_of(group)) if part)
