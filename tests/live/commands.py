"""``./portal`` as a person in front of a terminal sees it, on a state folder of its own."""

import contextlib
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import psycopg

from barnstod.local.assets import make_assets
from barnstod.local.places import ROOT, STATE, Places
from barnstod.local.postgres import Postgres
from barnstod.local.processes import Process, wait_until
from barnstod.local.valkey import Valkey

SERVERS_OF_THE_TESTS = ("DATABASE_", "REDIS_", "BARNSTOD_", "DJANGO_", "PYTEST_")
PATIENCE = 120  # seconds


@dataclass
class Terminal:
    """A state folder, and the commands that are given on it."""

    state: Path
    env: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(SERVERS_OF_THE_TESTS)}
        self.env = kept | {"BARNSTOD_STATE_DIR": str(self.state)}
        # Collected once for all: what is tried here is how servers start and stop.
        self.state.mkdir(parents=True)
        collected = make_assets(os.environ | {"BARNSTOD_STATE_DIR": str(STATE)})
        (self.state / "static").symlink_to(collected)

    def portal(
        self, *arguments: str, env: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["./portal", *arguments],
            cwd=ROOT,
            env=self.env | dict(env),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    @contextlib.contextmanager
    def running(self, port: int, *, prefix: tuple[str, ...] = ()) -> Iterator["Run"]:
        """Give the command ``run``, wait for its last line, and stop it in the end."""
        output = self.state / "terminal.txt"
        with open(output, "w") as screen:
            process = subprocess.Popen(
                [*prefix, "./portal", "run", "--no-demo", "--port", str(port)],
                cwd=ROOT,
                env=self.env,
                stdout=screen,
                stderr=screen,
            )
        run = Run(process, output, f"http://localhost:{port}")
        try:
            assert wait_until(lambda: run.url in output.read_text() or run.ended, PATIENCE)
            yield run
        finally:
            process.terminate()
            process.wait(20)

    def database(self) -> psycopg.Connection:
        return Postgres(Places(self.state)).connect("barnstod")

    def servers(self) -> list[Process]:
        """Return PostgreSQL and Valkey, those that are running."""
        places = Places(self.state)
        return [found for s in (Postgres(places), Valkey(places)) if (found := s.process())]

    def processes(self) -> dict[int, str]:
        """Return the command of every process that has to do with this state folder."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (folder / "environ").read_bytes().decode(errors="replace")
                if str(self.state) in command + environment:
                    found[int(folder.name)] = command
        return found


@dataclass
class Run:
    """A ``./portal run`` in its terminal."""

    process: subprocess.Popen
    output: Path
    url: str

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def screen(self) -> str:
        return self.output.read_text()

    def answers(self) -> bool:
        """True if the web server gives any answer at all."""
        try:
            urllib.request.urlopen(f"{self.url}/healthz/", timeout=10)  # noqa: S310  (our own)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def as_others() -> list[tuple[str, tuple[str, ...]]]:
    """Return who else can give a command here: an ordinary user for root, root for the others.

    A user namespace is enough: what the portal asks is who it is and what it may do.
    """
    if os.getuid():
        return [("root", ("unshare", "--map-root-user"))]
    return [("an ordinary user", ("unshare", "--user", "--map-user=65534", "--map-group=65534"))]
