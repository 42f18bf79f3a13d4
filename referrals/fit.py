"""Does this child fit this group? Pure: a referral and a group in, the reasons why not out.

Whether the group is about what the child needs is not asked here and never shown in a row: the
list holds only children who wait for what the group offers.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.choices import FOR_CHILDREN, Season, Weekday
from groups.words import LANGUAGES, joined
from referrals.choices import RoomNeed

# The only word for people who must not meet and for what siblings wish: it says neither.
DOES_NOT_WORK = gettext_lazy("the evening or the place does not work")
TERM_BEGINS = {Season.SPRING: (1, 15), Season.AUTUMN: (8, 25)}  # where no first day is set


def begins_on(group) -> date:
    return group.first_on or date(group.year, *TERM_BEGINS[Season(group.season)])


def ages_on(referral, day: date) -> tuple[int, int]:
    """Return the youngest and oldest the child can be on ``day``; the day of birth is unknown."""
    oldest = day.year - referral.child_birth_year
    if referral.child_birth_month is None:
        return oldest - 1, oldest
    if referral.child_birth_month < day.month:
        return oldest, oldest
    if referral.child_birth_month > day.month:
        return oldest - 1, oldest - 1
    return oldest - 1, oldest


def misfits(referral, group) -> list[str]:
    """Return why the child does not fit the group, each in a few words; empty if it fits."""
    if referral.is_protected:
        return [_("is placed by hand")]
    reasons = [_age(referral, group), _day(referral, group)]
    reasons += [_language(referral, group), _room(referral, group)]
    return [reason for reason in reasons if reason]


def waits_for(referral, group) -> bool:
    """Tell whether the group is what the child waits for: its programme, or what it is about."""
    if group.audience not in FOR_CHILDREN:
        return False
    if referral.wished_group_id == group.pk or referral.programme_id == group.programme_id:
        return True
    return referral.programme_id is None and not set(referral.needs).isdisjoint(group.needs)


def _age(referral, group) -> str:
    if group.age_from is None:
        return ""
    youngest, oldest = ages_on(referral, begins_on(group))
    words = {"age": oldest, "from": group.age_from, "to": group.age_to}
    if oldest < group.age_from:
        return _("too young: %(age)s years, the group %(from)s–%(to)s") % words
    if youngest > group.age_to:
        words["age"] = youngest
        return _("too old: %(age)s years, the group %(from)s–%(to)s") % words
    return ""


def _day(referral, group) -> str:
    if group.weekday is None or not referral.weekdays or group.weekday in referral.weekdays:
        return ""
    return _("cannot on %(weekday)s") % {"weekday": Weekday(group.weekday).label}


def _language(referral, group) -> str:
    spoken = group.languages or ["sv"]
    if not referral.languages or referral.needs_interpreter:
        return ""
    if not set(referral.languages).isdisjoint(spoken):
        return ""
    names = [str(LANGUAGES.get(code, code)) for code in spoken]
    return _("does not speak %(languages)s") % {"languages": joined(names)}


def _room(referral, group) -> str:
    if RoomNeed.STEP_FREE in referral.room_needs and group.room and not group.room.is_step_free:
        return _("the room has steps")
    return ""
