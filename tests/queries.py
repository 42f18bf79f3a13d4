"""How many queries something costs; what grows with its rows is found with one and three."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(work: Callable[[], object]) -> int:
    """Return how many queries ``work()`` makes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)
