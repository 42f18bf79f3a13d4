"""Lighthouse on a phone profile, run by hand against a portal that runs on an idle machine.

    .venv/bin/python -m tests.bench._lighthouse http://localhost:8000/ [address ...]

It is no part of ``./portal bench``: it takes 200 packages, and measures what else the machine does.
"""

import json
import shutil
import statistics
import subprocess
import sys

from barnstod.local.assets import CACHE, npm
from barnstod.local.places import ROOT

LIGHTHOUSE = "lighthouse@12.8.2"
ROUNDS = 5
LEAST = {"accessibility": 100, "best-practices": 100, "performance": 95}  # of the median


def scores(address: str) -> dict[str, int]:
    """Return the score of each category, 0-100."""
    result = subprocess.run(
        [
            *npm(),
            "exec",
            "--yes",
            "--loglevel=error",
            f"--cache={CACHE}/npm",
            LIGHTHOUSE,
            "--",
            address,
            "--quiet",
        ]
        + ["--output=json", f"--only-categories={','.join(LEAST)}"]
        + ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        cwd=ROOT,
        env={"CHROME_PATH": shutil.which("chromium") or "", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(result.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in LEAST}


def main(addresses: list[str]) -> int:
    missed = 0
    for address in addresses:
        rounds = [scores(address) for _ in range(ROUNDS)]
        for name, least in LEAST.items():
            each = [scored[name] for scored in rounds]
            median = statistics.median(each)
            missed += median < least
            print(f"{address:<50} {name:<16} {median:>4}  at least {least}  {each}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
