"""/healthz/ says ok only if everything that the portal needs is there, and never says what."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from barnstod.jobs.models import Heartbeat
from barnstod.jobs.tasks import beat
from tests.faults import database_is_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker_is_well():
    beat()


def healthz(client):
    response = client.get("/healthz/")
    return response.status_code, response.text


def test_portal_is_well(client, worker_is_well):
    assert healthz(client) == (200, "ok")


def test_portal_is_not_well_without_a_worker(client):
    assert healthz(client) == (503, "not")


def test_portal_is_not_well_when_the_worker_has_been_silent(client, worker_is_well):
    Heartbeat.objects.update(at=timezone.now() - timedelta(hours=1))

    assert healthz(client) == (503, "not")


def test_portal_is_not_well_without_broker_and_says_so_soon(client, worker_is_well, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock?db=0"
    begun = time.monotonic()

    assert healthz(client) == (503, "not")
    assert time.monotonic() - begun < 2


@pytest.mark.django_db(transaction=True)
def test_portal_is_not_well_without_database(client, worker_is_well):
    assert healthz(client) == (200, "ok")

    with database_is_away():
        assert healthz(client) == (503, "not")


def test_portal_is_not_well_without_room_to_write(client, worker_is_well, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))

    assert healthz(client) == (503, "not")


def test_beat_leaves_one_row_however_often_it_beats(worker_is_well):
    beat()

    assert Heartbeat.objects.count() == 1
