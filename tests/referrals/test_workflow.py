"""The table of moves against the design, and the page that is drawn from it."""

import pytest
from django.core.management import call_command

from referrals.choices import CLOSED, State
from referrals.management.commands import draw_states
from referrals.workflow import MOVES, draw

# The arrows of the design, "The referral".
BEFORE = ("submitted", "returned", "waiting", "resting", "offered", "accepted")
ARROWS = {
    ("interest", "draft"), ("interest", "closed"),
    ("draft", "submitted"), ("submitted", "returned"), ("returned", "submitted"),
    ("submitted", "waiting"), ("waiting", "resting"), ("resting", "waiting"),
    ("waiting", "offered"), ("offered", "accepted"), ("offered", "waiting"),
    ("accepted", "started"), ("started", "completed"), ("started", "discontinued"),
    ("accepted", "waiting"), ("started", "waiting"),
    ("accepted", "accepted"), ("started", "accepted"),
    *((state, "withdrawn") for state in BEFORE), *((state, "declined") for state in BEFORE),
}  # fmt: skip


def test_the_arrows_are_those_of_the_design():
    arrows = {(source, move.target) for move in MOVES.values() for source in move.sources}

    assert arrows == ARROWS


def test_nothing_leaves_a_closed_state_and_every_state_can_be_reached():
    assert not {source for move in MOVES.values() for source in move.sources} & set(CLOSED)
    assert {move.target for move in MOVES.values()} == set(State) - {State.INTEREST}


@pytest.mark.parametrize("name", MOVES)
def test_every_move_explains_itself(name):
    move = MOVES[name]

    assert all((str(move.label), str(move.explains).endswith("."), str(move.tells)))


def test_the_page_in_docs_is_drawn_from_the_table():
    assert draw_states.PAGE.read_text(encoding="utf-8") == draw(), "run ./portal manage draw_states"


def test_the_command_draws_it(tmp_path, monkeypatch, settings, capsys):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(draw_states, "PAGE", tmp_path / "referral-states.md")

    call_command("draw_states")

    assert (tmp_path / "referral-states.md").read_text(encoding="utf-8") == draw()
    assert capsys.readouterr().out == "Drew referral-states.md.\n"
