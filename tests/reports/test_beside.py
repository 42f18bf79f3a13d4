"""What the database would refuse is said beside the field that it is about."""

import pytest

from reports.beside import SaysBeside
from reports.forms import ReportForm
from reports.grants.forms import FORMS, BudgetForm, GrantForm, LetterForm, MoveForm
from reports.models import BudgetLine, Grant
from tests.factories import grants as make

FORMS_OF_A_MODEL = [GrantForm, LetterForm, MoveForm, ReportForm, *FORMS.values()]
# What no field of a form can cause: a move writes it, or asks for it as a field that is required.
OF_MOVES = {
    "grant_applied_for_with_day_and_sum",
    "grant_granted_with_day_and_sum",
    "grant_reported_and_closed_on_a_day",
    "report_never_approved_by_a_writer",
    "report_on_the_agenda_of_a_meeting",
    "report_decided_with_day_and_paragraph",
    "report_sent_with_day_and_channel",
}


def test_every_sentence_of_a_constraint_has_its_field():
    models = {form._meta.model for form in FORMS_OF_A_MODEL}
    places = {name for form in FORMS_OF_A_MODEL for name in form.beside}
    spoken = {
        constraint.name
        for model in models
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
        and not constraint.name.endswith("_are_dates")
        and not constraint.name.endswith("_is_a_date")
    }

    assert spoken == places | OF_MOVES
    assert all(issubclass(form, SaysBeside) for form in FORMS_OF_A_MODEL)


@pytest.mark.django_db
def test_a_row_of_no_krona_in_a_year_of_two_figures_is_told_beside_both_fields():
    row = BudgetLine(grant=make.GrantFactory())
    told = {"year": "26", "funding": "own", "post": "premises", "text": "Lokaler", "sek": "0"}

    form = BudgetForm(told, instance=row)

    assert form.errors == {
        "year": ["Skriv året med fyra siffror, till exempel 2027."],
        "sek": ["Skriv en summa på minst 1 krona."],
    }


@pytest.mark.django_db
def test_what_a_service_refuses_is_told_beside_its_field_too():
    row = make.BudgetLineFactory(text="Lokaler")
    form = BudgetForm(
        {"year": row.year, "funding": row.funding, "post": row.post, "text": "Lokaler", "sek": "5"},
        instance=BudgetLine(grant=row.grant),
    )
    assert form.is_valid()

    form.add_error(None, "Raden finns redan.")
    form.add_error(None, "Något annat.")

    assert form.errors == {"text": ["Raden finns redan."], "__all__": ["Något annat."]}
    assert Grant.objects.count() == 1
