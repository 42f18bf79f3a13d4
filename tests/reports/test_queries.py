"""What the start page tells each role about reports."""

from datetime import date

import pytest

from reports.choices import State
from reports.queries import agenda
from tests.factories.accounts import UserFactory
from tests.factories.reports import ReportFactory
from tests.reports.test_models import TRAITS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (
            "coordinator",
            {
                State.FAILED: "now",
                State.BUILT: "info",
                State.APPROVED: "soon",
                State.DECIDED: "soon",
            },
        ),
        ("head", {State.BUILT: "now"}),
        ("board", {State.ON_AGENDA: "info"}),
        ("social_worker", {}),
        ("leader", {}),
        ("admin", {}),
    ],
)
def test_agenda(role, told):
    reports = {state: ReportFactory(**traits) for state, traits in TRAITS.items()}

    found = {item.url: item.urgency for item in agenda(UserFactory(**{role: True}))}

    assert found == {reports[state].get_absolute_url(): urgency for state, urgency in told.items()}


def test_the_board_is_told_the_day_of_its_meeting():
    report = ReportFactory(on_agenda=True)

    (item,) = agenda(UserFactory(board=True))

    assert (item.title, item.due_on) == (report.title, date(2027, 3, 1))


def test_a_head_is_not_asked_to_approve_what_the_head_wrote():
    head = UserFactory(head=True)
    ReportFactory(built=True, writer=head)

    assert agenda(head) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_agenda_costs_the_same_for_any_number_of_reports(django_assert_num_queries, rows):
    for _ in range(rows):
        ReportFactory(approved=True)
    user = UserFactory(coordinator=True)

    with django_assert_num_queries(4):
        agenda(user)
