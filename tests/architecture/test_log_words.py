"""Whatever the code writes into the log has words: its actions, its jobs and its details."""

import ast
import re
from importlib import import_module
from itertools import combinations, product
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from barnstod.audit import words
from groups.workflow import MOVES as GROUP_MOVES
from referrals.services.moving import MOVES as CASE_MOVES
from reports.grants.parts import KINDS
from reports.grants.workflow import MOVES as GRANT_MOVES
from reports.workflow import MOVES as REPORT_MOVES

WRITES = ("add", "change")
PLACES = ("liaison", "agreement", "operatinggrant")
PARTS = tuple(kind._meta.model_name for kind in KINDS)
# What the parts of an f-string may be, by the name of its only or first part.
PUT_TOGETHER = {
    "account.{template_prefix.rpartition('/')[2]}": ["account.totp_activated"],
    "{entry._meta.model_name}.{verb}": map(".".join, product(PLACES, WRITES)),
    "{entry._meta.model_name}.remove": [f"{kind}.remove" for kind in PLACES],
    "organisation.{verb}": [f"organisation.{verb}" for verb in WRITES],
    "{kept._meta.model_name}.mailbox": ["district.mailbox", "organisation.mailbox"],
    "venue.{verb}": [f"venue.{verb}" for verb in WRITES],
    "room.{verb}": [f"room.{verb}" for verb in WRITES],
    "{row._meta.model_name}.remove": ["venue.remove", "room.remove"],
    "leader.{verb}": [f"leader.{verb}" for verb in WRITES],
    "leader.{entry._meta.model_name}_remove": ["leader.training_remove", "leader.absence_remove"],
    "group.{name}": [f"group.{name}" for name in GROUP_MOVES],
    "programme.{verb}": [f"programme.{verb}" for verb in WRITES],
    "decision.{verb}": [f"decision.{verb}" for verb in WRITES],
    "referral.{name}": [f"referral.{name}" for name in (*CASE_MOVES, "draft")],
    "referral.{action}": ["referral.hand_over_refused", "referral.hand_over_back"],
    "grant.{verb}": [f"grant.{verb}" for verb in WRITES],
    "{part._meta.model_name}.{verb}": map(".".join, product(PARTS, WRITES)),
    "{part._meta.model_name}.remove": [f"{kind}.remove" for kind in PARTS],
    "grant.{name}": [f"grant.{name}" for name in GRANT_MOVES],
    "letter.{verb}": [f"letter.{verb}" for verb in WRITES],
    "report.{name}": [f"report.{name}" for name in REPORT_MOVES],
}
# Keys of leaders' cards: who leads stands on the page of the session.
NOT_SHOWN = {"leaders", *words.FIELD_LISTS}
JOB = re.compile(r"system:[a-z_-]+")


def nodes():
    """Give every node of every module of our apps, with the app."""
    for app in apps.get_app_configs():
        if Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in app.path:
            for file in Path(app.path).rglob("*.py"):
                if "migrations" not in file.parts:
                    for node in ast.walk(ast.parse(file.read_text())):
                        yield app, node


def records():
    """Give app, action as it is written and keys of the details of every record."""
    for app, node in nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record", "record_all"):
            action = ast.unparse(node.args[0]).lstrip("f")[1:-1]
            yield app, action, {one.arg for one in node.keywords} - {"by", "on", None}


def said_by(app, kind: str) -> set[str]:
    return set(getattr(import_module(f"{app.name}.logged"), kind, {}))


@pytest.fixture(scope="module")
def found():
    return list(records())


def test_every_action_has_words_in_its_own_app(found):
    put_together = {written: list(actions) for written, actions in PUT_TOGETHER.items()}
    assert {action for _, action, _ in found if "{" in action} == set(put_together)

    wordless = {
        one
        for app, action, _ in found
        for one in put_together.get(action, [action])
        if one not in said_by(app, "ACTIONS")
    }
    assert len(found) > 100
    assert wordless == set()


def test_every_detail_has_words(found):
    assert {
        (action, key)
        for app, action, keys in found
        for key in keys - NOT_SHOWN
        if not {key, f"{action}.{key}"} & said_by(app, "DETAILS")
    } == set()


def test_every_job_has_words():
    jobs = {
        node.value
        for _, node in nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and JOB.fullmatch(node.value)
    }
    assert len(jobs) > 20
    assert jobs - set(words.said("ACTORS")) == set()


def test_no_code_of_a_detail_means_two_things():
    """Sets of one detail may share a code only where its words are the same."""
    details = {
        (app.name, key): detail
        for app in {app for app, _ in nodes()}
        if module_has_submodule(app.module, "logged")
        for key, detail in getattr(import_module(f"{app.name}.logged"), "DETAILS", {}).items()
    }
    assert {
        (*key, code)
        for key, detail in details.items()
        for one, other in combinations(map(dict, map(choices_of, detail.sets)), 2)
        for code in one.keys() & other.keys()
        if str(one[code]) != str(other[code])
    } == set()


def choices_of(one):
    return one if isinstance(one, dict) else one.choices
