"""What the public list costs: kept against bare bytes, and with a long past against a short one."""

import time
from datetime import time as clock
from datetime import timedelta
from itertools import count

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils import timezone

from barnstod.security.actor import acting_as
from barnstod.web.public import forget
from districts.models import District
from districts.services import load_districts
from groups.choices import GroupState
from groups.models import SupportGroup
from tests.bench import _urls
from tests.factories.groups import GroupFactory, LeaderFactory, RoomFactory
from tests.queries import queries_of

CURRENT, FEW, MANY = 60, 10, 10_000
ROUNDS, REQUESTS = 150, 20  # a round of each kind in turn; the best third counts


@override_settings(ROOT_URLCONF="tests.bench._urls")
def rows() -> list[dict]:
    with acting_as("system:bench"):
        load_districts()
        make_current_groups()
        make_past_groups(FEW)
    ratio = cached_vs_bare()
    few = uncached_queries()
    with acting_as("system:bench"):
        make_past_groups(MANY - FEW)
    many = uncached_queries()
    return [
        {
            "key": "cached_vs_bare",
            "ratio": round(ratio, 3),
            "target": 0.7,
            "better": "max",
            "rows": CURRENT,
        },
        {
            "key": "queries_10000_vs_10",
            "ratio": many / few,
            "target": 1,
            "better": "min",
            "rows": MANY,
        },
    ]


def cached_vs_bare() -> float:
    """Return requests a second of the kept list as a share of those of the same bare bytes."""
    ask = asker()
    kept = ask("/")
    _urls.BODY.update(bytes=kept.content, encoding=kept["Content-Encoding"])
    assert ask("/bare/").content == kept.content
    spent: dict[str, list[float]] = {"/": [], "/bare/": []}
    for _ in range(ROUNDS):
        for path, times in spent.items():
            begun = time.process_time()
            for _ in range(REQUESTS):
                ask(path)
            times.append(time.process_time() - begun)
    best = {path: sum(sorted(times)[: ROUNDS // 3]) for path, times in spent.items()}
    return best["/bare/"] / best["/"]


def uncached_queries() -> int:
    """Return how many queries the list costs when no process has it yet."""
    ask = asker()
    forget()
    return queries_of(lambda: ask("/"))


def asker():
    """Return a function that sends one request through the whole stack, as gunicorn would."""
    handler = WSGIHandler()
    factory = RequestFactory(headers={"Accept-Encoding": "gzip", "Host": "localhost"})

    def ask(path: str):
        response = handler.get_response(factory.get(path))
        assert response.status_code == 200, response.status_code
        response.close()
        return response

    return ask


def make_current_groups() -> None:
    districts = list(District.objects.today())
    first_on = timezone.localdate() + timedelta(days=30)
    for number in range(CURRENT):
        GroupFactory(
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


serial = count()


def make_past_groups(number: int) -> None:
    """Write so many completed groups like one that is current."""
    like = SupportGroup.objects.first()
    fields = {
        field.attname: getattr(like, field.attname)
        for field in SupportGroup._meta.concrete_fields
        if not field.unique
    }
    SupportGroup.objects.bulk_create(
        (
            SupportGroup(
                **fields
                | {
                    "slug": f"barngrupp-farsta-vt20-{base36(next(serial))}",
                    "state": GroupState.COMPLETED,
                }
            )
            for _ in range(number)
        ),
        batch_size=1000,
    )


def base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return "".join(digits[number // 36**place % 36] for place in (3, 2, 1, 0))
