"""What the public pages say of a group, in the words of a family. Pure: a PublicGroup in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from districts.choices import Region
from groups.choices import Audience, Need, Weekday
from groups.publishing import PublicGroup

ISLANDS = frozenset({"Kungsholmen", "Norrmalm", "Södermalm", "Östermalm"})  # districts

FEW = 2  # places left, from where on the page says that there are few

# To a family the need is what a grown-up at home does, never what anybody is called.
AT_HOME = {
    Need.SUBSTANCE_USE: gettext_lazy("A grown-up at home drinks too much or takes drugs"),
    Need.MENTAL_ILLNESS: gettext_lazy("A grown-up at home is mentally unwell"),
    Need.FAMILY_VIOLENCE: gettext_lazy("A grown-up at home hits, threatens or frightens others"),
}
WHEN_AT_HOME = {
    Need.SUBSTANCE_USE: gettext_lazy("drinks too much or takes drugs"),
    Need.MENTAL_ILLNESS: gettext_lazy("is mentally unwell"),
    Need.FAMILY_VIOLENCE: gettext_lazy("hits, threatens or frightens others"),
}
KINDS = {
    Audience.CHILDREN: gettext_lazy("Children's group"),
    Audience.TEENAGERS: gettext_lazy("Group for teenagers"),
    Audience.PARENTS: gettext_lazy("Parents' group"),
    Audience.RELATIVES: gettext_lazy("Group for relatives"),
}
IN_REGION = {
    Region.INNER_CITY: gettext_lazy("in the inner city"),
    Region.WEST: gettext_lazy("in the western districts"),
    Region.SOUTH: gettext_lazy("in the southern districts"),
}
LANGUAGES = {
    "sv": gettext_lazy("Swedish"),
    "en": gettext_lazy("English"),
    "fi": gettext_lazy("Finnish"),
    "ar": gettext_lazy("Arabic"),
    "so": gettext_lazy("Somali"),
    "es": gettext_lazy("Spanish"),
}


@dataclass(frozen=True)
class Places:
    """How it is with places: the words, and the tone of components/_places.html."""

    words: str
    tone: str


def title(group: PublicGroup) -> str:
    """Return what the group is called: whom it is for and where, never why."""
    districts = [name for _code, name in group.districts]
    return titled(group.audience, districts, group.region, city_wide=group.is_city_wide)


def titled(audience: str, districts: list[str], region: str, *, city_wide: bool) -> str:
    """Return *Barngrupp i Farsta*, *på Södermalm*, or *för hela staden*."""
    kind = KINDS[Audience(audience)]
    if city_wide:
        return _("%(kind)s for the whole city") % {"kind": kind}
    return f"{kind} {_at(districts) if districts else IN_REGION[Region(region)]}"


def _at(districts: list[str]) -> str:
    """Return *i Farsta och Järva*, *i Farsta och på Södermalm*: on an island Swedish is *på*."""
    if ISLANDS.isdisjoint(districts):
        return _("in %(place)s") % {"place": joined(districts)}
    on, inside = pgettext("an island", "in %(place)s"), _("in %(place)s")
    return joined([(on if name in ISLANDS else inside) % {"place": name} for name in districts])


def area(group: PublicGroup) -> str:
    """Return the districts, or the part of the city where no more may be told."""
    names = [name for _code, name in group.districts]
    return joined(names) if names else str(Region(group.region).label)


def ages(group: PublicGroup) -> str:
    """Return *7–9 år*; empty where no age is set."""
    if group.age_from is None:
        return ""
    return _("ages %(from)s–%(to)s") % {"from": group.age_from, "to": group.age_to}


def at_home(group: PublicGroup) -> str:
    """Return *När en vuxen hemma mår psykiskt dåligt*, in the words of a family."""
    needs = [str(WHEN_AT_HOME[Need(need)]) for need in group.needs]
    return _("When a grown-up at home %(needs)s") % {"needs": f" {_('or')} ".join(needs)}


def places(group: PublicGroup) -> Places:
    """Return what a family reads about places. A held seat is gone."""
    if group.is_vague:
        if group.is_running:
            return Places(_("running, ring us"), "plan")
        return Places(_("being planned, ring us"), "plan")
    if not group.places_left:
        return Places(_("waiting list"), "none")
    if not group.is_running and group.first_on is None:
        return Places(_("planned for %(term)s") % {"term": group.term}, "plan")
    if group.places_left <= FEW:
        words, tone = _("few places, %(left)s left of %(capacity)s"), "few"
    else:
        words, tone = _("%(left)s places left of %(capacity)s"), "free"
    return Places(words % {"left": group.places_left, "capacity": group.capacity}, tone)


def weekday(group: PublicGroup) -> str:
    """Return *Tisdagar*, or the term where the day is not set or may not be told."""
    if group.weekday is None:
        return capfirst(str(group.term))
    return capfirst(str(Weekday(group.weekday).label))


def begins(group: PublicGroup) -> str:
    """Return the small line under the weekday: since or from when."""
    if group.is_vague:
        return _("running") if group.is_running else _("being planned")
    if group.first_on is None:
        return _("the date is not set")
    day = date_format(group.first_on, _("j F"))
    if group.weekday not in (None, group.first_on.weekday()):  # another weekday than it began on
        if group.is_running:
            return _("began %(day)s") % {"day": day}
        return _("the first time %(day)s") % {"day": date_format(group.first_on, _("l j F"))}
    return (_("since %(day)s") if group.is_running else _("from %(day)s")) % {"day": day}


def hours(group: PublicGroup) -> str:
    """Return *kl. 16–17.30*; empty where they are not set or may not be told."""
    if group.starts_at is None:
        return ""
    return _("%(from)s–%(to)s") % {"from": clock(group.starts_at), "to": clock(group.ends_at)}


def public_hours(group: PublicGroup) -> str:
    """Return *Tisdagar 16–17.30* as far as the public may know it."""
    if group.weekday is None:
        return ""
    return f"{weekday(group)} {hours(group)}".strip()


def clock(moment) -> str:
    """Return *16* or *16.30*."""
    return time_format(moment, "G.i").removesuffix(".00")


def summary(group: PublicGroup) -> list[str]:
    """Return the facts of a row beside title, ages and day, the most telling first."""
    facts = [group.organiser]
    if group.sessions:
        facts.append(
            ngettext("%(number)s session", "%(number)s sessions", group.sessions)
            % {"number": group.sessions}
        )
    facts.append(_("at %(hours)s") % {"hours": hours(group)} if group.starts_at else "")
    if group.has_parent_group:
        facts.append(_("parents' group the same evening"))
    if group.is_vague:
        facts.append(_("ring us and we will tell you more"))
    return [fact for fact in facts if fact]


def facts(group: PublicGroup) -> list[tuple[str, str]]:
    """Return what the page of one group tells, word and value; what is not known is left out."""
    rows = [
        (_("For"), capfirst(ages(group) or str(Audience(group.audience).label))),
        (_("Term"), capfirst(str(group.term))),
        (_("Day"), _day(group)),
        (_("Time"), hours(group)),
        (_("Last session"), date_format(group.last_on, _("j F")) if group.last_on else ""),
        (_("Sessions"), str(group.sessions or "")),
        (_("Where"), place(group)),
        (_("Getting in"), _getting_in(group)),
        (_("Languages"), capfirst(languages(group.spoken))),
        (_("Parents"), _parents(group)),
        (_("Leaders"), str(group.leaders or "")),
        (_("How the group works"), group.method),
        (_("Cost"), _("Free of charge")),
        (_("Run by"), group.organiser),
        (_("Responsible"), _("The office for support groups")),
        (_("Last updated"), date_format(group.updated_on, "j F Y") if group.updated_on else ""),
    ]
    return [(word, value) for word, value in rows if value]


def days(group: PublicGroup) -> list[str]:
    """Return *12 januari*, one for each session, where the days may be told."""
    return [date_format(day, _("j F")) for day in group.days]


def _parents(group: PublicGroup) -> str:
    if group.has_parent_group:
        return _("There is a parents' group the same evening, in a room of its own")
    if group.is_vague or group.age_from is None:
        return ""
    return _("There is no parents' group the same evening")


def _getting_in(group: PublicGroup) -> str:
    """Return whether there are steps; a room that is not said to be free of them may have some."""
    if group.is_step_free:
        return _("There is a lift or no steps")
    return _("Ring us if you need to get in without steps") if group.venue else ""


def _day(group: PublicGroup) -> str:
    if group.weekday is None and group.first_on is None:
        return ""
    if group.is_vague:
        return weekday(group)
    return f"{weekday(group)}, {begins(group)}" if group.weekday is not None else begins(group)


def place(group: PublicGroup) -> str:
    """Return *Kvarnhuset, Provgatan 7 (Järva)*, as far as the public may know it."""
    part = _("The whole city may come") if group.is_city_wide else area(group)
    house = f"{group.venue}, {group.address}" if group.venue else ""
    return f"{house} ({part})" if house else part


def languages(codes: Iterable[str]) -> str:
    """Return *finska och svenska*; empty for none."""
    return joined([str(LANGUAGES[code]) for code in codes if code in LANGUAGES])


def joined(names: list[str]) -> str:
    """Return *a, b och c*; empty for none."""
    *first, last = names or [""]
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )
