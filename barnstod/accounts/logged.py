"""What the log says of accounts."""

from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from barnstod.audit.words import Detail

ACTIONS = {
    "account.invite": _("the account was made"),
    "account.send_invitation": _("an invitation was sent"),
    "account.accept_invitation": _("the invitation was accepted"),
    "account.sign_in": _("signed in"),
    "account.grant_role": _("a role was given"),
    "account.end_role": _("a role was ended"),
    "account.close": _("the account was closed"),
    "account.remove_second_factor": _("the second factor was removed, to be set up anew"),
    # Told by allauth, under its names of letters.
    "account.totp_activated": _("the authenticator app was turned on"),
    "account.totp_deactivated": _("the authenticator app was turned off"),
    "account.webauthn_added": _("a passkey was added"),
    "account.webauthn_removed": _("a passkey was removed"),
    "account.recovery_codes_generated": _("new reserve codes were made"),
    "account.password_changed": _("the password was changed"),
    "account.password_reset": _("a new password was chosen by letter"),
    "account.password_set": _("a password was chosen"),
    "account.email_changed": _("the e-mail address was changed"),
    "account.email_deleted": _("an e-mail address was removed"),
    "account.account_connected": _("the city's sign-in was connected"),
    "account.account_disconnected": _("the city's sign-in was disconnected"),
}
ACTORS = {
    "system:invite": _("whoever runs the portal"),
    "system:invitation": _("the portal, for somebody invited"),
}
DETAILS = {"role": Detail(_("role"), (Role,))}
