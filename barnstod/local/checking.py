"""``./portal check``: what can be said about the code without running it; fast."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from barnstod.local.assets import make_sources
from barnstod.local.console import say
from barnstod.local.places import BIN, PYTHON, ROOT

# Of the right shape, and worth nothing: production refuses to start without.
DUMMY_SECRETS = {
    "BARNSTOD_SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "BARNSTOD_KEYS": "check:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "BARNSTOD_INDEX_KEY": "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
}
PRODUCTION = DUMMY_SECRETS | {
    "BARNSTOD_ENV": "production",
    "BARNSTOD_BASE_URL": "https://barnstod.example",
    "BARNSTOD_HOSTS": "barnstod.example",
    "BARNSTOD_EMAIL_URL": "smtp://mail.barnstod.example:25",
    "BARNSTOD_OFFICE_PHONE": "08-000 00 00",
    "BARNSTOD_OFFICE_HOURS": "9–15",
    "BARNSTOD_OFFICE_NAME": "Barnstöd",
    "BARNSTOD_CONCERN_PHONE": "08-000 00 01",
    # Nothing listens there: a check that needs a database is a test.
    "DATABASE_URL": "postgres://barnstod_app@127.0.0.1:1/barnstod",
    "DATABASE_OWNER_URL": "postgres://barnstod_owner@127.0.0.1:1/barnstod",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
STEPS = {
    "lint": [f"{BIN}/ruff", "check", "--quiet", "."],
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "types": [PYTHON, "-m", "mypy", "--no-error-summary"],
    "imports": [f"{BIN}/lint-imports", "--no-cache"],
    "migrations": [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
    "production": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "translations": [PYTHON, "-m", "pytest", "--quiet", "tests/architecture/test_translations.py"],
}


def check() -> int:
    """Run every step, two at a time; print the whole answer of each that fails."""
    make_sources()
    begun = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(STEPS, pool.map(_run, STEPS), strict=True))
    failed = [name for name, result in results.items() if result.returncode]
    for name in failed:
        say(f"--- {name}\n{results[name].stdout}")
    taken = time.monotonic() - begun
    if failed:
        say(f"check: {', '.join(failed)} failed ({taken:.1f} s)")
    else:
        print(f"check: {', '.join(STEPS)}: in order ({taken:.1f} s)", flush=True)
    return 1 if failed else 0


def _run(name: str) -> "subprocess.CompletedProcess[str]":
    settings = "tests.settings" if name == "translations" else "barnstod.settings"
    return subprocess.run(
        STEPS[name],
        cwd=ROOT,
        env=dict(os.environ) | PRODUCTION | {"DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
