"""The groups of the demonstration: houses, leaders, plans and sessions. All of it is made up.

Dates lie around the day of loading, so that there is always something behind, under way and to
come. The seats are counted by whoever writes the children: see :func:`count_seats`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from barnstod.accounts.models import User
from districts.demo import DOMAIN, ORGANISATIONS, SOURCE
from districts.models import District, Organisation
from groups import schedule
from groups.choices import (
    Audience,
    DocumentationMode,
    GroupState,
    ManualStatus,
    Need,
    Precision,
    Weekday,
)
from groups.closures import closed_days, usual_breaks
from groups.demo_plan import FIRST_NAMES, HOUSES, LAST_NAMES, PLANS, PROGRAMMES, THEMES, Plan
from groups.demo_planning import propose, write_themes
from groups.demo_wishes import write_wishes
from groups.models import (
    Leader,
    Programme,
    Room,
    Session,
    SessionLeader,
    SupportGroup,
    Venue,
)
from groups.services import leader_in, sessions_of
from groups.slugs import new_slug
from groups.terms import Term

LEADERS_EACH = 7  # in each organisation: enough for every evening, however chance falls
EVENING = (time(16, 0), time(17, 30))
LATE = (time(17, 30), time(19, 0))  # teenagers and grown-ups
WORKDAYS = tuple(Weekday)[:5]


def load(today: date, rng: Random) -> list[SupportGroup]:
    """Write about 40 groups with all they need and return them; nothing the second time."""
    if Programme.objects.filter(code=f"demo-{PROGRAMMES[0][0]}").exists():
        return []
    districts = {one.code: one for one in District.objects.on(today)}
    organisations = {code: Organisation.objects.get(code=f"demo-{code}") for code in ORGANISATIONS}
    write = _Writer(
        today=today,
        rng=rng,
        districts=districts,
        organisations=organisations,
        programmes=_programmes(),
        rooms=_rooms(districts),
        leaders=_leaders(organisations, rng),
    )
    for plan in PLANS:
        write.plan(plan)
    groups = write.save()
    propose(groups)
    write_wishes(today)
    return groups


def count_seats(seats: Mapping[int, tuple[int, int]]) -> None:
    """Set (held, taken) of demo groups by id, whatever their state, as their children are."""
    groups = list(SupportGroup.objects.filter(pk__in=seats))
    for group in groups:
        group.places_held, group.places_taken = seats[group.pk]
    SupportGroup.objects.bulk_update(groups, ["places_held", "places_taken"])


class _Writer:
    """Collects the rows, so that they are written in a handful of statements."""

    def __init__(self, *, today, rng, districts, organisations, programmes, rooms, leaders):
        self.today, self.rng, self.now = today, rng, timezone.now()
        self.closed = _closed(today)
        self.summer = _summers(today)
        self.districts, self.organisations = districts, organisations
        self.programmes, self.rooms, self.leaders = programmes, rooms, leaders
        self.busy: set[tuple] = set()  # houses and leaders, by day
        self.parents: list[SupportGroup] = []
        self.groups: list[SupportGroup] = []
        self.led: list[tuple[SupportGroup, list[Leader]]] = []
        self.hosted: list[tuple[SupportGroup, list[District]]] = []
        self.skipped: list[tuple[SupportGroup, set[date]]] = []

    def plan(self, plan: Plan) -> None:
        hosts = [self.districts[code] for code in plan.districts]
        weekday = self._weekday(plan, hosts[0])
        group = self._group(plan, hosts, weekday, room=0)
        if plan.with_parents:
            parents = self._group(plan, hosts, weekday, room=1, is_parents=True)
            self.parents.append(parents)
            group.parallel_group = parents
        self.groups.append(group)

    def save(self) -> list[SupportGroup]:
        """Parents first: their children's groups point at them."""
        groups = SupportGroup.objects.bulk_create(self.parents)
        groups += SupportGroup.objects.bulk_create(self.groups)
        hosting, leading = (
            SupportGroup.hosting_districts.through,
            SupportGroup.leaders.through,
        )
        hosting.objects.bulk_create(
            hosting(supportgroup=group, district=one)
            for group, hosts in self.hosted
            for one in hosts
        )
        leading.objects.bulk_create(
            leading(supportgroup=group, leader=one)
            for group, leaders in self.led
            for one in leaders
        )
        self._save_sessions(groups)
        return groups

    def _save_sessions(self, groups: Iterable[SupportGroup]) -> None:
        sessions = []
        skipped = dict(self.skipped)
        for group in groups:
            if group.first_on is None:
                continue
            for session in sessions_of(group, skipped[group]):
                session.theme = THEMES[(session.number - 1) % len(THEMES)]
                has_been = session.during.upper <= self.now
                session.active = group.state != GroupState.CANCELLED or has_been
                sessions.append(session)
        running = [one for one in sessions if one.group.state == GroupState.RUNNING]
        for session in self.rng.sample(running, 4):  # a leader is ill now and then
            session.active = False
        Session.objects.bulk_create(sessions)
        leaders = dict(self.led)
        SessionLeader.objects.bulk_create(
            leader_in(session, leader) for session in sessions for leader in leaders[session.group]
        )

    def _group(self, plan, hosts, weekday, *, room, is_parents=False) -> SupportGroup:
        needs = [Need(need) for need in plan.needs]
        audience = Audience.PARENTS if is_parents else Audience(plan.audience)
        grown_ups = audience in (Audience.PARENTS, Audience.RELATIVES)
        hours = LATE if audience != Audience.CHILDREN and not is_parents else EVENING
        days = self._days(plan, weekday)
        first_on = days[0] if days else None
        term = Term.on(first_on) if first_on else Term.on(self.today).after(1)
        group = SupportGroup(
            programme=self.programmes["parents" if is_parents else plan.needs[0]],
            needs=needs,
            audience=audience,
            age_from=None if grown_ups else plan.ages[0],
            age_to=None if grown_ups else plan.ages[1],
            capacity=self.rng.choice([6, 7, 8]),
            minimum=4,
            organisation=self.organisations[plan.organisation],
            is_city_wide=plan.is_city_wide,
            region=hosts[0].region,
            languages=list(plan.languages),
            year=term.year,
            season=term.season,
            planned_sessions=plan.sessions,
            weekday=weekday if first_on else None,
            starts_at=hours[0] if first_on else None,
            ends_at=hours[1] if first_on else None,
            first_on=first_on,
            room=self.rooms[hosts[0].code][room] if first_on else None,
            what_happens_first=FIRST_TALK,
            state=self._state(plan, first_on),
            cancelled_because=plan.cancelled_because,
            precision=Precision.REGION if Need.FAMILY_VIOLENCE in needs else plan.precision,
            published_at=None if plan.state == GroupState.DRAFT else self.now - timedelta(weeks=2),
            updated_at=self.now - timedelta(days=self.rng.randrange(1, 20)),
        )
        district = hosts[0].code if len(hosts) == 1 else ""
        group.slug = new_slug(group, district, choose=self.rng.choice)
        self.hosted.append((group, [] if plan.is_city_wide else hosts))
        self.led.append((group, self._book_leaders(plan, days)))
        self.skipped.append((group, self._closed_for(plan)))
        return group

    def _weekday(self, plan: Plan, host: District) -> int:
        """Return a weekday on which house and leaders are free, as chance orders them."""
        days = self.rng.sample(WORKDAYS, len(WORKDAYS))
        if plan.is_tonight and self.today.weekday() in WORKDAYS:
            days.insert(0, Weekday(self.today.weekday()))
        wanted = 4 if plan.with_parents else 2
        for weekday in days:
            meets = self._days(plan, weekday)
            house = {(host.code, day) for day in meets}
            if house.isdisjoint(self.busy) and len(self._free_leaders(plan, meets)) >= wanted:
                self.busy |= house
                return weekday
        raise LookupError(f"no evening is left in {host} for {plan}")

    def _days(self, plan: Plan, weekday: int) -> list[date]:
        """Return the days of the plan's sessions, none on a closed day; none without a date."""
        if plan.weeks is None:
            return []
        about = self.today + timedelta(weeks=plan.weeks) - timedelta(days=self.today.weekday())
        return schedule.days(about, weekday, plan.sessions, self._closed_for(plan))

    def _closed_for(self, plan: Plan) -> set[date]:
        return self.closed if plan.in_summer else self.closed | self.summer

    def _state(self, plan: Plan, first_on: date | None) -> GroupState:
        """In the summer a group that should be under way has not begun yet."""
        if plan.state == GroupState.RUNNING and first_on and first_on > self.today:
            return GroupState.PLANNED
        return plan.state

    def _free_leaders(self, plan: Plan, days: Iterable[date]) -> list[Leader]:
        leaders = self.leaders[plan.organisation]
        return [one for one in leaders if self.busy.isdisjoint((one.pk, day) for day in days)]

    def _book_leaders(self, plan: Plan, days: Iterable[date]) -> list[Leader]:
        pair = self._free_leaders(plan, days)[:2]
        self.busy.update((one.pk, day) for one in pair for day in days)
        return pair


FIRST_TALK = (
    "Ni får först träffa en av gruppledarna för ett samtal. Då får ni se rummet och fråga om allt."
)


def _programmes() -> dict[str, Programme]:
    rows = Programme.objects.bulk_create(
        Programme(
            code=f"demo-{code}",
            name=name,
            needs=[need] if need else [],
            manual=ManualStatus.DRAFT,
            documentation_mode=(
                DocumentationMode.DE_IDENTIFIED if de_identified else DocumentationMode.IDENTIFIED
            ),
            source=SOURCE,
        )
        for code, name, need, de_identified in PROGRAMMES
    )
    write_themes(rows)
    return {row.needs[0] if row.needs else "parents": row for row in rows}


def _rooms(districts: Mapping[str, District]) -> dict[str, list[Room]]:
    """Return two rooms in one house of each district: a large one and one for the parents."""
    venues = Venue.objects.bulk_create(
        Venue(name=name, address=address, district=districts[code])
        for code, name, address in HOUSES
    )
    rooms = Room.objects.bulk_create(
        Room(venue=venue, name=name, seats=seats, is_step_free=step_free)
        for venue, step_free in zip(venues, cycle([True, True, False]), strict=False)
        for name, seats in (("Stora rummet", 12), ("Lilla rummet", 10))
    )
    found: dict[str, list[Room]] = {}
    for room in rooms:
        found.setdefault(room.venue.district.code, []).append(room)
    return found


def _leaders(organisations: Mapping[str, Organisation], rng: Random) -> dict[str, list[Leader]]:
    pairs = zip(FIRST_NAMES.split(), LAST_NAMES.split(), strict=True)
    names = [f"{first} {last}" for first, last in pairs]
    rng.shuffle(names)
    account = User.objects.get(email=f"gruppledare.vandpunkten@{DOMAIN}")
    leaders = [
        Leader(name=names.pop(), organisation=organisation)
        for organisation in organisations.values()
        for _ in range(LEADERS_EACH)
    ]
    leaders[0].name, leaders[0].user = account.name, account  # the first one of Vändpunkten
    Leader.objects.bulk_create(leaders)
    return {
        code: [one for one in leaders if one.organisation == organisation]
        for code, organisation in organisations.items()
    }


def _closed(today: date) -> set[date]:
    """Return the days when no group meets, for some years around: holidays and school breaks.

    The breaks of the table, and the usual ones of years that it does not have.
    """
    years = range(today.year - 1, today.year + 3)
    named = closed_days(date(years[0], 1, 1), date(years[-1], 12, 31))
    usual = [(first, last) for year in years for _name, first, last in usual_breaks(year)]
    return set(named) | _days_of(usual)


def _summers(today: date) -> set[date]:
    """Return the days of the summer, which is no break of the table: a group may meet then."""
    years = range(today.year - 1, today.year + 3)
    return _days_of((date(year, 6, 15), date(year, 8, 20)) for year in years)


def _days_of(spans: Iterable[tuple[date, date]]) -> set[date]:
    return {
        first + timedelta(days=step)
        for first, last in spans
        for step in range((last - first).days + 1)
    }
