"""Every write to accounts and rights. Each function is one transaction and audited.

``by`` is the administrator, or an actor string for the command that makes the first one.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts import policies
from barnstod.accounts.exceptions import (
    AccountExists,
    AlreadyWelcome,
    InvitationSpent,
    RoleHeldAlready,
)
from barnstod.accounts.models import Invitation, RoleGrant, User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize

INVITATION_LASTS = timedelta(days=7)
TOKEN_BYTES = 16


@transaction.atomic
def invite(*, name: str, email: str, role: str, by) -> User:
    """Make an account with its first role, and write to the new colleague. Return the account.

    A closed account with this address is opened again, without its former password and roles.
    Raises AccountExists if somebody has the address.
    """
    _authorize(policies.can_manage_accounts, by)
    user = User.objects.select_for_update().filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, name)
    elif user.is_active:
        raise AccountExists(_("There is an account with that address already."))
    user.name, user.is_active = name, True
    user.set_unusable_password()
    user.save(update_fields=["name", "is_active", "password"])
    record("account.invite", by=by, on=user)
    grant_role(user=user, role=role, by=by)
    send_invitation(user=user, by=by)
    return user


@transaction.atomic
def send_invitation(*, user: User, by) -> str:
    """Send ``user`` a new secret address, the former ones stop working. Return its path.

    Raises AlreadyWelcome for somebody who has chosen a password: they ask for a new one at
    the sign-in, where their second factor still counts.
    """
    _authorize(policies.can_change_rights_of, by, user)
    if user.has_usable_password():
        raise AlreadyWelcome(_("The person has chosen a password already."))
    Invitation.objects.filter(user=user, used_at=None).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        user=user, token_hash=_hash(token), expires_at=timezone.now() + INVITATION_LASTS
    )
    path = reverse("accounts:welcome", args=[token])
    queue("invitation", to=user, path=path, is_secret=True)
    record("account.send_invitation", by=by, on=user)
    return path


def open_invitation(token: str) -> Invitation:
    """Return the invitation that ``token`` opens. Raises InvitationSpent. Changes nothing."""
    invitation = (
        Invitation.objects.select_related("user")
        .filter(
            token_hash=_hash(token),
            used_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )
    if invitation is None:
        raise InvitationSpent(_("The link no longer works."))
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Give the invited colleague the password they chose; the address works this once."""
    user = User.objects.select_for_update().get(pk=open_invitation(token).user_id)
    invitation = open_invitation(token)  # again, now that nobody else can use it
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    record("account.accept_invitation", by=user, on=user)
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, by) -> RoleGrant:
    """Give ``user`` the role from today on. Raises RoleHeldAlready."""
    _authorize(policies.can_change_rights_of, by, user)
    User.objects.select_for_update().get(pk=user.pk)
    today = timezone.localdate()
    if user.role_grants.filter(role=role).valid_on(today).exists():
        raise RoleHeldAlready(_("The person has that role already."))
    grant = RoleGrant.objects.create(user=user, role=role, valid_from=today)
    record("account.grant_role", by=by, on=user, role=role)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, by) -> None:
    """Take the role away at once. One given today leaves no day behind, only its audit."""
    _authorize(policies.can_change_rights_of, by, grant.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    if grant.valid_from > yesterday:
        grant.delete()
    elif grant.valid_to is None or grant.valid_to > yesterday:
        grant.valid_to = yesterday
        grant.save(update_fields=["valid_to"])
    record("account.end_role", by=by, on=grant.user, role=grant.role)


@transaction.atomic
def close_account(*, user: User, by) -> None:
    """End the roles and the sign-in of somebody who leaves; what they did keeps their name."""
    _authorize(policies.can_change_rights_of, by, user)
    today = timezone.localdate()
    for grant in user.role_grants.exclude(valid_to__lt=today):
        end_role(grant=grant, by=by)
    Invitation.objects.filter(user=user, used_at=None).delete()
    Authenticator.objects.filter(user=user).delete()
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record("account.close", by=by, on=user)


@transaction.atomic
def remove_second_factor(*, user: User, by) -> None:
    """Let somebody who lost telephone and reserve codes set up a second factor anew."""
    _authorize(policies.can_change_rights_of, by, user)
    Authenticator.objects.filter(user=user).delete()
    queue("account_changed", to=user, path=reverse("mfa_index"))
    record("account.remove_second_factor", by=by, on=user)


def _authorize(policy, by, *subject):
    if isinstance(by, AbstractBaseUser):
        authorize(policy, by, *subject)


def _hash(token: str) -> bytes:
    """A token of 128 random bits needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()
