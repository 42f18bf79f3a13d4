"""What a report says in figures, computed once and then kept as plain data with its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

from reports.figures.tables import computed_tables
from reports.models import Report
from reports.stated import stated_tables


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all figures inside be of the same moment, however much is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def freeze_stated(report: Report) -> list[dict[str, Any]]:
    return [table.frozen() for table in stated_tables(report)]


def freeze_computed(period_from: date, period_to: date, today: date) -> list[dict[str, Any]]:
    return [table.frozen() for table in computed_tables(period_from, period_to, today)]
