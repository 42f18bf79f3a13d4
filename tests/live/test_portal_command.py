"""Starting and stopping the portal: by hand, by the system, by force, and as anybody."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from barnstod.local.places import PYTHON, ROOT, Places
from barnstod.local.postgres import Postgres
from barnstod.local.processes import wait_until
from barnstod.local.testing import remove_leftovers
from tests.live.commands import Terminal, as_others
from tests.live.portal import free_port

PROMISED = 20  # seconds
SAY_WHERE = (
    "import django; from django.conf import settings; print(django.__version__, settings.BASE_URL)"
)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory):
    """One state folder for all tests here: each finds what the last one left, like a person."""
    return Terminal(tmp_path_factory.mktemp("portal") / "state")


@pytest.fixture
def port():
    return free_port(8400)


def test_manage_prints_only_what_django_prints(terminal):
    first = terminal.portal("manage", "version")
    second = terminal.portal("manage", "diffsettings", "--output", "nonsense")

    assert (first.returncode, first.stdout) == (0, "5.2.19\n")
    assert second.returncode == 2
    assert terminal.processes() == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_everything_in_time(terminal, port, number):
    with terminal.running(port) as run:
        assert run.answers()
        assert len(terminal.processes()) > 8

        asked = time.monotonic()
        run.process.send_signal(number)

        assert run.process.wait(PROMISED) == 0
        assert time.monotonic() - asked < PROMISED
    assert terminal.processes() == {}


def test_kill_loses_nothing_and_the_next_run_takes_over(terminal, port):
    with terminal.running(port) as run, terminal.database() as database:
        database.execute("CREATE TABLE kept (what text)")
        database.execute("INSERT INTO kept VALUES ('a row')")
        run.process.kill()
        run.process.wait()
        servers = terminal.servers()

        with terminal.running(port) as again:
            assert again.answers()
            assert terminal.servers() == servers  # adopted: never two on the same files
            assert database.execute("TABLE kept").fetchall() == [("a row",)]
            database.execute("DROP TABLE kept")
    assert terminal.processes() == {}


def test_taken_port_is_named_and_another_offered(terminal, port):
    with socket.create_server(("127.0.0.1", port)):
        refused = terminal.portal("run", "--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"portal: Port {port} is taken by another program."
        f" Choose another: ./portal run --port {port + 1}\n"
    )
    assert terminal.processes() == {}


@pytest.mark.parametrize(("who", "prefix"), as_others())
def test_portal_runs_as_anybody(terminal, port, who, prefix):
    with terminal.running(port, prefix=prefix) as run:
        assert run.answers(), run.screen

    assert terminal.processes() == {}


@pytest.mark.parametrize(("who", "prefix"), as_others())
def test_anybody_makes_the_database(tmp_path, who, prefix):
    make = """if True:
        import sys
        from pathlib import Path
        from barnstod.local.cluster import Cluster
        from barnstod.local.places import Places
        cluster = Cluster(Places(Path(sys.argv[1])), throw_away=True)
        with cluster.running(), cluster.postgres.connect("barnstod") as database:
            roles = "SELECT rolname FROM pg_roles WHERE rolname ~ '^barn' ORDER BY 1"
            print(*database.execute(roles))"""

    made = subprocess.run(
        [*prefix, PYTHON, "-c", make, tmp_path], cwd=ROOT, capture_output=True, text=True
    )

    assert made.stdout == "('barnstod_app',) ('barnstod_owner',)\n", made.stderr


@pytest.fixture(scope="class")
def run(terminal):
    with terminal.running(free_port(8500)) as run:
        yield run


class TestRunningPortal:
    """What may happen around a portal that runs."""

    def test_second_run_says_where_the_first_one_is(self, terminal, run, port):
        second = terminal.portal("run", "--port", str(port))

        assert second.returncode == 1
        assert second.stderr == f"portal: The portal is already running: {run.url}/\n"
        assert run.answers()

    def test_manage_joins_it(self, terminal, run):
        before = terminal.processes()

        joined = terminal.portal("manage", "shell", "-v0", "-c", SAY_WHERE)

        assert (joined.returncode, joined.stdout) == (0, f"5.2.19 {run.url}\n")
        assert before.items() <= terminal.processes().items()

    def test_servers_that_die_are_started_again(self, terminal, run):
        killed = terminal.servers()
        for server in killed:
            server.signal(signal.SIGKILL)

        assert wait_until(lambda: len(set(terminal.servers()) - set(killed)) == 2, 30)
        assert wait_until(run.answers, 10)
        with terminal.database() as database:
            assert database.execute("SELECT 1").fetchone() == (1,)


def test_servers_of_the_environment_are_used_instead_of_own_ones(terminal):
    """The test run's own servers play those of somebody else, with a database made there."""
    theirs = {name: os.environ[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    theirs = {name: url.replace("barnstod_test", "barnstod_theirs") for name, url in theirs.items()}
    with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("CREATE DATABASE barnstod_theirs TEMPLATE barnstod_test")
        admin.execute("ALTER DATABASE barnstod_theirs OWNER TO barnstod_owner")
    theirs["REDIS_URL"] = os.environ["REDIS_URL"]
    show = "from django.db import connection as c; c.cursor(); print(c.settings_dict['NAME'])"

    shown = terminal.portal("manage", "shell", "-v", "0", "--command", show, env=theirs)

    assert shown.stdout == "barnstod_theirs\n", shown.stderr
    assert terminal.processes() == {}


def test_test_run_that_was_killed_is_cleaned_up_by_the_next(tmp_path):
    start = """if True:
        from barnstod.local.testing import temporary_cluster
        with temporary_cluster() as cluster, cluster.running():
            print(cluster.places.state, flush=True)
            input()"""
    process = subprocess.Popen(
        [PYTHON, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    folder = Path(process.stdout.readline().strip())
    in_use = Postgres(Places(folder)).process()
    os.utime(folder, (0, 0))
    remove_leftovers()
    assert in_use.alive

    process.kill()
    process.communicate()
    remove_leftovers()

    assert not in_use.alive
    assert not folder.exists()
