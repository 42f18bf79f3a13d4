"""The addresses of signing in: the library's views, each chosen and wrapped, none included.

The names are the library's own, because its views send the reader on by these names. There is
no self-registration, so ``account_signup`` and the pages of several e-mail addresses are absent.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as city
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.urls import path, re_path

from barnstod.security.access import signin

nobody = signin("Whoever signs in is nobody yet", anonymous=True)
somebody = signin("One's own account, whatever the role")

urlpatterns = [
    path("konto/login/", nobody(account.login), name="account_login"),
    path("konto/logout/", nobody(account.logout), name="account_logout"),
    path("konto/avslutat/", nobody(account.account_inactive), name="account_inactive"),
    path("konto/bekrafta/", somebody(account.reauthenticate), name="account_reauthenticate"),
    path("konto/losenord/", somebody(account.password_change), name="account_change_password"),
    path("konto/losenord/nytt/", somebody(account.password_set), name="account_set_password"),
    path(
        "konto/losenord/aterstall/", nobody(account.password_reset), name="account_reset_password"
    ),
    path(
        "konto/losenord/aterstall/skickat/",
        nobody(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^konto/losenord/aterstall/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        nobody(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "konto/losenord/aterstall/klart/",
        nobody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("konto/mfa/", somebody(mfa.index), name="mfa_index"),
    path("konto/mfa/kod/", nobody(mfa.authenticate), name="mfa_authenticate"),
    path("konto/mfa/bekrafta/", somebody(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/mfa/app/", somebody(totp.activate_totp), name="mfa_activate_totp"),
    path("konto/mfa/app/ta-bort/", somebody(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "konto/mfa/reservkoder/",
        somebody(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "konto/mfa/reservkoder/nya/",
        somebody(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/mfa/reservkoder/fil/",
        somebody(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("konto/mfa/nycklar/", somebody(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("konto/mfa/nycklar/ny/", somebody(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "konto/mfa/nycklar/bekrafta/",
        somebody(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "konto/mfa/nycklar/<int:pk>/",
        somebody(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "konto/mfa/nycklar/<int:pk>/ta-bort/",
        somebody(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]

single_sign_on = [
    path(
        "konto/staden/",
        nobody(openid.login),
        {"provider_id": settings.OIDC_PROVIDER},
        name="openid_connect_login",
    ),
    path(
        "konto/staden/svar/",
        nobody(openid.callback),
        {"provider_id": settings.OIDC_PROVIDER},
        name="openid_connect_callback",
    ),
    path(
        "konto/staden/avbrutet/",
        nobody(city.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path("konto/staden/fel/", nobody(city.login_error), name="socialaccount_login_error"),
]

if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns += single_sign_on
