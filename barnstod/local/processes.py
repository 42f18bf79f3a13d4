"""Starting, recognising and stopping processes, also those of a supervisor that was killed."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the supervisor dies, however it dies."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def born(pid: int) -> str | None:
    """Return what tells this process from a later one with the same number; None if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]  # state, start time in ticks
    except (FileNotFoundError, ProcessLookupError):
        pass
    if sys.platform == "linux":
        return None
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return found.stdout.strip() or None


@dataclass(frozen=True)
class Process:
    """A process of ours, known by number and birth, so that a reused number is never hit."""

    pid: int
    birth: str

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        """Return the process with this number; a child of ours that has ended is collected.

        PostgreSQL takes a child that nobody has collected for a running server.
        """
        reap(pid)
        birth = born(pid)
        return cls(pid, birth) if birth else None

    @classmethod
    def read(cls, file: Path) -> "Process | None":
        """Return the process that ``file`` names if it is still the one that was written down."""
        with contextlib.suppress(OSError, ValueError):
            pid, birth = file.read_text().split("\n")[:2]
            if born(int(pid)) == birth:
                return cls(int(pid), birth)
        return None

    def write(self, file: Path) -> None:
        file.write_text(f"{self.pid}\n{self.birth}\n")

    @property
    def alive(self) -> bool:
        return born(self.pid) == self.birth

    def signal(self, number: int, *, whole_group: bool = False) -> None:
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if whole_group else os.kill)(self.pid, number)

    def wait_gone(self, seconds: float) -> bool:
        return wait_until(lambda: reap(self.pid) or not self.alive, seconds)


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path,
    dies_with_parent: bool = True,
    account: Mapping[str, Any] = MappingProxyType({}),
    keep_open: Sequence[int] = (),
) -> Process:
    """Start ``command`` in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    with open(log, "ab") as output:
        child = subprocess.Popen(
            [str(part) for part in command],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=keep_open,
            preexec_fn=die_with_parent if dies_with_parent else None,
            **account,
        )
    child.returncode = 0  # the supervisor reaps by number; Popen shall not warn
    return Process(child.pid, born(child.pid) or "")


def reap(pid: int) -> bool:
    """Collect the child ``pid`` if it has just ended; it is no child of ours otherwise."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return False


def has_ended(child: int) -> bool:
    """Tell whether ``child`` has ended; what it started is then ended too, and collected."""
    with contextlib.suppress(ChildProcessError):
        if not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        # Before it is collected, while its number cannot belong to anybody else.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        reap(child)
    return True


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask every 20 ms for at most ``seconds``; return the last answer."""
    deadline = time.monotonic() + seconds
    while not (answer := true()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return answer


def stop_all(processes: Iterable[Process], *, patience: float) -> None:
    """SIGTERM to all, then SIGKILL to the groups of those that have not ended in time."""
    processes = list(processes)
    for process in processes:
        process.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for process in processes:
        if not process.wait_gone(max(0.0, deadline - time.monotonic())):
            process.signal(signal.SIGKILL, whole_group=True)
            process.wait_gone(2)
