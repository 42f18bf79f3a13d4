"""What every test stands on: a database of its own, rows written by nobody in particular."""

import os

import psycopg
import pytest
from django.db import connections

from barnstod.security.actor import acting_as


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """Give each worker a copy of the migrated database; the roles are those of production."""
    if worker_id == "master":
        return
    template = connections["default"].settings_dict["NAME"]
    name = f"{template}_{worker_id}"
    with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(1)")  # a template may be copied by one at a time
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER barnstod_owner")
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(autouse=True)
def _acting(request):
    """Let the rows of a test be written by a system actor; views act as the one signed in."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with acting_as("system:test"):
            yield
    else:
        yield
