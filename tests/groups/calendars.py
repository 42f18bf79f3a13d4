"""Reading a calendar as two kinds of subscribers do; both must understand the same."""

import json
import subprocess
from datetime import UTC

from icalendar import Calendar

from barnstod.local.assets import CACHE, NODE_MODULES, install_packages, npm
from barnstod.local.locks import locked
from barnstod.local.places import ROOT

SCRIPT = ROOT / "tests/groups/read_ics.mjs"


def by_both(octets: bytes) -> dict:
    """Return what a calendar says, read by two libraries that must agree on every word."""
    python, javascript = by_python(octets), by_javascript(octets)
    assert javascript == python, f"{javascript}\n{python}"
    return python


def by_python(octets: bytes) -> dict:
    """Return what icalendar, a library of Python, reads."""
    found = Calendar.from_ical(octets)
    return {
        "name": str(found["x-wr-calname"]),
        "events": [
            {
                "uid": str(event["uid"]),
                "sequence": int(event["sequence"]),
                "status": str(event["status"]),
                "summary": str(event["summary"]),
                "location": str(event.get("location", "")),
                "description": str(event.get("description", "")),
                "url": str(event.get("url", "")),
                "changed": _utc(event["last-modified"].dt),
                "begins": _moment(event["dtstart"]),
                "ends": _moment(event["dtend"]),
            }
            for event in found.walk("VEVENT")
        ],
    }


def by_javascript(octets: bytes) -> dict:
    """Return what ical.js, the library of Thunderbird, reads."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with locked(CACHE / "assets.lock"):
        install_packages()
    node = npm()[0] if len(npm()) > 1 else "node"
    answer = subprocess.run(
        [node, SCRIPT, NODE_MODULES / "ical.js/dist/ical.js"],
        input=octets,
        capture_output=True,
        check=True,
    )
    return json.loads(answer.stdout)


def _moment(prop) -> dict:
    if prop.params.get("VALUE") == "DATE":
        return {"day": str(prop.dt)}
    return {
        "wall": f"{prop.dt:%Y-%m-%dT%H:%M:%S}",
        "zone": prop.params["TZID"],
        "utc": _utc(prop.dt),
    }


def _utc(moment) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
