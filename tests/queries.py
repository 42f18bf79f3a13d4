"""How many queries something costs; what grows with its rows is found with one and three."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(work: Callable[[], object]) -> int:
    """Return how many queries ``work()`` makes."""
    return len(questions_of(work))


def questions_of(work: Callable[[], object]) -> list[str]:
    """Return the SQL of the queries that ``work()`` makes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured]


def ask_of_children(questions: list[str]) -> bool:
    """Tell whether one of the queries reads a table of children, or a function that may."""
    return any("referrals_" in question for question in questions)
