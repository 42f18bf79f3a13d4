"""What a report says in figures, computed once and then kept as plain data with its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from reports.matter import Matter
from reports.placing import counted_tables, told_tables


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all figures inside be of the same moment, however much is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def freeze_told(matter: Matter) -> list[dict[str, Any]]:
    return [table.frozen() for table in told_tables(matter)]


def freeze_counted(matter: Matter) -> list[dict[str, Any]]:
    return [table.frozen() for table in counted_tables(matter)]
