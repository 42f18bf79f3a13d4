"""The portal's own processes: web server, two workers and the clock; kept up, then stopped."""

import contextlib
import http.client
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from barnstod.local.console import Refused, say
from barnstod.local.places import PYTHON, Places
from barnstod.local.processes import Process, has_ended, spawn, stop_all, wait_until

LONGEST_PAUSE = 30.0  # seconds
CELERY = [PYTHON, "-m", "celery", "--quiet", "--app", "barnstod.celery"]


def commands(port: int, places: Places) -> dict[str, list[str]]:
    """Return the command of each service, in the order of starting."""
    web = ["barnstod.wsgi:application", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    beat = ["--loglevel", "WARNING", "--pidfile=", f"--schedule={places.run}/beat-schedule"]
    return {
        "web": [PYTHON, "-m", "gunicorn", *web],
        "worker": worker("default", processes=2),
        # Reports are long and heavy: one at a time, behind everything else.
        "report-worker": ["nice", "-n", "10", *worker("reports", processes=1)],
        "beat": [*CELERY, "beat", *beat],
    }


def worker(queue: str, *, processes: int) -> list[str]:
    options = [f"--queues={queue}", f"--hostname={queue}@%h", f"--concurrency={processes}"]
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [*CELERY, "worker", *options, *quiet]


@dataclass
class Service:
    """One process that shall run, and is started again when it ends."""

    name: str
    command: list[str]
    places: Places
    process: Process | None = None
    started: float = 0.0
    pause: float = 0.0

    @property
    def pid_file(self) -> Path:
        return self.places.run / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return self.places.log / f"{self.name}.log"

    def start(self, env: Mapping[str, str]) -> None:
        self.process = spawn(self.command, env=env, log=self.log)
        self.process.write(self.pid_file)
        self.started = time.monotonic()

    def tend(self, env: Mapping[str, str]) -> None:
        """Start it again if it has ended: at once the first time, then later and later."""
        if self.process and has_ended(self.process.pid):
            long_lived = time.monotonic() - self.started > 2 * LONGEST_PAUSE
            self.pause = 0.0 if long_lived else min(LONGEST_PAUSE, 2 * self.pause + 0.5)
            say(f"{self.name} has ended and is started again. See {self.log}")
            self.process = None
        if not self.process and time.monotonic() - self.started > self.pause:
            self.start(env)


@dataclass
class Services:
    """The four of them, on one port."""

    port: int
    places: Places
    env: Mapping[str, str]
    all: dict[str, Service] = field(init=False)

    def __post_init__(self) -> None:
        self.all = {
            name: Service(name, command, self.places)
            for name, command in commands(self.port, self.places).items()
        }

    def start(self) -> None:
        """Start the web server and, once it answers, the others: a visitor waits for no worker."""
        web = self.all["web"]
        web.start(self.env)

        def answers() -> bool:
            web.tend(self.env)
            return self._answers()

        if not wait_until(answers, 60):
            raise Refused(f"The web server does not answer. See {self.places.log / 'web.log'}")
        self.tend()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("HEAD", "/healthz/")
            return connection.getresponse().status > 0
        return False

    def tend(self) -> None:
        """Start what is not running."""
        for service in self.all.values():
            service.tend(self.env)

    def stop(self) -> None:
        """Stop what makes work, then what does it; a job that is cut off is swept up later."""
        for names in (("web", "beat"), ("worker", "report-worker")):
            processes = [self.all[name].process for name in names]
            stop_all([process for process in processes if process], patience=4.5)
        for service in self.all.values():
            service.process = None
            service.pid_file.unlink(missing_ok=True)

    def kill(self, *names: str) -> None:
        """Kill services with everything they have started, as a machine would that loses power."""
        for name in names:
            if process := self.all[name].process:
                process.signal(signal.SIGKILL, whole_group=True)


def stop_leftovers(places: Places) -> None:
    """Stop the services of a supervisor that was killed before it could."""
    files = [file for name in commands(0, places) for file in places.run.glob(f"{name}.pid")]
    stop_all([process for file in files if (process := Process.read(file))], patience=4)
    for file in files:
        file.unlink(missing_ok=True)
