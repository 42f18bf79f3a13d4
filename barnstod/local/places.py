"""Where things are: the project, the state folder and the sockets in it."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from barnstod.local.console import Refused

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
STATE = ROOT / ".barnstod"

LONGEST_LOG = 10_000_000  # bytes
# A socket's path ends at 107 bytes.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class Places:
    """The files of one set of servers: the portal's own, or a throw-away one."""

    state: Path

    @property
    def log(self) -> Path:
        return self.state / "log"

    @property
    def run(self) -> Path:
        """Pid and lock files."""
        return self.state / "run"

    @property
    def portal_lock(self) -> Path:
        """Held by the portal that runs; says where it answers, or where it did last."""
        return self.run / "portal.lock"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets; in the temp folder where the project's path is too long."""
        folder = self.state / "sockets"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        name = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"barnstod-{os.getuid()}-{name}"

    def make(self) -> "Places":
        """Make the folders, readable by nobody else."""
        for folder in (self.state, self.log, self.run, self.sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._sockets_are_private():
            raise Refused(f"{self.sockets} is not a private folder. Remove it and try again.")
        for file in self.log.glob("*.log"):
            if file.stat().st_size > LONGEST_LOG:
                file.replace(file.with_suffix(".log.old"))
        return self

    def _sockets_are_private(self) -> bool:
        """The temp folder is everybody's: what is there must be ours, or PostgreSQL's account's."""
        found = self.sockets.lstat()
        data = self.state / "postgres"
        owners = {os.getuid(), data.stat().st_uid if data.exists() else os.getuid()}
        private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
        return private and found.st_uid in owners

    def remove_sockets(self) -> None:
        """Leave no folder behind in the temp folder."""
        if self.sockets.parent != self.state:
            shutil.rmtree(self.sockets, ignore_errors=True)


def own_places() -> Places:
    """Return the places of the portal of this checkout."""
    return Places(Path(os.environ.get("BARNSTOD_STATE_DIR", STATE)).absolute())
