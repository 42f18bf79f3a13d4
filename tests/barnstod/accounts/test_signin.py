"""Signing in: password and second factor, a forgotten password, and what nobody may learn."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from barnstod.accounts import services
from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.notifications.services import letter_of, send
from barnstod.security.access import SECOND_STEP_FIRST
from tests.architecture.addresses import World, addresses_of
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/konto/login/"


def code_of(secret):
    """Return the code of the next half minute, which a test cannot outlive."""
    *_, newest = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, newest))


@pytest.fixture
def user():
    return UserFactory(coordinator=True, email="eva@stad.se")


def sign_in_with(client, email, password, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def test_right_password_leads_to_what_was_asked_for(client, user):
    client.get("/kontor/logg/")
    response = sign_in_with(client, "EVA@stad.se", PASSWORD, next="/kontor/logg/")

    assert (response.status_code, response.url) == (302, "/kontor/logg/")
    [event] = AuditEvent.objects.all()
    assert (event.action, event.actor) == ("account.sign_in", f"user:{user.pk}")


def test_sign_in_leads_to_no_other_site(client, user):
    assert sign_in_with(client, user.email, PASSWORD, next="//evil.example/").url == "/kontor/"


def test_wrong_password_unknown_address_and_closed_account_say_the_same(client, user):
    services.close_account(user=UserFactory(email="gone@stad.se"), by="system:test")
    answers = {
        re.sub(r'value="[^"]*"', "", sign_in_with(Client(), email, password).text)
        for email, password in [
            (user.email, "wrong-password-2026"),
            ("nobody@stad.se", PASSWORD),
            ("gone@stad.se", PASSWORD),
        ]
    }

    assert len(answers) == 1
    assert not AuditEvent.objects.filter(action="account.sign_in").exists()


def test_too_many_attempts_are_stopped_even_with_the_right_password(user):
    answers = [
        sign_in_with(Client(), user.email, f"wrong-password-{n}").status_code for n in range(12)
    ]

    assert sign_in_with(Client(), user.email, PASSWORD).status_code != 302
    assert set(answers) <= {200, 429}


def test_there_is_no_registration(client):
    for name in ("account_signup", "socialaccount_signup", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/konto/signup/").status_code == 404


def test_sign_out_needs_a_post(client, user):
    client.force_login(user)
    client.get("/konto/logout/")
    assert client.get("/kontor/").status_code == 200

    client.post("/konto/logout/")
    assert client.get("/kontor/").status_code == 302


def test_second_factor_is_asked_for_and_its_secret_is_sealed(client, user):
    secret = "JBSWY3DPEHPK3PXP"
    authenticator = TOTP.activate(user, secret).instance
    assert secret not in str(authenticator.data)
    assert get_adapter().decrypt(authenticator.data["secret"]) == secret

    assert sign_in_with(client, user.email, PASSWORD).url == reverse("mfa_authenticate")
    assert client.get("/kontor/").status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get("/kontor/").status_code == 200


def test_setting_up_a_second_factor_asks_for_the_password_again_and_tells_the_owner(
    client, user, django_capture_on_commit_callbacks
):
    client.force_login(user)
    activate = reverse("mfa_activate_totp")
    assert client.get(activate).url.startswith(reverse("account_reauthenticate"))

    client.post(f"{reverse('account_reauthenticate')}?next={activate}", {"password": PASSWORD})
    page = client.get(activate)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(activate, {"code": code_of(secret)})

    assert not user.needs_second_factor()
    assert [notice.kind for notice in Notice.objects.all()] == ["account_changed"]
    assert "account.totp_activated" in AuditEvent.objects.values_list("action", flat=True)


def test_role_that_opens_persons_must_set_up_a_second_factor_in_production(client, user, settings):
    settings.MFA_REQUIRED = True
    client.force_login(user)

    assert client.get("/kontor/").url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert [str(one) for one in page.context["messages"]] == [str(SECOND_STEP_FIRST)]
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert client.get("/kontor/").status_code == 200


def test_board_member_needs_no_second_factor_in_production(client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(UserFactory(board=True))

    assert client.get("/kontor/").status_code == 200


def test_forgotten_password_is_chosen_anew_by_letter(client, user):
    client.post("/konto/losenord/aterstall/", {"email": "eva@stad.se"})
    notice = Notice.objects.get()
    assert (notice.kind, notice.path, mail.outbox) == ("password_reset", "", [])

    send(notice_id=notice.pk)
    [path] = re.findall(r"http://localhost:8000(\S+)", mail.outbox[0].body)
    form = client.get(path)
    new = "a-new-password-2026"
    client.post(form.url, {"password1": new, "password2": new})

    assert sign_in_with(Client(), user.email, new).status_code == 302
    assert sign_in_with(Client(), user.email, PASSWORD).status_code == 200


@pytest.mark.parametrize("email", ["nobody@stad.se", "gone@stad.se"])
def test_forgotten_password_of_no_account_answers_alike_and_writes_to_nobody(client, user, email):
    UserFactory(email="gone@stad.se", closed=True)

    known = client.post("/konto/losenord/aterstall/", {"email": user.email})
    unknown = Client().post("/konto/losenord/aterstall/", {"email": email})

    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert [notice.recipient for notice in Notice.objects.all()] == [user]
    assert mail.outbox == []


def test_link_for_a_new_password_works_once_and_not_for_ever(client, user, settings):
    client.post("/konto/losenord/aterstall/", {"email": user.email})
    [path] = re.findall(r"http://localhost:8000(\S+)", letter_of(Notice.objects.get()).body)
    user.set_password("changed-meanwhile-2026")
    user.save()

    assert client.get(path).status_code == 200
    assert "password1" not in client.get(path).text


def test_session_ends_with_the_browser_and_after_a_working_day(client, user):
    cookie = sign_in_with(client, user.email, PASSWORD).cookies["barnstod"]

    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.session.get_expiry_date() <= timezone.now() + timedelta(hours=8)


def test_changed_password_ends_the_other_sessions(client, user):
    here, elsewhere = Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)
    fields = {"oldpassword": PASSWORD, "password1": "b" + PASSWORD, "password2": "b" + PASSWORD}

    here.post(reverse("account_change_password"), fields)

    assert here.get("/kontor/").status_code == 200
    assert elsewhere.get("/kontor/").status_code == 302


# Pages that have nothing to show to somebody who is signed in and has set up all there is.
LEAD_ON = {
    "account_login": "/kontor/",
    "account_set_password": "/konto/losenord/",
    "mfa_activate_totp": "/konto/mfa/app/ta-bort/",
    "mfa_authenticate": "/kontor/",
}


@pytest.mark.parametrize(
    "address",
    [address for address in addresses_of("signin") if "webauthn" not in address.name],
    ids=lambda address: address.name,
)
def test_every_page_of_the_own_account_is_ours(client, user, address):
    """Signed in a moment ago, with a second factor: every page answers, in our own clothes."""
    RecoveryCodes.activate(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    sign_in_with(client, user.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of("JBSWY3DPEHPK3PXP")})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(address.url(World()))

    if address.name in LEAD_ON:
        assert (response.status_code, response.url) == (302, LEAD_ON[address.name])
    elif address.name != "mfa_download_recovery_codes":  # a file
        assert (response.status_code, "barnstod/theme.css" in response.text) == (200, True)


@pytest.mark.parametrize("name", ["mfa_list_webauthn", "mfa_add_webauthn"])
def test_pages_of_passkeys_are_ours(client, user, name):
    sign_in_with(client, user.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(name))

    assert (response.status_code, "barnstod/theme.css" in response.text) == (200, True)
