"""docker-compose.yml as the real compose binary understands it."""

import json
import os
import re
import subprocess

import psycopg
import pytest

from barnstod.local.places import BIN, ROOT
from barnstod.local.postgres import QUIET_LOG, ROLES, find_binaries

FILE = ROOT / "docker-compose.yml"
REQUIRED = sorted(set(re.findall(r"\$\{([A-Z_]+):\?", FILE.read_text())))
OURS = ("beat", "migrate", "report-worker", "web", "worker")


def compose(environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BIN / "docker-compose", "--file", FILE, "config", "--format", "json"],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    result = compose({name: f"value-of-{name}" for name in REQUIRED})
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["services"]


def test_every_process_of_the_portal_is_a_service(services):
    assert sorted(services) == sorted([*OURS, "postgres", "valkey"])
    assert services["postgres"]["image"] == "postgres:18"
    assert {services[name]["image"] for name in OURS} == {"barnstod"}


def test_no_service_is_root_or_may_write_its_own_files(services):
    for name, service in services.items():
        assert service["user"] not in ("", "0", "root", "0:0"), name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_every_service_that_stays_has_a_health_check(services):
    checks = {name: service["healthcheck"] for name, service in services.items()}

    assert checks.pop("migrate") == {"disable": True}
    assert all(check["test"][0].startswith("CMD") for check in checks.values())


def test_only_the_web_is_reached_from_outside_and_only_from_this_machine(services):
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert list(published) == ["web"]
    assert [(port["host_ip"], port["target"]) for port in published["web"]] == [("127.0.0.1", 8000)]
    assert {name for name, s in services.items() if list(s["networks"]) == ["inside"]} == {
        "migrate",
        "postgres",
        "valkey",
    }


def test_only_the_migration_logs_in_as_the_owner(services):
    owners = [name for name in OURS if "barnstod_owner" in json.dumps(services[name])]
    users = {
        name: services[name]["environment"]["DATABASE_URL"].split(":")[1].strip("/")
        for name in OURS
    }

    assert owners == ["migrate"]
    assert users == dict.fromkeys(OURS, "barnstod_app")


def test_web_and_workers_wait_for_the_migration(services):
    for name in set(OURS) - {"migrate"}:
        waits = {other: wait["condition"] for other, wait in services[name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "valkey": "service_healthy",
        }
    assert services["migrate"]["restart"] == "no"


def test_each_queue_has_its_worker(services):
    queues = {
        name: command[command.index("--queues") + 1]
        for name in OURS
        if "--queues" in (command := services[name].get("command") or [])
    }

    assert queues == {"worker": "default", "report-worker": "reports"}
    assert services["report-worker"]["command"][:3] == ["nice", "-n", "10"]


def test_database_logs_nothing_personal_and_creates_the_two_roles(services):
    postgres = services["postgres"]
    options = dict(part.removeprefix("-c").split("=") for part in postgres["command"][1:])
    mounted = {volume["target"] for volume in postgres["volumes"]}

    assert options == QUIET_LOG
    assert mounted == {
        "/var/lib/postgresql",
        "/barnstod/roles.sql",
        "/docker-entrypoint-initdb.d/10-roles.sh",
    }


def test_first_start_gives_the_roles_passwords_and_the_database_its_owner():
    admin = os.environ["BARNSTOD_TEST_ADMIN_URL"]
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS compose")
        server.execute("CREATE DATABASE compose")

        subprocess.run(
            [ROOT / "docker" / "roles.sh"],
            env={
                "PATH": f"{find_binaries()}:{os.environ['PATH']}",
                "PGHOST": server.info.host,
                "POSTGRES_USER": "postgres",
                "POSTGRES_DB": "compose",
                "BARNSTOD_OWNER_PASSWORD": "o'wner",
                "BARNSTOD_APP_PASSWORD": "a'pp",
                "ROLES_SQL": str(ROLES),
            },
            check=True,
        )

        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'compose'"
        assert server.execute(owner).fetchall() == [("barnstod_owner",)]
        roles = """SELECT rolname, rolsuper, rolbypassrls, rolpassword LIKE 'SCRAM%' FROM pg_authid
                   WHERE rolname LIKE 'barnstod%' ORDER BY rolname"""
        assert server.execute(roles).fetchall() == [
            ("barnstod_app", False, False, True),
            ("barnstod_owner", False, False, True),
        ]
        server.execute("DROP DATABASE compose")


def test_production_is_what_runs(services):
    settings = {services[name]["environment"]["BARNSTOD_ENV"] for name in OURS}

    assert settings == {"production"}


def test_no_secret_stands_in_the_file():
    secret = re.compile(r"(SECRET|KEYS?|PASSWORD)\w*: (.*)")
    values = [match[2] for match in secret.finditer(FILE.read_text())]

    assert len(values) > 5
    assert [value for value in values if not value.startswith("${")] == []


@pytest.mark.parametrize("missing", REQUIRED)
def test_compose_refuses_to_start_without(missing):
    result = compose({name: "x" for name in REQUIRED if name != missing})

    assert result.returncode != 0
    assert f"required variable {missing} is missing a value" in result.stderr


def test_neither_file_names_a_registry():
    host = re.compile(r"^\s*(?:FROM|image:)\s+\S*\.\S*/", re.M)

    assert host.findall(FILE.read_text() + (ROOT / "Dockerfile").read_text()) == []


def test_image_runs_without_rights_and_asks_itself_how_it_is():
    steps = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2].splitlines()

    assert "USER 10001" in steps
    assert any(line.startswith("HEALTHCHECK") for line in steps)
