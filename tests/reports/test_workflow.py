"""The life of a report: which moves each role may make in each state, and nothing else."""

import pytest

from reports.choices import State
from reports.workflow import BUTTONS, MOVES, moves_open_to
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory
from tests.reports.test_models import TRAITS

pytestmark = pytest.mark.django_db

OPEN = {
    "coordinator": {
        State.DRAFT: ["order", "rewrite"],
        State.QUEUED: [],
        State.BUILDING: [],
        State.FAILED: ["order", "rewrite"],
        State.BUILT: ["order", "rewrite"],
        State.APPROVED: ["put_on_agenda"],
        State.ON_AGENDA: ["decide"],
        State.DECIDED: ["send"],
        State.SENT: [],
    },
    "head": {State.BUILT: ["send_back", "approve"]},
    "board": {},
    "social_worker": {},
    "leader": {},
    "admin": {},
}


@pytest.mark.parametrize("role", OPEN)
@pytest.mark.parametrize("state", State)
def test_moves_of_each_role_in_each_state(role, state):
    report = ReportFactory(**TRAITS[state])

    assert moves_open_to(UserFactory(**{role: True}), report) == OPEN[role].get(state, [])


def test_a_head_who_wrote_in_the_report_may_not_approve_it():
    writer = UserFactory(coordinator=True, head=True)
    report = ReportFactory(built=True, writer=writer)

    assert "approve" not in moves_open_to(writer, report)
    assert "approve" in moves_open_to(UserFactory(head=True), report)


def test_every_state_is_reached_and_every_button_is_a_move():
    assert {move.target for move in MOVES.values()} == set(State)
    assert set(BUTTONS) < set(MOVES)


def test_every_move_says_what_it_does():
    assert all(str(move.label) and str(move.explained).endswith(".") for move in MOVES.values())
