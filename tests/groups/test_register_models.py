"""Each invariant of leaders, decisions, manuals and quality, broken once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from groups.choices import Criterion, DecisionGap, RegisterCheck
from groups.models.library import LARGEST_FILE
from tests.factories.accounts import UserFactory
from tests.factories.groups import LeaderFactory, ProgrammeFactory
from tests.factories.registers import (
    AbsenceFactory,
    DecisionFactory,
    ManualFactory,
    QualityAnswerFactory,
    TrainingFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

BACKWARDS = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)}


@pytest.mark.parametrize(
    ("name", "factory", "fields"),
    [
        ("leader_weekdays_are_known", LeaderFactory, {"weekdays": [0, 7]}),
        ("leader_supervision_says_by_whom", LeaderFactory, {"supervised_on": date(2026, 9, 1)}),
        (
            "leader_register_check_seen_has_a_day",
            LeaderFactory,
            {"register_check_seen_by": UserFactory},
        ),
        ("training_level_is_known", TrainingFactory, {"level": "expert"}),
        ("training_names_its_course", TrainingFactory, {"course": ""}),
        (
            "absence_ends_after_it_begins",
            AbsenceFactory,
            {"away_from": date(2026, 2, 1), "away_to": date(2026, 1, 31)},
        ),
        ("decision_says_who_and_where", DecisionFactory, {"board": ""}),
        ("decision_says_who_and_where", DecisionFactory, {"paragraph": ""}),
        ("decision_says_who_and_where", DecisionFactory, {"registry_number": ""}),
        ("decision_lets_something", DecisionFactory, {"lets_unassessed": False}),
        ("decision_in_force_once_it_is_made", DecisionFactory, {"valid_from": date(2025, 9, 15)}),
        ("decision_ends_after_it_begins", DecisionFactory, BACKWARDS),
        ("manual_has_a_title", ManualFactory, {"title": ""}),
        ("version_status_is_known", VersionFactory, {"status": "klar"}),
        ("version_is_a_file_or_a_link", VersionFactory, {"link": ""}),
        ("version_is_a_file_or_a_link", VersionFactory, {"content": b"Hej", "file_kind": "txt"}),
        ("version_is_a_file_or_a_link", VersionFactory, {"link": "", "content": b"Hej"}),
        (
            "version_is_a_file_or_a_link",
            VersionFactory,
            {"link": "", "content": b"Hej", "file_kind": "exe"},
        ),
        ("version_link_is_encrypted", VersionFactory, {"link": "http://example.org/"}),
        ("version_link_is_encrypted", VersionFactory, {"link": "javascript:alert(1)"}),
        ("version_file_is_of_reasonable_size", VersionFactory, {"file": True, "content": b""}),
        (
            "version_file_is_of_reasonable_size",
            VersionFactory,
            {"file": True, "content": b"x" * (LARGEST_FILE + 1)},
        ),
        ("quality_criterion_is_known", QualityAnswerFactory, {"criterion": "kaffe"}),
        ("quality_answer_is_known", QualityAnswerFactory, {"answer": "kanske"}),
    ],
)
def test_database_refuses(name, factory, fields):
    made = {key: value() if value is UserFactory else value for key, value in fields.items()}

    with pytest.raises(IntegrityError, match=name):
        factory(**made)


@pytest.mark.parametrize(
    ("name", "factory", "same"),
    [
        ("training_once_on_a_day", TrainingFactory, ("leader", "course", "completed_on")),
        ("decision_written_once", DecisionFactory, ("programme", "board", "paragraph")),
        ("manual_title_once_in_a_programme", ManualFactory, ("programme", "title")),
        ("version_number_once", VersionFactory, ("manual", "number")),
        ("quality_answered_once", QualityAnswerFactory, ("group", "criterion")),
    ],
)
def test_database_refuses_the_same_twice(name, factory, same):
    first = factory()

    with pytest.raises(IntegrityError, match=name):
        factory(**{field: getattr(first, field) for field in same})


@pytest.mark.parametrize(
    ("days", "refused"),
    [((7, 9), False), ((1, 4), False), ((4, 5), True), ((6, 6), True), ((5, 6), True)],
)
def test_days_away_of_one_leader_never_overlap(days, refused):
    first, last = (date(2027, 3, day) for day in days)
    written = AbsenceFactory(away_from=date(2027, 3, 5), away_to=date(2027, 3, 6))
    AbsenceFactory(away_from=first, away_to=last)  # somebody else

    def write():
        with transaction.atomic():
            AbsenceFactory(leader=written.leader, away_from=first, away_to=last)

    if refused:
        with pytest.raises(IntegrityError, match="absence_once_at_a_time"):
            write()
    else:
        write()


@pytest.mark.parametrize(
    ("shown", "today", "check"),
    [
        (None, date(2026, 11, 22), RegisterCheck.MISSING),
        (date(2026, 11, 22), date(2026, 11, 22), RegisterCheck.SHOWN),
        (date(2025, 11, 22), date(2026, 11, 22), RegisterCheck.SHOWN),
        (date(2025, 11, 21), date(2026, 11, 22), RegisterCheck.OLD),
        (date(2023, 2, 28), date(2024, 2, 29), RegisterCheck.OLD),
        (date(2024, 2, 29), date(2025, 2, 28), RegisterCheck.SHOWN),
        (date(2024, 2, 29), date(2025, 3, 1), RegisterCheck.OLD),
    ],
)
def test_register_extract_is_asked_for_again_after_a_year(shown, today, check):
    leader = LeaderFactory.build(organisation=None, register_check_shown_on=shown)

    assert leader.register_check(today) == check


@pytest.mark.parametrize(
    ("programme", "decision", "gaps"),
    [
        ({}, None, [DecisionGap.UNASSESSED]),
        ({}, {}, []),
        ({"is_assessed": True}, None, []),
        ({"de_identified": True}, {}, [DecisionGap.DE_IDENTIFIED]),
        ({"de_identified": True}, {"lets_de_identified": True}, []),
        (
            {"de_identified": True},
            {"lets_unassessed": False, "lets_de_identified": True},
            [DecisionGap.UNASSESSED],
        ),
        ({}, {"valid_to": date(2026, 11, 21)}, [DecisionGap.UNASSESSED]),
        ({}, {"valid_to": date(2026, 11, 22)}, []),
        ({}, {"valid_from": date(2026, 11, 23)}, [DecisionGap.UNASSESSED]),
    ],
)
def test_programme_says_what_no_board_has_decided(programme, decision, gaps):
    programme = ProgrammeFactory(**programme)
    DecisionFactory()  # about another one
    if decision is not None:
        DecisionFactory(programme=programme, **decision)

    assert programme.gaps_on(date(2026, 11, 22)) == gaps


def test_checklist_has_nine_criteria():
    assert len(Criterion) == 9
