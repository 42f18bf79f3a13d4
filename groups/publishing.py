"""What the public may know of a group. Every public page, list and filter sees this and no more.

How much is decided by the group's precision: ``region`` tells the part of the city, the term and
the ages; ``district`` also the district, who runs it, the weekday and the places; ``exact`` also
the house and the hours. Violence among the needs makes it ``region``, whatever the row says, and
then a coordinator may have opened one field more.
"""

from dataclasses import dataclass
from datetime import date, time

from django.utils import timezone

from groups.choices import CURRENT, GroupState, Need, Precision
from groups.terms import Term


@dataclass(frozen=True)
class PublicGroup:
    """One group as the public reads it; what may not be known is None or empty."""

    slug: str
    audience: str
    needs: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    region: str
    term: Term
    is_running: bool
    precision: str
    # From the precision "district" on:
    districts: tuple[tuple[str, str], ...] = ()  # code and name
    is_city_wide: bool = False
    organiser: str = ""
    method: str = ""
    weekday: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    days: tuple[date, ...] = ()  # of the sessions; only on the page of one group
    sessions: int | None = None
    leaders: int | None = None
    capacity: int | None = None
    places_left: int | None = None
    languages: tuple[str, ...] = ()
    has_parent_group: bool = False
    what_happens_first: str = ""
    updated_on: date | None = None
    # With the precision "exact":
    venue: str = ""
    address: str = ""
    is_step_free: bool = False
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def is_vague(self) -> bool:
        """Tell whether the office must be rung to learn more than the part of the city."""
        return self.precision == Precision.REGION

    @property
    def spoken(self) -> tuple[str, ...]:
        """Return the languages of the sessions; Swedish where no other is written."""
        return self.languages or (() if self.is_vague else ("sv",))


FROM_DISTRICT = (
    "districts",
    "is_city_wide",
    "organiser",
    "method",
    "weekday",
    "first_on",
    "last_on",
    "days",
    "sessions",
    "leaders",
    "capacity",
    "places_left",
    "languages",
    "has_parent_group",
    "what_happens_first",
    "updated_on",
)
FROM_EXACT = ("venue", "address", "is_step_free", "starts_at", "ends_at")


def precision_of(group) -> str:
    """Return how much may be told; violence among the needs allows the least."""
    return Precision.REGION if Need.FAMILY_VIOLENCE in group.needs else group.precision


def public_view(group) -> PublicGroup:
    """Return what the public may know of ``group``, a row joined by ``for_public``."""
    precision = precision_of(group)
    known = {
        "slug": group.slug,
        "audience": group.audience,
        "needs": tuple(need for need in Need.values if need in group.needs),
        "age_from": group.age_from,
        "age_to": group.age_to,
        "region": group.region,
        "term": group.term,
        "is_running": group.state == GroupState.RUNNING,
        "precision": str(precision),
    }
    if precision in (Precision.DISTRICT, Precision.EXACT):
        known |= _from_district(group)
    elif group.opened_field and group.needs_extra_care:
        known[group.opened_field] = _from_district(group)[group.opened_field]
    if precision == Precision.EXACT:
        known |= {"starts_at": group.starts_at, "ends_at": group.ends_at}
        if group.room:
            known |= {
                "venue": group.room.venue.name,
                "address": group.room.venue.address,
                "is_step_free": group.room.is_step_free,
            }
    return PublicGroup(**known)


def _from_district(group) -> dict:
    return {
        "districts": tuple((one.code, one.name) for one in group.hosting_districts.all()),
        "is_city_wide": group.is_city_wide,
        "organiser": group.organisation.name,
        "method": group.programme.name,
        "weekday": group.weekday,
        "first_on": group.first_on,
        "last_on": _last_day(group),
        "days": _days(group),
        "sessions": group.planned_sessions,
        "leaders": len(group.leaders.all()),
        "capacity": group.capacity,
        "places_left": group.places_left,
        "languages": tuple(group.languages),
        "has_parent_group": group.parallel_group is not None
        and group.parallel_group.state in CURRENT,
        "what_happens_first": group.what_happens_first,
        "updated_on": timezone.localdate(group.updated_at),
    }


def _last_day(group) -> date | None:
    """Return the day of the last session, where ``for_public`` has counted the sessions."""
    ends = getattr(group, "ends", None)
    return ends and timezone.localdate(ends)


def _days(group) -> tuple[date, ...]:
    """Return the days of the sessions, where the page of one group has joined them."""
    sessions = getattr(group, "sessions_to_tell", ())
    return tuple(timezone.localdate(session.during.lower) for session in sessions)
