"""Sign-in as we want it: no self-registration, no mail in a request, no address kept in clear."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.sealing import open_sealed, seal
from barnstod.security.visitor import pseudonym

MFA_CONTEXT = "mfa"  # what the secrets of second factors are sealed with


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts come by invitation."""
        return False

    def post_login(self, request, user, **kwargs):
        record("account.sign_in", by=user, on=user)
        return super().post_login(request, user, **kwargs)

    def send_password_reset_mail(self, user, email, context):
        """Owe the letter: a known address must not take longer to answer than an unknown one."""
        path = urlsplit(context["password_reset_url"]).path
        queue("password_reset", to=user, path=path, is_secret=True)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell that password or second factor changed; the audit says which."""
        record(f"account.{template_prefix.rpartition('/')[2]}", by=user, on=user)
        queue("account_changed", to=user, path=reverse("mfa_index"))

    def get_client_ip(self, request):
        """Attempts are counted under a name of the day instead of the address."""
        return pseudonym(request)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        """Seal the secrets of second factors: a copy of the database signs nobody in."""
        return seal(text, MFA_CONTEXT)

    def decrypt(self, encrypted_text):
        return open_sealed(encrypted_text, MFA_CONTEXT)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        """Signing in through the city opens an account that exists; it never makes one."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Only sign in: connecting by hand would let somebody lend out the own account."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise PermissionDenied
