"""The parts of forms that every page shares."""

import pytest

from districts.forms import AgreementForm, OrganisationForm
from districts.models import Agreement
from groups.forms.leaders import LeaderForm
from tests.factories.districts import OrganisationFactory


@pytest.mark.django_db
def test_empty_line_of_a_select_is_a_word_and_never_dashes():
    agreement = AgreementForm(instance=Agreement(organisation=OrganisationFactory()))

    shown = [str(form) for form in (agreement, LeaderForm(), OrganisationForm())]

    assert not [form for form in shown if "----" in form]
    assert '<option value="" selected>välj</option>' in shown[0]  # the kind, which is needed
    assert '<option value="" selected>–</option>' in shown[1]  # the account, which is not
    assert '<option value="" selected>inte angivet</option>' in shown[2]  # a kind like the others
