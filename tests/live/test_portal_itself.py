"""The portal that the other tests here stand on: it runs, and it comes back."""

import urllib.error
import urllib.request

from barnstod.local.processes import wait_until


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  (our own address)
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_portal_is_well_once_beat_has_reached_a_worker(portal):
    assert wait_until(lambda: status(f"{portal.url}/healthz/") == 200, 30)


def test_killed_workers_are_started_again(portal):
    killed = {portal._services.all[name].process for name in ("worker", "report-worker")}

    portal.kill_workers()

    heartbeat = portal.sql("SELECT now()")[0]
    assert wait_until(
        lambda: portal.sql("SELECT at FROM jobs_heartbeat WHERE at > %s", heartbeat), 30
    )
    assert not any(process.alive for process in killed)


def test_servers_that_were_stopped_come_back(portal):
    portal.stop_valkey()
    portal.stop_postgres()
    assert status(f"{portal.url}/healthz/") == 503

    portal.start_valkey()
    portal.start_postgres()
    assert wait_until(lambda: status(f"{portal.url}/healthz/") == 200, 30)
