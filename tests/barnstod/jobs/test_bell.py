"""The bell: heard on commit, and never in the way when nobody can hear it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.db import transaction
from kombu import pools
from redis import Redis

from barnstod.celery import NIGHTLY, SWEEPS, app
from barnstod.jobs import bell, ring

pytestmark = pytest.mark.django_db(transaction=True)

PROMISE = 1.0  # second


@pytest.fixture(autouse=True)
def fresh_line():
    """Begin with no connection and no memory of a broker that was away."""
    yield
    forget_line()


def forget_line():
    pools.reset()
    bell._line.cache_clear()
    bell._asked_again_at = 0.0


@contextlib.contextmanager
def broker_at(address):
    """Let the bell find the broker at ``address``."""
    kept, app.conf.broker_url = app.conf.broker_url, address
    forget_line()
    try:
        yield
    finally:
        app.conf.broker_url = kept
        forget_line()


@pytest.fixture
def valkey(tmp_path_factory):
    """Start a Valkey of our own, which a test may stop; return its process and client."""
    folder = Path(os.path.realpath("/tmp")) / f"bell-{os.getpid()}"  # noqa: S108  short: a socket
    folder.mkdir()
    path = folder / "v.sock"
    program = next(Path(".venv").resolve().rglob("valkey-server*"))
    process = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    client = Redis(unix_socket_path=str(path))
    while True:
        with contextlib.suppress(Exception):
            client.ping()
            break
    with broker_at(f"redis+socket://{path}?virtual_host=0"):
        yield process, client
    process.kill()
    process.wait()
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()


def seconds_of(*tasks):
    """Return how long a request is held that rings for each of ``tasks``."""
    begun = time.monotonic()
    with transaction.atomic():
        for task in tasks:
            ring(task, 17)
    return time.monotonic() - begun


def test_job_is_announced_on_commit_and_not_before(jobs_rung):
    with transaction.atomic():
        ring("notifications.deliver", 17)
        assert jobs_rung() == []
    assert jobs_rung() == [("notifications.deliver", [17])]


def test_job_is_not_announced_when_nothing_was_saved(jobs_rung):
    with transaction.atomic():
        ring("notifications.deliver", 17)
        transaction.set_rollback(True)
    assert jobs_rung() == []


def test_reports_have_a_queue_of_their_own(jobs_rung):
    ring("reports.build", 3)

    assert jobs_rung("reports") == [("reports.build", [3])]
    assert jobs_rung() == []


@pytest.mark.parametrize(
    "address",
    ["redis+socket:///nowhere/v.sock?virtual_host=0", "redis://127.0.0.1:1/0"],
    ids=["socket", "port"],
)
def test_request_is_not_held_when_nobody_is_there(address, caplog):
    with broker_at(address):
        assert seconds_of("a", "b", "c") < PROMISE

    [line] = [record for record in caplog.records if record.name == "barnstod.jobs.bell"]
    assert line.fields == {"task": "a", "error": "OperationalError"}


def test_request_is_not_held_by_a_host_that_never_answers():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with broker_at(f"redis://127.0.0.1:{port}/0"):
            assert seconds_of("a", "b", "c") < PROMISE


def test_request_is_not_held_by_a_broker_that_hangs_and_is_heard_again_afterwards(valkey):
    process, client = valkey
    seconds_of("a")
    assert client.llen("default") == 1

    process.send_signal(signal.SIGSTOP)
    assert seconds_of("b", "c", "d") < PROMISE
    pools.reset()
    bell._asked_again_at = 0.0
    assert seconds_of("b", "c", "d") < PROMISE
    process.send_signal(signal.SIGCONT)

    bell._asked_again_at = 0.0
    assert seconds_of("e") < PROMISE
    assert client.llen("default") >= 2


def test_broker_that_did_not_answer_is_asked_again_after_a_pause(valkey):
    process, client = valkey
    process.send_signal(signal.SIGSTOP)
    seconds_of("a")
    process.send_signal(signal.SIGCONT)
    begun = client.llen("default")

    seconds_of("b")
    assert client.llen("default") == begun
    bell._asked_again_at -= bell.PAUSE
    seconds_of("c")
    assert client.llen("default") == begun + 1


def test_every_job_in_the_schedule_exists():
    app.loader.import_default_modules()

    assert {*SWEEPS, *NIGHTLY} <= set(app.tasks)
    assert set(app.conf.task_routes) <= set(app.tasks)


def test_lost_messages_are_found_within_a_second_and_running_ones_are_left_alone():
    options = app.conf.broker_transport_options

    assert options["visibility_timeout"] > app.conf.task_time_limit
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] == 1
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_prefetch_multiplier == 1
