"""The servers behind the portal, shared by the commands that use them at the same time.

Whoever needs them starts or adopts them, whoever leaves last stops them. Two file locks arrange
that; the kernel takes them back from a process that is killed.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass

from barnstod.local.console import say, step
from barnstod.local.locks import locked, try_lock
from barnstod.local.places import Places
from barnstod.local.postgres import DATABASE, Postgres
from barnstod.local.secrets import kept_secrets
from barnstod.local.valkey import Valkey


@dataclass(frozen=True)
class Cluster:
    """PostgreSQL and Valkey of one state folder, or those that the environment names."""

    places: Places
    database: str = DATABASE
    throw_away: bool = False

    @property
    def postgres(self) -> Postgres:
        return Postgres(self.places, throw_away=self.throw_away)

    @property
    def valkey(self) -> Valkey:
        return Valkey(self.places)

    def own_postgres(self) -> bool:
        return self.throw_away or "DATABASE_URL" not in os.environ

    def own_valkey(self) -> bool:
        return self.throw_away or "REDIS_URL" not in os.environ

    def environment(self) -> dict[str, str]:
        """Return the environment of everything that is Django."""
        env = dict(os.environ)
        env |= kept_secrets(self.places)
        env |= {"DJANGO_SETTINGS_MODULE": "barnstod.settings", "PYTHONUNBUFFERED": "1"}
        env["BARNSTOD_STATE_DIR"] = str(self.places.state)
        if self.own_postgres():
            env["DATABASE_URL"] = self.postgres.url("barnstod_app", self.database)
            env["DATABASE_OWNER_URL"] = self.postgres.url("barnstod_owner", self.database)
        if self.own_valkey():
            env["REDIS_URL"] = self.valkey.url
        return env

    def start(self) -> None:
        """Start or adopt the servers; safe to call again, also to bring back one that died."""
        if self.own_postgres():
            with step("Starting PostgreSQL"):
                self.postgres.start()
                self.postgres.prepare_database(self.database)
        if self.own_valkey():
            with step("Starting Valkey"):
                self.valkey.start()

    def tend(self) -> None:
        """Bring back a server that has ended."""
        if self.own_postgres() and not self.postgres.process():
            say("PostgreSQL has ended and is started again")
            self.postgres.start()
        if self.own_valkey() and not self.valkey.process():
            say("Valkey has ended and is started again")
            self.valkey.start()

    def stop(self) -> None:
        if self.own_valkey():
            self.valkey.stop()
        if self.own_postgres():
            self.postgres.stop()

    @contextlib.contextmanager
    def running(self) -> Iterator[dict[str, str]]:
        """Keep the servers up while the body runs and give it their environment."""
        self.places.make()
        door = self.places.run / "door.lock"
        with open(self.places.run / "users.lock", "w") as users:
            try:
                with locked(door):
                    fcntl.flock(users, fcntl.LOCK_SH)
                    env = self.environment()
                    self.start()
                yield env
            finally:
                with locked(door):
                    if try_lock(users):
                        self.stop()
                        self.places.remove_sockets()
