"""A report is built when its texts are written, its names known and its sums one sum; or it says
what is missing.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import services
from reports.choices import State
from reports.documents import initial_texts, matters
from reports.loading import load_facts
from reports.matter import Matter
from reports.models import Report
from reports.readiness import need_all, need_facts
from reports.references import told, unknown
from reports.retold import begin
from tests.factories.accounts import UserFactory
from tests.factories.grants import BudgetLineFactory, DecisionFactory, GoalFactory, GrantFactory
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


def an_application(**texts):
    grant = GrantFactory(applied=True)
    BudgetLineFactory(grant=grant, sek=500_000)
    report = ReportFactory(type="grant_application", grant=grant)
    report.texts |= texts
    return report


def test_every_matter_of_the_sources_can_be_ordered_as_it_is():
    load_facts()
    office = UserFactory(coordinator=True)

    for name in matters():
        report = services.order(report=begin(name, by=office), by=office)
        assert report.state == State.QUEUED


def test_a_name_that_stands_for_nothing_yet_is_named():
    report = an_application(purpose="{syfte} {beviljat belopp}", goals="{sökt belopp}")

    assert unknown(report.texts, Matter(report)) == ["syfte", "beviljat belopp"]
    with pytest.raises(ValidationError, match=r"\{syfte\}, \{beviljat belopp\}"):
        need_all(report)


def test_a_plan_without_goals_and_activities_prints_no_sentence_about_them_and_is_not_ready():
    grant = an_application().grant
    report = Report(type="grant_application", grant=grant, period_from=DAY, period_to=DAY)
    report.texts = {code: initial_texts(report)[code] for code in ("goals", "schedule")}

    missing = unknown(report.texts, Matter(report))
    GoalFactory(grant=grant)
    later = Matter(report)

    assert missing == ["målen enligt tabellen", "tidplanen enligt tabellen"]
    assert unknown(report.texts, later) == ["tidplanen enligt tabellen"]
    assert dict(told(later))["målen enligt tabellen"] == "Målen följs upp enligt tabellen."
    with pytest.raises(ValidationError, match=r": \{tidplanen enligt tabellen\}"):
        need_facts(report, later)


def test_an_application_whose_sums_differ_says_which():
    report = an_application()
    DecisionFactory(grant=report.grant, kind="apply", sek=450_000)

    with pytest.raises(ValidationError, match=r"500.*450"):
        need_all(report)


def test_another_report_may_tell_of_sums_that_differ():
    report = ReportFactory(type="interim_report", grant=an_application().grant)
    DecisionFactory(grant=report.grant, kind="apply", sek=450_000)

    need_all(report)


def test_whoever_writes_is_told_what_the_names_stand_for_now():
    found = dict(told(Matter(an_application())))

    assert found["sökt belopp"] == "500\u00a0000\u00a0kr"
    assert "beviljat belopp" not in found  # nobody knows it


# --- The form -------------------------------------------------------------------------------------


def posted(client, report, **changed):
    form = client.get(reverse("reports:edit", args=[report.reference])).context
    data = {
        **{name: form["form"].initial[name] or "" for name in form["form"].fields},
        **{name: field.initial or "" for name, field in form["texts"].fields.items()},
        **changed,
    }
    return client.post(reverse("reports:edit", args=[report.reference]), data)


def test_clauses_that_are_chosen_stand_before_the_immediate_approval(client, sign_in):
    report = ReportFactory(writer=sign_in(coordinator=True))
    chosen = "{nämnden} godkänner projektets fortsatta inriktning."

    posted(
        client,
        report,
        decisions="Nämnden beslutar.\nParagrafen justeras omedelbart.",
        more_clauses=[chosen],
    )

    assert Report.objects.get().texts["decisions"].splitlines() == [
        "Nämnden beslutar.",
        chosen,
        "Paragrafen justeras omedelbart.",
    ]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("decisions", "Nämnden söker 2 460 000 kr.", "{beviljat belopp}"),
        ("summary", "Nämnden söker {sokt belopp}.", "{sokt belopp}"),
    ],
    ids=["a typed sum in a clause", "a name that is none"],
)
def test_a_text_that_cannot_be_filled_in_is_told_beside_it(client, sign_in, field, text, told):
    report = ReportFactory(writer=sign_in(coordinator=True))

    page = posted(client, report, **{field: text})

    errors = page.context["texts"].errors[field]
    assert len(errors) == 1
    assert told in errors[0]
    assert Report.objects.get().texts == report.texts


@pytest.mark.parametrize(
    ("type", "field"), [("suburb_application", "grant"), ("letter_answer", "letter")]
)
def test_what_a_report_is_about_is_asked_for_beside_its_field(client, sign_in, type, field):
    sign_in(coordinator=True)
    details = {"type": type, "title": "X", "period_from": "2027-01-01", "period_to": "2027-06-30"}

    page = client.post(reverse("reports:create"), details)

    assert field in page.context["form"].errors
    assert not Report.objects.exists()
