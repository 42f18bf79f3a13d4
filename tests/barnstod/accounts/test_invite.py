"""The command that makes the first administrator, whom nobody could invite."""

import io

import pytest
from django.core.management import CommandError, call_command

from barnstod.accounts import services
from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_first_administrator_begins_with_the_printed_address():
    printed = io.StringIO()
    call_command("invite", "Eva@stad.se", "Eva Ek", stdout=printed, stderr=io.StringIO())

    path = printed.getvalue().strip().removeprefix("http://localhost:8000")
    services.accept_invitation(token=path.split("/")[2], password=PASSWORD)

    eva = User.objects.get()
    assert (eva.email, eva.name, eva.roles) == ("eva@stad.se", "Eva Ek", {Role.ADMIN})
    assert eva.check_password(PASSWORD)
    actors = AuditEvent.objects.values_list("actor", flat=True)
    assert set(actors) == {"system:invite", f"user:{eva.pk}"}


def test_address_in_use_is_refused_in_words():
    UserFactory(email="eva@stad.se")

    with pytest.raises(CommandError, match="konto"):
        call_command("invite", "eva@stad.se", "Eva Ek")
