"""``python -m barnstod.local COMMAND``: what ``./portal`` hands over to."""

import signal
import subprocess
import sys
from types import FrameType

from barnstod.local.console import Refused, say

USAGE = """\
./portal run [--port N] [--no-demo]   start the portal: http://localhost:8000/
./portal test [pytest arguments]      check everything, on a database of its own
./portal check                        linters, types, import contracts, migrations: fast
./portal bench [name ...]             measure, as ratios
./portal manage ...                   Django's manage.py"""


def main(command: str, rest: list[str]) -> int:
    # Imported where used, so that each command starts fast.
    if command == "run":
        from barnstod.local import running

        running.main(rest)
    elif command == "manage":
        from barnstod.local.managing import manage

        return manage(rest)
    elif command == "test":
        from barnstod.local.testing import test

        return test(rest)
    elif command == "check":
        from barnstod.local.checking import check

        return check()
    elif command == "bench":
        from barnstod.local.benching import bench

        return bench(rest)
    else:
        say(USAGE)
        return 0 if command in ("help", "-h", "--help") else 2
    return 0


def stop(number: int, frame: FrameType | None) -> None:
    """Leave by way of every ``finally``; a second signal does not interrupt them."""
    for asked in STOPS:
        signal.signal(asked, signal.SIG_IGN)
    raise KeyboardInterrupt


STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

if __name__ == "__main__":
    for asked in STOPS:
        if asked != signal.SIGHUP or signal.getsignal(asked) != signal.SIG_IGN:  # not under nohup
            signal.signal(asked, stop)
    name, *rest = sys.argv[1:] or ["help"]
    try:
        sys.exit(main(name, rest))
    except KeyboardInterrupt:
        sys.exit(0 if name == "run" else 130)
    except Refused as refusal:
        say(f"portal: {refusal}")
        sys.exit(1)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
