"""The children of a group that is over are completed while a colleague works with one of them."""

import threading

import psycopg
import pytest

from barnstod.security.actor import acting_as
from referrals import services
from referrals.choices import State
from referrals.models import Referral
from tests.factories.attendance import Evening, office
from tests.reports.connections import dsn, in_threads

WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


@pytest.mark.django_db(transaction=True)
def test_who_is_moved_meanwhile_is_left_as_it_is_and_the_others_are_done():
    with acting_as("system:test"):
        evening, coordinator = Evening(), office()
        done, moved = (evening.child(started=True) for _ in range(2))
    is_held, is_over = threading.Event(), threading.Event()

    def move():
        """Hold the child until the other waits for it, and let go of it as somebody else."""
        with acting_as(coordinator), psycopg.connect(dsn(), autocommit=True) as watcher:
            services.move(
                referral=moved, name="discontinue", by=coordinator, discontinue_reason="moved"
            )
            is_held.set()
            while not is_over.is_set() and not watcher.execute(WAITS).fetchone()[0]:
                pass

    def finish():
        is_held.wait()
        try:
            with acting_as(coordinator):
                return services.finish_children(
                    group=evening.group,
                    endings={done.reference: "", moved.reference: ""},
                    by=coordinator,
                )
        finally:
            is_over.set()

    assert in_threads(move, finish) == [None, 1]
    with acting_as("system:test"):
        states = {row.pk: row.state for row in Referral.objects.all()}
    assert states == {done.pk: State.COMPLETED, moved.pk: State.DISCONTINUED}
