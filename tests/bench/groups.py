"""What the calendar and a subscribed calendar cost when the city has ten times as many sessions.

Only the CPU of this process counts: the machine may have other things to do. Small and large are
measured in turns, and the least of each is kept, so that a disturbance is in neither.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from barnstod.security.actor import acting_as
from groups import feeds
from groups.models import Leader, Room, Session, SessionLeader, SupportGroup
from groups.schedule import STOCKHOLM
from groups.services import leader_in
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory, OrganisationFactory
from tests.factories.groups import (
    GroupFactory,
    LeaderFactory,
    ProgrammeFactory,
    RoomFactory,
    VenueFactory,
    two_hours_from,
)

ROUNDS = 5
EACH = 10  # sessions of one group: forty are of four groups, four thousand of four hundred


def rows() -> list[dict]:
    with acting_as("system:bench"):
        user = UserFactory(coordinator=True)
    calendar = least({number: calendar_page(user, number) for number in (40, 400)})
    subscribed = least({number: feed(user, number) for number in (400, 4000)})
    per_session = {number: seconds / number for number, seconds in subscribed.items()}
    return [
        row("calendar.cpu_400_vs_40", calendar[400] / calendar[40], 12, 400),
        row("ics.cpu_per_session_4000_vs_400", per_session[4000] / per_session[400], 1.2, 4000),
    ]


def row(key: str, ratio: float, target: float, number: int) -> dict:
    return {"key": key, "ratio": ratio, "target": target, "better": "min", "rows": number}


def least(works: dict[int, Callable]) -> dict[int, float]:
    """Return the least CPU seconds of each work, all of them measured in turns."""
    found = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for number, work in works.items():
            found[number] = min(found[number], work())
    return found


def calendar_page(user, number: int) -> Callable[[], float]:
    """Return what measures the page of a month with so many sessions, asked by the coordinator."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    year = timezone.localdate().year + 1

    def work() -> float:
        with world(number, datetime(year, 3, 1, 8, tzinfo=STOCKHOLM), within_days=28):
            return cpu(lambda: client.get(f"/kontor/kalender/?d={year}-03-01"), number)

    return work


def feed(user, number: int) -> Callable[[], float]:
    """Return what measures the coordinator's subscribed calendar of so many sessions."""
    begin = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)

    def work() -> float:
        with world(number, begin, within_days=180):
            return cpu(lambda: feeds.personal_feed(user), number)

    return work


def cpu(work: Callable, number: int) -> float:
    """Return the CPU seconds of ``work``, which must have shown all of the sessions."""
    work()
    gc.collect()
    begun = time.process_time()
    answer = work()
    seconds = time.process_time() - begun
    octets = answer if isinstance(answer, bytes) else answer.content
    found = max(octets.count(b"BEGIN:VEVENT"), octets.count(b'<li class="cal-row'))
    if found != number:
        raise AssertionError(f"{found} of {number} sessions were shown")
    return seconds


@contextmanager
def world(number: int, first: datetime, within_days: int) -> Iterator[None]:
    """Write so many sessions of groups with a district, a room and leaders; undo it afterwards."""
    with acting_as("system:bench"):
        shared = {"programme": ProgrammeFactory(), "organisation": OrganisationFactory()}
        groups = SupportGroup.objects.bulk_create(
            GroupFactory.build(planned=True, slug=f"barngrupp-farsta-vt27-{each:04}", **shared)
            for each in range(number // EACH)
        )
        house = VenueFactory()
        rooms = Room.objects.bulk_create(RoomFactory.build(venue=house) for _ in groups)
        leaders = Leader.objects.bulk_create(
            LeaderFactory.build(organisation=shared["organisation"]) for _ in groups
        )
        sessions = Session.objects.bulk_create(
            _session(group, room, each, first, within_days)
            for group, room in zip(groups, rooms, strict=True)
            for each in range(EACH)
        )
        leads = [leader for leader in leaders for _ in range(EACH)]
        SessionLeader.objects.bulk_create(map(leader_in, sessions, leads))
        through = SupportGroup.hosting_districts.through
        district = DistrictFactory()
        through.objects.bulk_create(through(supportgroup=one, district=district) for one in groups)
        yield
        transaction.set_rollback(True)


def _session(group, room, each: int, first: datetime, within_days: int) -> Session:
    day = first + timedelta(days=each * within_days // EACH)
    return Session(group=group, room=room, number=each + 1, during=two_hours_from(day))
