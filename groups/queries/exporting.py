"""The lists of the office as tables: what the screen shows, and of a plan all that it holds."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django.db.models import Count
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from districts.choices import Region
from groups.choices import Audience, Need, Precision, Weekday
from groups.columns import COLUMNS
from groups.models import Leader, SupportGroup
from groups.publishing import public_view
from groups.queries.office import OfficeRow, Shelf, groups_on, office_rows
from groups.queries.registers import leader_cards
from groups.queries.venues import venues
from groups.titles import office_title
from groups.words import LANGUAGES

Line = Sequence[Any]


def group_lines(shelf: Shelf, user) -> Iterator[Line]:
    """Yield a line for each group of the list, in its order; columns as in groups.columns.

    Where the screen shows no more than the public may read, the file does not either. What is
    written here can be read again by the import.
    """
    groups = list(groups_on(shelf, user).prefetch_related("leaders__organisation"))
    marks, namesakes = _marks(groups), _namesakes()
    for row in office_rows(groups, user):
        cells = _plan(row.group, namesakes) if row.shows_plan else _public(row.group)
        cells |= _for_people(row) | {"pair": marks.get(row.group.pk) if row.shows_plan else None}
        yield [cells.get(name) for name in COLUMNS]


def leader_headings() -> list[str]:
    return [
        _("Name"),
        _("Organisation"),
        _("Training"),
        _("Register extract"),
        _("Can lead on"),
        _("Leads now"),
    ]


def leader_lines(user, today, *, former: bool) -> Iterator[Line]:
    """Yield a line for each leader of the register, as its list shows them."""
    found = leader_cards(user, today)
    for leader in found if former else found.current():
        training = next(iter(leader.trainings.all()), None)
        yield [
            leader.name,
            leader.organisation.name,
            f"{capfirst(training.get_level_display())}, {training.course}" if training else "",
            str(leader.register_check(today).label),
            ", ".join(str(Weekday(day).label) for day in sorted(leader.weekdays)),
            ", ".join(office_title(group) for group in leader.led_now),
        ]


def venue_headings() -> list[str]:
    return [
        _("Venue"),
        _("Address"),
        _("District"),
        _("Room"),
        _("Seats"),
        _("No steps"),
        _("Whose it is"),
    ]


def venue_lines() -> Iterator[Line]:
    """Yield a line for each room of the register; a venue without rooms has one of its own."""
    for venue in venues():
        house = [venue.name, venue.address, venue.district.name]
        whose = venue.organisation.name if venue.organisation else ""
        for room in venue.rooms.all():
            step_free = _("yes") if room.is_step_free else _("no")
            yield [*house, room.name, room.seats, step_free, whose]
        if not venue.rooms.all():
            yield [*house, "", None, "", whose]


def _for_people(row: OfficeRow) -> dict[str, Any]:
    left = row.group.places_left if row.shows_plan else None
    return {"title": row.title, "state": row.group.get_state_display(), "places_left": left}


def _public(group: SupportGroup) -> dict[str, Any]:
    view = public_view(group)
    return {
        "age_from": view.age_from,
        "age_to": view.age_to,
        "organisation": view.organiser,
        "term": str(view.term),
        "weekday": _weekday(view.weekday),
        "starts_at": view.starts_at,
        "ends_at": view.ends_at,
    }


def _plan(group: SupportGroup, namesakes: set[str]) -> dict[str, Any]:
    return {
        "programme": group.programme.name,
        "audience": str(Audience(group.audience).label),
        "needs": _listed(Need(need).label for need in group.needs),
        "age_from": group.age_from,
        "age_to": group.age_to,
        "capacity": group.capacity,
        "minimum": group.minimum,
        "organisation": group.organisation.name,
        "hosting_districts": _listed(group.hosting_districts.all()),
        "is_city_wide": _("yes") if group.is_city_wide else _("no"),
        "region": str(Region(group.region).label),
        "term": str(group.term),
        "first_on": group.first_on,
        "weekday": _weekday(group.weekday),
        "starts_at": group.starts_at,
        "ends_at": group.ends_at,
        "planned_sessions": group.planned_sessions,
        "room": str(group.room or ""),
        "leaders": _listed(
            leader.full_name if leader.name in namesakes else leader.name
            for leader in group.leaders.all()
        ),
        "languages": _listed(LANGUAGES[code] for code in group.languages if code in LANGUAGES),
        "what_happens_first": group.what_happens_first,
        "precision": str(Precision(group.precision).label),
    }


def _listed(things) -> str:
    return ", ".join(map(str, things))


def _weekday(number: int | None) -> str:
    return "" if number is None else str(WEEKDAYS[number])


def _marks(groups: Sequence[SupportGroup]) -> Mapping[int, int]:
    """Return the mark that the two groups of an evening share, where both are in the list."""
    here, number, marks = {group.pk for group in groups}, count(1), {}
    for group in groups:
        if group.parallel_group_id in here:
            marks[group.pk] = marks[group.parallel_group_id] = next(number)
    return marks


def _namesakes() -> set[str]:
    """Return the names that more than one leader has."""
    names = Leader.objects.order_by().values("name").annotate(times=Count("pk"))
    return set(names.filter(times__gt=1).values_list("name", flat=True))
