"""What every test stands on: a database of its own, rows written by nobody in particular."""

import base64
import json
import os

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connections
from django.test import Client, TransactionTestCase
from django.utils.crypto import get_random_string
from factory.builder import DeclarationSet
from redis import Redis

from barnstod.web import public
from barnstod.web.cache import FailOpenRedisCache
from tests.factories.accounts import UserFactory


@pytest.fixture(scope="session")
def django_db_setup(worker_id):
    """Give each worker a copy of the migrated database; the roles are those of production."""
    template = connections["default"].settings_dict["NAME"]
    copy = f"{template}_{worker_id}"
    for alias in connections:
        connections[alias].settings_dict["NAME"] = copy
    copy_database(template, copy)

    def copy_again(test_case):
        """Clean up after a test that committed. Django would TRUNCATE, which no role may."""
        copy_database(template, copy)

    TransactionTestCase._fixture_teardown = copy_again


@pytest.fixture(autouse=True)
def acting_as_the_test(request):
    """Let the rows of a test be written by a system actor; a view acts as whoever signed in.

    A test that commits (``transaction=True``) opens ``acting_as`` itself, like a job.
    """
    marker = request.node.get_closest_marker("django_db")
    asked = marker is not None or "db" in request.fixturenames
    commits = marker is not None and marker.kwargs.get("transaction")
    if asked and not commits:
        request.getfixturevalue("db")
        # Not by acting_as: a test that breaks a constraint leaves nothing to write afterwards.
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT set_config('barnstod.actor', 'system:test', true)")
            # Raised at commit in real life; here nothing ever commits.
            cursor.execute("SET CONSTRAINTS raise_public_version_at_commit IMMEDIATE")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Leave no counter of attempts and no rendered page from one test to the next."""
    yield
    cache.clear()
    public.forget()


@pytest.fixture
def sign_in(client):
    """Return a function that signs a new user with these traits in, and returns the user."""

    def sign_in(**traits):
        user = UserFactory(**traits)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def cache_away(settings):
    """Let the cache be where nobody answers."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere"}}
    yield
    FailOpenRedisCache._asked_again_at = 0.0


@pytest.fixture
def jobs_rung():
    """Return a function that takes the jobs announced so far off a queue: name and arguments."""
    broker = Redis.from_url(settings.REDIS_URL)
    broker.delete("default", "reports")

    def jobs_rung(queue="default"):
        messages = [json.loads(message) for message in reversed(broker.lrange(queue, 0, -1))]
        broker.delete(queue)
        return [
            (message["headers"]["task"], json.loads(base64.b64decode(message["body"]))[0])
            for message in messages
        ]

    return jobs_rung


def with_a_session(client: Client, user) -> None:
    """Give ``client`` a session of ``user`` by one row; Django's way there is twenty statements."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session._session_key = get_random_string(32)
    session.create_model_instance(session._session).save(force_insert=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


Client.force_login = with_a_session

# A trait that nobody asked for is an error inside factory_boy, whose words hold every declaration
# of the factory: a third of what a row costs.
DeclarationSet.__repr__ = object.__repr__


def copy_database(template: str, copy: str) -> None:
    for alias in connections:
        connections[alias].close()
    with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(1)")  # a template is copied by one at a time
        admin.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        admin.execute(
            f"CREATE DATABASE {copy} TEMPLATE {template} STRATEGY FILE_COPY OWNER barnstod_owner"
        )
