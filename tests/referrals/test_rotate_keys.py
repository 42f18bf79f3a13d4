"""Another key: whatever is sealed, in whichever app, is sealed with it before the old one goes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.core.management import call_command

from barnstod.notifications.services import letter_of, queue
from barnstod.security.sealing import current_key_id
from referrals.models.identity import LATER_FIELDS, SEALED_FIELDS
from referrals.services.identities import keep_identity, seal_note
from tests.factories.accounts import UserFactory
from tests.factories.amendments import AmendmentFactory
from tests.factories.barriers import BarrierFactory
from tests.factories.referrals import ReferralFactory

NEW_KEY = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="


@pytest.mark.django_db
def test_nothing_is_left_that_only_the_old_key_opens(settings, capsys):
    user = UserFactory(coordinator=True)
    code = TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance
    paper = RecoveryCodes.activate(user)
    codes = paper.get_unused_codes()
    notice = queue("password_reset", to=user, path="/konto/losenord/hemligt/", is_secret=True)
    barrier, lost = BarrierFactory(), BarrierFactory(sealed_contact="gone:AAAA")
    barrier.remember("070-174 06 05")
    barrier.save()
    fill_a_case()
    assert {column for column, values in sealed_columns().items() if not any(values)} == set()
    old_id = current_key_id()
    settings.SEALING_KEYS = f"new:{NEW_KEY},{settings.SEALING_KEYS}"

    call_command("rotate_keys")

    assert capsys.readouterr().out == "6 re-encrypted with key new, 1 left.\n"
    values = [value for values in sealed_columns().values() for value in values]
    assert f"{old_id}:" not in "".join(values)
    settings.SEALING_KEYS = f"new:{NEW_KEY}"
    for row in (code, paper.instance, notice, barrier, lost):
        row.refresh_from_db()
    assert decrypt(code.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert RecoveryCodes(paper.instance).get_unused_codes() == codes
    assert "/konto/losenord/hemligt/" in letter_of(notice).body
    assert (barrier.contact, lost.contact) == ("070-174 06 05", "")
    call_command("rotate_keys")
    assert capsys.readouterr().out == "0 re-encrypted with key new, 1 left.\n"


def fill_a_case():
    """Return a case with something sealed in each column that a case has."""
    case = ReferralFactory()
    keep_identity(referral=case, values=dict.fromkeys(SEALED_FIELDS, "Åsa-Lena"))
    for field in LATER_FIELDS:
        seal_note(case, field, "Åsa-Lena ritar")
    AmendmentFactory(referral=case, field="first_name", before='"Åsa"', after='"Åsa-Lena"')
    return case


def sealed_columns() -> dict[str, list[str]]:
    """Return what stands in every sealed column of any table; a new column is here at once."""
    factors = {"mfa": [str(factor.data) for factor in Authenticator.objects.all()]}
    return factors | {
        f"{model._meta.label}.{column.name}": list(
            model.objects.values_list(column.name, flat=True)
        )
        for model in apps.get_models()
        for column in model._meta.get_fields()
        if column.concrete and column.name.startswith("sealed_")
    }
