"""Bringing the database to the state that the code expects: tables, reference data, demo.

The supervisor asks :func:`prepare`, which does nothing when the code has not changed since; the
work is done by this file run as a program of its own, the only place here that loads Django.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping

import psycopg
from psycopg import sql

from barnstod.local.assets import fingerprint
from barnstod.local.console import Refused, step
from barnstod.local.places import PYTHON, ROOT

CODE = ("barnstod", "districts", "groups", "referrals", "reports", "data")
KINDS = {".py", ".sql", ".csv", ".json", ".toml"}


def prepare(env: Mapping[str, str], *, demo: bool | None = None) -> None:
    """Migrate and load what the database lacks; ``demo=None`` keeps what was chosen before.

    The stamp is a comment on the database, so that it goes where the data goes.
    """
    url = env.get("DATABASE_OWNER_URL") or env["DATABASE_URL"]
    state = fingerprint(
        [ROOT / "requirements.lock"]
        + [file for top in CODE for file in (ROOT / top).rglob("*") if file.suffix in KINDS]
    )
    with psycopg.connect(url, autocommit=True) as connection:
        before = read_stamp(connection)
        if env.get("BARNSTOD_ENV") == "production":
            demo = False  # refused there by the loader itself
        elif demo is None:
            demo = not before.startswith("bare")
        wanted = f"{'demo' if demo else 'bare'} {state}"
        if before == wanted:
            return
        command = [PYTHON, "-m", "barnstod.local.prepare", *([] if demo else ["--no-demo"])]
        if subprocess.run(command, cwd=ROOT, env=env).returncode:
            raise Refused("The database could not be prepared; the reason stands above.")
        write_stamp(connection, wanted)


def read_stamp(connection: psycopg.Connection) -> str:
    query = """SELECT shobj_description(oid, 'pg_database') FROM pg_database
               WHERE datname = current_database()"""
    row = connection.execute(query).fetchone()
    return (row and row[0]) or ""


def write_stamp(connection: psycopg.Connection, text: str) -> None:
    name = sql.Identifier(connection.info.dbname)
    # A database that is somebody else's takes no comment: it is prepared at every start.
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, text))


def main(*, demo: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barnstod.settings")
    import django
    from django.core.management import call_command

    django.setup()
    sys.stdout = sys.stderr  # the command that asked for this has stdout for itself
    with step("Migrating the database"):
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
    loads = {"load_districts": "districts", "load_facts": "facts"}
    if demo:
        loads["load_demo"] = "demo data"
    for command, what in loads.items():
        with step(f"Loading the {what}"):
            call_command(command, verbosity=0)


if __name__ == "__main__":
    main(demo="--no-demo" not in sys.argv)
