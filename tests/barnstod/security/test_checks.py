"""What production must not be started with, one broken setting at a time."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from barnstod.security.checks import no_demo_people, production_is_safe
from tests.factories.accounts import UserFactory

SAFE = {
    "BARNSTOD_ENV": "production",
    "BARNSTOD_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "BARNSTOD_BASE_URL": "https://barnstod.example",
    "BARNSTOD_HOSTS": "barnstod.example",
    "BARNSTOD_KEYS": "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "BARNSTOD_INDEX_KEY": "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
    "BARNSTOD_EMAIL_URL": "smtp://mail.example:25",
    "BARNSTOD_OFFICE_PHONE": "08-000 00 00",
    "BARNSTOD_OFFICE_HOURS": "9–15",
    "BARNSTOD_OFFICE_NAME": "Staden",
    "BARNSTOD_CONCERN_PHONE": "08-000 00 01",
    "BARNSTOD_STATE_DIR": str(django_settings.STATE_DIR),
    "DATABASE_URL": "postgres://barnstod_app@127.0.0.1:1/barnstod",
    "DATABASE_OWNER_URL": "postgres://barnstod_owner@127.0.0.1:1/barnstod",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PATH": os.environ["PATH"],
}


def run(arguments, environment=SAFE, **env):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=django_settings.BASE_DIR,
        env=environment | env,
        capture_output=True,
        text=True,
        timeout=60,  # seconds
    )


@pytest.fixture
def production(settings):
    """Make the settings of the tests those of a safe production."""
    settings.PRODUCTION = settings.MFA_REQUIRED = True
    settings.SECRET_KEY = SAFE["BARNSTOD_SECRET_KEY"]
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://barnstod.example", ["barnstod.example"]
    settings.DEMO_PASSWORD = ""
    settings.OFFICE_PHONE, settings.CONCERN_PHONE = "08-000 00 00", "08-000 00 01"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def numbers():
    return [error.id for error in production_is_safe()]


def test_safe_production_has_no_errors(production):
    assert numbers() == []


@pytest.mark.parametrize(
    ("setting", "value", "number"),
    [
        ("SECRET_KEY", "short", 1),
        ("SECRET_KEY", "a" * 60, 1),
        ("BASE_URL", "http://barnstod.example", 2),
        ("BASE_URL", "https://other.example", 3),
        ("ALLOWED_HOSTS", ["barnstod.example", "*"], 4),
        ("ALLOWED_HOSTS", ["barnstod.example", ".example"], 4),
        ("SEALING_KEYS", "", 5),
        ("SEALING_KEYS", "k1:AAAA", 5),
        ("SEALING_KEYS_FILE", "/nowhere", 5),
        ("BLIND_INDEX_KEY", "", 6),
        ("BLIND_INDEX_KEY", "AAAA", 6),
        ("BLIND_INDEX_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", 6),
        ("DEMO_PASSWORD", "barn-1234", 7),
        ("MFA_REQUIRED", False, 8),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", 10),
        ("OFFICE_PHONE", "", 11),
        ("OFFICE_PHONE", "08-465 004 00", 11),
        ("OFFICE_PHONE", "+46 8 465 004 00", 11),
        ("CONCERN_PHONE", "", 11),
        ("CONCERN_PHONES", {"farsta": "08-465 004 13"}, 11),
        ("SOCIAL_EMERGENCY_PHONE", "08-465 004 12", 11),
        ("OFFICE_HOURS", "", 12),
        ("OFFICE_NAME", " ", 12),
    ],
)
def test_each_unsafe_setting_is_one_error(production, setting, value, number):
    production.SEALING_KEYS = SAFE["BARNSTOD_KEYS"]
    setattr(production, setting, value)

    assert numbers() == [f"barnstod.E{number:03}"]


def test_web_server_that_would_own_the_tables_is_an_error(production):
    production.DATABASES["default"]["USER"], kept = "barnstod_owner", "barnstod_app"
    try:
        assert numbers() == ["barnstod.E009"]
    finally:
        production.DATABASES["default"]["USER"] = kept


def test_laptop_may_be_unsafe(settings):
    settings.SECRET_KEY = "short"

    assert numbers() == []


@pytest.mark.django_db
def test_database_of_the_demo_is_refused_in_production(production):
    assert no_demo_people(databases=["default"]) == []
    UserFactory(email="samordnare@barnstod.example")

    assert [error.id for error in no_demo_people(databases=["default"])] == ["barnstod.E100"]
    production.PRODUCTION = False
    assert no_demo_people(databases=["default"]) == []


def test_whole_check_of_a_safe_production_finds_nothing():
    checked = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("told", ["PHONE", "HOURS", "NAME"])
def test_nothing_stands_in_for_what_production_does_not_tell_of_its_office(told):
    environment = {name: value for name, value in SAFE.items() if not name.endswith(told)}
    asked = f"from django.conf import settings; print([settings.OFFICE_{told}])"
    shown = run(["-c", asked], environment, DJANGO_SETTINGS_MODULE="barnstod.settings")

    assert (shown.stdout, shown.stderr) == ("['']\n", "")


def test_server_of_an_unsafe_production_does_not_start():
    # Static files are collected before a server is started, not before the tests.
    started = run(["-W", "ignore:No directory at", "-c", "import barnstod.wsgi"])
    assert (started.returncode, started.stderr) == (0, "")

    refused = run(["-c", "import barnstod.wsgi"], BARNSTOD_BASE_URL="http://barnstod.example")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith(
        "ImproperlyConfigured: The address is not https. BARNSTOD_BASE_URL begins with https://."
    )


@pytest.mark.parametrize("program", [["worker"], ["beat", "--schedule", "/nowhere"]], ids=" ".join)
def test_worker_and_beat_of_an_unsafe_production_do_not_start(program):
    refused = run(
        ["-m", "celery", "--app", "barnstod.celery", *program],
        BARNSTOD_BASE_URL="http://barnstod.example",
    )

    assert refused.returncode != 0
    assert "The address is not https." in refused.stderr + refused.stdout


def test_environment_that_is_neither_is_refused():
    refused = run(["-c", "import barnstod.settings"], BARNSTOD_ENV="prod")

    assert "BARNSTOD_ENV is 'local' or 'production'." in refused.stderr
