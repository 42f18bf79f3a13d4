"""The real portal for the tests: web server, workers and beat on servers that can be stopped."""

import asyncio
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from psycopg import sql

from barnstod.local.cluster import Cluster
from barnstod.local.places import PYTHON, ROOT, Places
from barnstod.local.prepare import prepare
from barnstod.local.running import is_free
from barnstod.local.services import Services
from barnstod.local.testing import DATABASE as TEMPLATE
from barnstod.local.testing import static_files
from tests.live.neutral import Neutral
from tests.live.people import Person

DATABASE = "barnstod_live"


class Mailbox:
    """A mail server that keeps what it is given, and says so while it is ``open``."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.open = threading.Event()
        self.open.set()
        self.server = Controller(self, hostname="127.0.0.1", port=free_port(8700))
        self.url = f"smtp://127.0.0.1:{self.server.port}"

    async def handle_DATA(self, server, session, envelope) -> str:  # the name aiosmtpd calls
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.to_thread(self.open.wait)
        return "250 OK"


class Portal:
    """A running portal with demo data in a database of its own."""

    def __init__(self) -> None:
        """Copy the migrated database of the test run, load the demo, start everything."""
        self.places = Places(Path(os.environ["BARNSTOD_STATE_DIR"]))
        self.cluster = Cluster(self.places, database=DATABASE, throw_away=True)
        self._mailbox = Mailbox()
        self._mailbox.server.start()
        self.neutral = Neutral(free_port(8800))
        port = free_port(8600)
        self.url = f"http://localhost:{port}"
        self.env = self.cluster.environment() | {
            "BARNSTOD_BASE_URL": self.url,
            "BARNSTOD_EMAIL_URL": self._mailbox.url,
            "BARNSTOD_LEAVE_TO": self.neutral.url,
            "BARNSTOD_SWEEP_EVERY": "1",
            "BARNSTOD_SWEEP_AFTER": "2",
        }
        self._copy_database()
        prepare(self.env, demo=True)
        static_files(self.cluster, self.env)
        self._services = Services(port, self.places, self.env)
        self._services.start()
        self._stopping = threading.Event()
        self._tending = threading.Thread(target=self._tend, daemon=True)
        self._tending.start()

    @property
    def password(self) -> str:
        return self.env["BARNSTOD_DEMO_PASSWORD"]

    @property
    def mail(self) -> list[EmailMessage]:
        """What the mail server has received, the oldest first."""
        return self._mailbox.messages

    @contextmanager
    def mail_unanswered(self) -> Iterator[None]:
        """Let the mail server take letters and not say that it has, until this is over."""
        self._mailbox.open.clear()
        try:
            yield
        finally:
            self._mailbox.open.set()

    def sql(self, query: str, params: Any = None) -> list[tuple]:
        """Return the rows of ``query`` as the superuser, whom row-level security does not bind."""
        with self.cluster.postgres.connect(DATABASE) as connection:
            cursor = connection.execute(query, params)
            return cursor.fetchall() if cursor.description else []

    def play(self, scene: str, number: int = 0) -> dict:
        """Write the rows of a scene of :mod:`tests.live.scenes`, and return what it tells."""
        command = [str(PYTHON), "-m", "tests.live.scenes", scene, str(number)]
        env = os.environ | self.env | {"DJANGO_SETTINGS_MODULE": "barnstod.settings"}
        told = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
        return json.loads(told.stdout)

    def sign_in(self, name: str) -> Person:
        """Return the demo's ``name`` with a session."""
        return Person(self.url, f"{name}@barnstod.example").sign_in(self.password)

    def visitor(self) -> Person:
        return Person(self.url)

    def log_text(self) -> str:
        """Return everything that any process has logged."""
        return "".join(file.read_text(errors="replace") for file in self.places.log.iterdir())

    def stop_postgres(self) -> None:
        self.cluster.postgres.stop()

    def start_postgres(self) -> None:
        self.cluster.postgres.start()

    def stop_valkey(self) -> None:
        self.cluster.valkey.stop()

    def start_valkey(self) -> None:
        self.cluster.valkey.start()

    def kill_workers(self) -> None:
        """Kill both workers in the middle of what they do; they are started again at once."""
        self._services.kill("worker", "report-worker")

    def close(self) -> None:
        self._stopping.set()
        self._tending.join()
        self._services.stop()
        self._mailbox.server.stop()
        self.neutral.close()

    def _tend(self) -> None:
        while not self._stopping.wait(0.1):
            self._services.tend()

    def _copy_database(self) -> None:
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER barnstod_owner")
        names = [sql.Identifier(name) for name in (DATABASE, TEMPLATE)]
        with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
            admin.execute(copy.format(*names))


def free_port(first: int) -> int:
    return next(port for port in range(first, first + 100) if is_free(port))
