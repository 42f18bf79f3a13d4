"""``python -m barnstod.local COMMAND``: what ``./portal`` hands over to."""

import subprocess
import sys

from barnstod.local.console import Refused, say

USAGE = """\
./portal run [--port N] [--no-demo]   start the portal: http://localhost:8000/
./portal test [pytest arguments]      check everything, on a database of its own
./portal check                        linters, types, import contracts, migrations: fast
./portal bench [name ...]             measure, as ratios
./portal manage ...                   Django's manage.py"""


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    # Imported where used, so that the fast commands start fast.
    if command == "manage":
        from barnstod.local.managing import manage

        return manage(rest)
    if command == "test":
        from barnstod.local.testing import test

        return test(rest)
    say(USAGE)
    return 0 if command in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as refusal:
        say(f"portal: {refusal}")
        sys.exit(1)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
