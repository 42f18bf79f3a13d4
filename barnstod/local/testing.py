"""``./portal test``: everything that CI checks, on a cluster of its own that is thrown away."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from barnstod.local.assets import compile_catalogues, make_assets
from barnstod.local.checking import check
from barnstod.local.cluster import Cluster
from barnstod.local.console import step
from barnstod.local.locks import try_lock
from barnstod.local.places import BIN, PYTHON, ROOT, STATE, Places
from barnstod.local.processes import die_with_parent

DATABASE = "barnstod_test"
PREFIX = "barnstod-test-"


EVERYTHING = (["-n", "2", "tests", "--ignore=tests/live"], ["tests/live"])


def test(arguments: list[str]) -> int:
    """Run the whole suite, or pytest with ``arguments``; return the worst exit code."""
    codes = [] if arguments else [check()]
    with throw_away_cluster() as (_, env):
        env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        for chosen in [arguments] if arguments else EVERYTHING:
            pytest = [f"{BIN}/pytest", *chosen]
            result = subprocess.run(pytest, cwd=ROOT, env=env, preexec_fn=die_with_parent)
            codes.append(result.returncode)
    return max(codes, key=abs)


@contextlib.contextmanager
def throw_away_cluster() -> Iterator[tuple[Cluster, dict[str, str]]]:
    """Yield fresh, fast servers with a migrated database, and the environment that names them."""
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    cluster = Cluster(Places(folder), database=DATABASE, throw_away=True)
    try:
        with cluster.running() as env:
            env["BARNSTOD_ENV"] = "local"
            env["BARNSTOD_TEST_ADMIN_URL"] = cluster.postgres.url("postgres", "postgres")
            compile_catalogues()
            with step("Migrating the test database"):
                migrate = ["migrate", "--database", "owner", "--verbosity", "0", "--skip-checks"]
                subprocess.run([PYTHON, "manage.py", *migrate], cwd=ROOT, env=env, check=True)
            yield cluster, env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers() -> None:
    """Stop and remove the clusters of test runs that were killed; those in use hold a lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < 60:
                continue  # it may be about to take its lock
            with open(folder / "run" / "users.lock", "a") as users:
                if not try_lock(users):
                    continue
                Cluster(Places(folder), database=DATABASE, throw_away=True).stop()
            shutil.rmtree(folder)


def static_files(cluster: Cluster, env: dict[str, str]) -> None:
    """Give a throw-away portal the static files of this checkout, collected once."""
    own = make_assets(env | {"BARNSTOD_STATE_DIR": str(STATE)})
    (cluster.places.state / "static").symlink_to(own)
