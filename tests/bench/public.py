"""What the public list costs: kept against bare bytes, and with a long past against a short one."""

import os
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from itertools import count
from pathlib import Path

import psycopg
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone

from barnstod.security.actor import acting_as
from barnstod.web.public import forget
from districts.models import District
from districts.services import load_districts
from groups.choices import GroupState
from groups.models import Session, SupportGroup
from tests.bench import _urls
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory, two_hours_from
from tests.queries import queries_of

API = "/api/v1/groups"
CURRENT = 60  # groups that the list shows; the others are over
EACH = 12  # sessions of a group that the list shows
SHORT_PAST, LONG_PAST = 100, 20_000  # groups of all times
ROUNDS, REQUESTS = 150, 20  # a round of each kind in turn; the best third counts
UNCACHED_ROUNDS = 25  # the least of them counts


@override_settings(ROOT_URLCONF="tests.bench._urls")
def rows() -> list[dict]:
    with acting_as("system:bench"):
        load_districts()
        make_current_groups()
    cached, unchanged = cached_vs_bare(), unchanged_vs_bare()
    make_past_groups(10)
    few = uncached_queries()
    make_past_groups(SHORT_PAST - CURRENT - 10)
    short = uncached_cpu()
    make_past_groups(10_000 - (SHORT_PAST - CURRENT))
    many = uncached_queries()
    make_past_groups(LONG_PAST - CURRENT - 10_000)
    long = uncached_cpu()
    return [
        row("cached_vs_bare", cached, 0.8, "max", CURRENT),
        row("api_304_vs_bare", unchanged, 0.9, "max", CURRENT),
        row("uncached_cpu_20000_vs_100", long / short, 1.3, "min", LONG_PAST),
        row("queries_10000_vs_10", many / few, 1, "min", 10_000),
    ]


def row(key: str, ratio: float, target: float, better: str, number: int) -> dict:
    return {
        "key": key,
        "ratio": round(ratio, 3),
        "target": target,
        "better": better,
        "rows": number,
    }


def cached_vs_bare() -> float:
    """Return requests a second of the kept list as a share of those of the same bare bytes."""
    ask = asker()
    kept = ask("/")
    _urls.BODY.update(bytes=kept.content, encoding=kept["Content-Encoding"])
    assert ask("/bare/").content == kept.content
    return side_by_side(ask, "/", "/bare/")


def unchanged_vs_bare() -> float:
    """Return the same of the API's 304 and a bare one with the same headers."""
    tag = asker()(API)["ETag"]
    ask = asker(status=304, **{"If-None-Match": tag})
    _urls.UNCHANGED.update(ask(API).items())
    return side_by_side(ask, API, "/bare-304/")


def side_by_side(ask, path: str, bare: str) -> float:
    spent: dict[str, list[float]] = {path: [], bare: []}
    for _ in range(ROUNDS):
        for each, times in spent.items():
            begun = time.process_time()
            for _ in range(REQUESTS):
                ask(each)
            times.append(time.process_time() - begun)
    best = {each: sum(sorted(times)[: ROUNDS // 3]) for each, times in spent.items()}
    return best[bare] / best[path]


def uncached_queries() -> int:
    """Return how many queries the list costs when no process has it yet."""
    ask = asker()
    forget()
    return queries_of(lambda: ask("/"))


def uncached_cpu() -> float:
    """Return the CPU seconds that the list costs when no process has it yet, the database's too."""
    ask = asker()
    analyze()
    connection.ensure_connection()
    connection.close_at = None  # the same backend to the end, so that its CPU can be read
    spent = []
    for _ in range(UNCACHED_ROUNDS):
        forget()
        begun = cpu()
        ask("/")
        spent.append(cpu() - begun)
    return min(spent)


def cpu() -> float:
    """Return the CPU seconds of this process and, where the system tells, of its database's."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    nanoseconds = int(backend.read_text().split()[0]) if backend.exists() else 0
    return time.process_time() + nanoseconds / 1e9


def analyze() -> None:
    """Let the database know its rows, as it would by itself after a while; only the owner may."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE")


def asker(status: int = 200, **headers: str):
    """Return a function that sends one request through the whole stack, as gunicorn would."""
    handler = WSGIHandler()
    factory = RequestFactory(headers={"Accept-Encoding": "gzip", "Host": "localhost"} | headers)

    def ask(path: str):
        response = handler.get_response(factory.get(path))
        assert response.status_code == status, response.status_code
        response.close()
        return response

    return ask


def make_current_groups() -> None:
    districts = list(District.objects.today())
    first_on = timezone.localdate() + timedelta(days=30)
    for number in range(CURRENT):
        group = GroupFactory(
            planned=True,
            slug=f"barngrupp-farsta-vt27-c{number:03}",
            hosting_districts=[districts[number % len(districts)]],
            region=districts[number % len(districts)].region,
            leaders=[LeaderFactory(), LeaderFactory()],
            room=RoomFactory(),
            first_on=first_on,
            weekday=first_on.weekday(),
            starts_at=clock(16, 0),
            ends_at=clock(17, 30),
        )
        noon = timezone.now() + timedelta(days=30)
        Session.objects.bulk_create(
            Session(
                group=group,
                room=group.room,
                number=each + 1,
                during=two_hours_from(noon + timedelta(weeks=each)),
            )
            for each in range(EACH)
        )


serial = count()
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)  # twenty thousand sessions later it is 2016


def make_past_groups(number: int) -> None:
    """Write so many completed groups like one that is current, each with a session long ago."""
    with acting_as("system:bench"):
        like = SupportGroup.objects.select_related("room").first()
        fields = {
            field.attname: getattr(like, field.attname)
            for field in SupportGroup._meta.concrete_fields
            if not field.unique
        }
        numbers = [next(serial) for _ in range(number)]
        past = SupportGroup.objects.bulk_create(
            (
                SupportGroup(**fields | {"slug": slug(each), "state": GroupState.COMPLETED})
                for each in numbers
            ),
            batch_size=1000,
        )
        Session.objects.bulk_create(
            (
                Session(
                    group=group,
                    room=like.room,
                    number=1,
                    during=two_hours_from(LONG_AGO + timedelta(hours=3 * each)),
                )
                for each, group in zip(numbers, past, strict=True)
            ),
            batch_size=1000,
        )


def slug(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    tail = "".join(digits[number // 36**place % 36] for place in (3, 2, 1, 0))
    return f"barngrupp-farsta-vt20-{tail}"
