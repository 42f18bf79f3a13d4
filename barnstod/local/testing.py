"""``./portal test``: everything that CI checks, on a cluster of its own that is thrown away."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from barnstod.local.cluster import Cluster
from barnstod.local.console import step
from barnstod.local.places import BIN, PYTHON, ROOT, Places

DATABASE = "barnstod_test"


@contextlib.contextmanager
def throw_away_cluster(database: str = DATABASE) -> Iterator[tuple[Cluster, dict[str, str]]]:
    """Yield fresh, fast servers with a migrated database, and the environment that names them."""
    folder = Path(tempfile.mkdtemp(prefix="barnstod-test-"))
    try:
        cluster = Cluster(Places(folder), database=database, throw_away=True)
        with cluster.running() as env:
            env["BARNSTOD_TEST_ADMIN_URL"] = cluster.postgres.url("postgres", "postgres")
            env["BARNSTOD_STATIC_ROOT"] = str(ROOT / ".barnstod" / "static")
            with step("Migrating the test database"):
                manage(env, "migrate", "--database", "owner", "--verbosity", "0", "--skip-checks")
            yield cluster, env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def test(arguments: list[str]) -> int:
    """Run the whole suite, or pytest with ``arguments``; return the worst exit code."""
    if not arguments:
        from barnstod.local.checking import check

        if failed := check():
            return failed
    with throw_away_cluster() as (_, env):
        env |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        runs = [arguments] if arguments else [["-n", "2", "tests", "--ignore=tests/live"], ["tests/live"]]
        return max(
            subprocess.run([BIN / "pytest", *run], cwd=ROOT, env=env).returncode for run in runs
        )
