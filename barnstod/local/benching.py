"""``./portal bench``: performance as ratios, each pair measured side by side in one run.

A bench is a module ``tests/bench/<name>.py`` whose ``rows()`` returns dictionaries with ``key``,
``ratio``, ``target``, ``better`` ("min" or "max") and ``rows`` (how many were measured).
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from barnstod.local.console import Refused, say
from barnstod.local.places import PYTHON, ROOT, STATE
from barnstod.local.testing import static_files, throw_away_cluster

BENCHES = ROOT / "tests" / "bench"
RESULTS = STATE / "bench"


def bench(names: list[str]) -> int:
    """Measure the benches ``names``, or all; return 1 if a ratio misses its target."""
    known = sorted(file.stem for file in BENCHES.glob("[!_]*.py"))
    if unknown := set(names) - set(known):
        raise Refused(f"No bench is called {', '.join(unknown)}. There are: {', '.join(known)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    missed = 0
    for name in names or known:
        file = RESULTS / f"{name}.json"
        file.unlink(missing_ok=True)
        with throw_away_cluster() as (cluster, env):
            static_files(cluster, env)
            command = [PYTHON, "-m", "barnstod.local.benching", name, str(file)]
            subprocess.run(command, cwd=ROOT, env=env, check=True)
        missed += print_table(name, json.loads(file.read_text()))
    if missed:
        say(f"bench: {missed} missed")
    return 1 if missed else 0


def print_table(name: str, rows: list[dict[str, Any]]) -> int:
    """Print one line for each ratio; return how many miss their target."""
    missed = 0
    for row in rows:
        met = (
            row["ratio"] <= row["target"]
            if row["better"] == "min"
            else row["ratio"] >= row["target"]
        )
        missed += not met
        bound = "at most" if row["better"] == "min" else "at least"
        print(
            f"{name:<12} {row['key']:<28} {row['ratio']:>8.3f}   {bound} {row['target']:<6}"
            f" {'met' if met else 'MISSED':<7} {row['rows']} rows",
            flush=True,
        )
    return missed


def measure(name: str, file: str) -> None:
    import django

    django.setup()
    rows = importlib.import_module(f"tests.bench.{name}").rows()
    Path(file).write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    measure(*sys.argv[1:])
