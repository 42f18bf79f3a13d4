"""``./portal test``: everything that CI checks, on a cluster of its own that is thrown away."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from barnstod.local.assets import CACHE, fingerprint, make_assets, make_sources
from barnstod.local.checking import check
from barnstod.local.cluster import Cluster
from barnstod.local.console import step
from barnstod.local.locks import locked, try_lock
from barnstod.local.places import PYTHON, ROOT, STATE, Places
from barnstod.local.postgres import find_binaries
from barnstod.local.prepare import CODE
from barnstod.local.processes import die_with_parent

DATABASE = "barnstod_test"
PREFIX = "barnstod-test-"
IN_USE = "in-use.lock"


# A file's tests stay together, so that what a module keeps is made once.
EVERYDAY = ["-n", "2", "--dist", "worksteal", "tests", "--ignore=tests/live"]
LIVE = ["tests/live"]
BEHIND = 10  # nicer than the portal, whose people do not wait; as nice as its report worker


def test(arguments: list[str]) -> int:
    """Run the whole suite, or pytest with ``arguments``; return the worst exit code."""
    with throw_away_cluster() as (_, env):
        if arguments:
            return subprocess.run(**pytest(arguments, env)).returncode
        return max(everything(env), key=abs)


def everything(env: dict[str, str]) -> list[int]:
    """Check, and run the tests of the running portal beside all others; return the exit codes.

    A portal in a browser waits half of its time. The others fill that time on servers of their
    own, and stand back whenever it has something to do. What it has to say is said in the end.
    """
    with throw_away_cluster() as (_, portals), tempfile.TemporaryFile() as told:
        live = subprocess.Popen(**pytest(LIVE, portals), stdout=told, stderr=subprocess.STDOUT)
        try:
            codes = [check(), subprocess.run(**pytest(EVERYDAY, env, nice=BEHIND)).returncode]
            return [*codes, live.wait()]
        finally:
            live.terminate()
            live.wait()
            told.seek(0)
            print(told.read().decode(errors="replace"), flush=True)


def pytest(arguments: list[str], env: dict[str, str], *, nice: int = 0) -> dict[str, Any]:
    """Return what subprocess needs to run the tests that ``arguments`` choose."""

    def begin() -> None:
        os.nice(nice)
        die_with_parent()

    return {
        "args": [PYTHON, "-m", "pytest", *arguments],
        "cwd": ROOT,
        "env": env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        "preexec_fn": begin,
    }


@contextlib.contextmanager
def throw_away_cluster() -> Iterator[tuple[Cluster, dict[str, str]]]:
    """Yield fresh, fast servers with a migrated database, and the environment that names them."""
    remove_leftovers()
    make_sources()
    with temporary_cluster() as cluster:
        copy_migrated(cluster.places.make().state / "postgres")
        with cluster.running() as env:
            yield cluster, environment(cluster, env)


def environment(cluster: Cluster, env: dict[str, str]) -> dict[str, str]:
    admin = cluster.postgres.url("postgres", "postgres")
    return env | {"BARNSTOD_ENV": "local", "BARNSTOD_TEST_ADMIN_URL": admin}


@contextlib.contextmanager
def temporary_cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with locked(folder / IN_USE):
            yield Cluster(Places(folder), database=DATABASE, throw_away=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_migrated(target: Path) -> None:
    """Copy the files of a migrated cluster, made again only when the tables have changed."""
    kept = CACHE / "migrated"
    stamp = CACHE / "migrated.stamp"
    CACHE.mkdir(parents=True, exist_ok=True)
    with locked(CACHE / "migrated.lock"):
        wanted = f"{find_binaries()} {fingerprint(what_makes_the_tables())}"
        if not (kept.exists() and stamp.exists() and stamp.read_text() == wanted):
            stamp.unlink(missing_ok=True)
            shutil.rmtree(kept, ignore_errors=True)
            make_migrated(kept)
            stamp.write_text(wanted)
        copy_files(kept, target)


def make_migrated(target: Path) -> None:
    with temporary_cluster() as cluster:
        with cluster.running() as env, step("Migrating the test database"):
            migrate = ["migrate", "--database", "owner", "--verbosity", "0", "--skip-checks"]
            env = environment(cluster, env)
            subprocess.run([PYTHON, "manage.py", *migrate], cwd=ROOT, env=env, check=True)
        copy_files(cluster.postgres.data, target)


def what_makes_the_tables() -> list[Path]:
    files = [ROOT / "requirements.lock", ROOT / "barnstod" / "settings.py"]
    for top in CODE:
        for file in (ROOT / top).rglob("*"):
            words = {*file.relative_to(ROOT).parts[:-1], file.stem}
            if file.suffix == ".sql" or (file.suffix == ".py" and words & {"migrations", "fields"}):
                files.append(file)
    return files


def copy_files(source: Path, target: Path) -> None:
    """Copy a cluster that is not running, owners and modes included."""
    subprocess.run(["cp", "-pR", source, target], check=True)


def remove_leftovers() -> None:
    """Stop and remove the clusters of test runs that were killed; those in use hold a lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < 60:
                continue  # it may be about to take its lock
            with open(folder / IN_USE, "a") as lock:
                if not try_lock(lock):
                    continue
                Cluster(Places(folder), database=DATABASE, throw_away=True).stop()
            shutil.rmtree(folder)


def static_files(cluster: Cluster, env: dict[str, str]) -> None:
    """Give a throw-away portal the static files of this checkout, collected once."""
    own = make_assets(env | {"BARNSTOD_STATE_DIR": str(STATE)})
    (cluster.places.state / "static").symlink_to(own)
