"""Invitations, roles and closing: by an administrator, never of oneself, always audited."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from barnstod.accounts import services
from barnstod.accounts.choices import Role
from barnstod.accounts.exceptions import (
    AccountExists,
    AlreadyWelcome,
    InvitationSpent,
    RoleHeldAlready,
)
from barnstod.accounts.models import Invitation, User
from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.notifications.services import letter_of, send
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return UserFactory(admin=True)


@pytest.fixture
def invited(admin):
    return services.invite(
        name="Anna Ek", email="Anna.Ek@stad.se", role=Role.SOCIAL_WORKER, by=admin
    )


def path_of(user):
    """Return the secret path in the newest letter that ``user`` is owed."""
    letter = letter_of(Notice.objects.filter(recipient=user).latest("pk"))
    [line] = [line for line in letter.body.splitlines() if "/lank/" in line]
    return line.removeprefix("http://localhost:8000")


def token_of(user):
    return path_of(user).split("/")[2]


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "actor", "subject"))


def test_invite_makes_an_account_without_password_and_owes_a_letter(admin, invited):
    assert (invited.email, invited.name) == ("anna.ek@stad.se", "Anna Ek")
    assert not invited.has_usable_password()
    assert invited.roles == {Role.SOCIAL_WORKER}
    by, on = f"user:{admin.pk}", str(invited.pk)
    assert actions() == [
        ("account.invite", by, on),
        ("account.grant_role", by, on),
        ("account.send_invitation", by, on),
    ]


def test_secret_address_stands_nowhere_in_clear_and_is_forgotten_when_sent(invited):
    token = token_of(invited)
    notice, invitation = Notice.objects.get(), Invitation.objects.get()
    assert len(token) == 22  # 128 bits as base64
    assert token not in f"{vars(notice)} {vars(invitation)}"

    send(notice_id=notice.pk)

    assert token in mail.outbox[0].body
    notice.refresh_from_db()
    assert (notice.path, notice.sealed_path) == ("", "")


def test_accepting_gives_the_chosen_password_once(invited):
    token = token_of(invited)

    services.accept_invitation(token=token, password=PASSWORD)

    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)
    assert actions()[-1] == ("account.accept_invitation", f"user:{invited.pk}", str(invited.pk))
    with pytest.raises(InvitationSpent):
        services.accept_invitation(token=token, password="something-else-2026")


def test_invitation_is_spent_after_seven_days(invited):
    token = token_of(invited)
    almost = timezone.now() + timedelta(days=7)
    assert almost - timedelta(minutes=1) < Invitation.objects.get().expires_at < almost

    Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(InvitationSpent):
        services.open_invitation(token)


def test_new_invitation_replaces_the_former_one(admin, invited):
    former = token_of(invited)

    services.send_invitation(user=invited, by=admin)

    assert services.open_invitation(token_of(invited)).user == invited
    with pytest.raises(InvitationSpent):
        services.open_invitation(former)


def test_invitation_of_a_closed_account_opens_nothing(admin, invited):
    token = token_of(invited)
    services.close_account(user=invited, by=admin)

    with pytest.raises(InvitationSpent):
        services.open_invitation(token)


def test_invite_refuses_an_address_in_use(admin, invited):
    with pytest.raises(AccountExists):
        services.invite(name="X", email="ANNA.EK@stad.se", role=Role.HEAD, by=admin)

    assert invited.roles == {Role.SOCIAL_WORKER}


def test_invite_opens_a_closed_account_again_without_its_past(admin):
    former = UserFactory(email="bo@stad.se", coordinator=True)
    services.close_account(user=former, by=admin)

    back = services.invite(name="Bo Ny", email="bo@stad.se", role=Role.BOARD, by=admin)

    assert (back.pk, back.name, back.roles) == (former.pk, "Bo Ny", {Role.BOARD})
    assert not back.has_usable_password()


def test_send_invitation_refuses_somebody_who_has_a_password(admin):
    with pytest.raises(AlreadyWelcome):
        services.send_invitation(user=UserFactory(), by=admin)


def test_grant_role_begins_today_and_is_refused_twice(admin):
    user = UserFactory()

    grant = services.grant_role(user=user, role=Role.HEAD, by=admin)

    assert (grant.valid_from, grant.valid_to) == (timezone.localdate(), None)
    assert actions() == [("account.grant_role", f"user:{admin.pk}", str(user.pk))]
    assert AuditEvent.objects.get().detail == {"role": "head"}
    with pytest.raises(RoleHeldAlready):
        services.grant_role(user=user, role=Role.HEAD, by=admin)


@pytest.mark.parametrize("days_ago", [0, 1, 300])
def test_end_role_takes_it_away_at_once(admin, days_ago):
    user = UserFactory()
    begun = timezone.localdate() - timedelta(days=days_ago)
    grant = RoleGrantFactory(user=user, role=Role.HEAD, valid_from=begun)

    services.end_role(grant=grant, by=admin)

    assert User.objects.get(pk=user.pk).roles == frozenset()
    assert actions() == [("account.end_role", f"user:{admin.pk}", str(user.pk))]


def test_role_ended_today_may_be_given_back_today(admin):
    user = UserFactory()
    grant = RoleGrantFactory(user=user, role=Role.HEAD)
    services.end_role(grant=grant, by=admin)

    services.grant_role(user=user, role=Role.HEAD, by=admin)

    assert User.objects.get(pk=user.pk).roles == {Role.HEAD}


def test_close_account_ends_roles_password_and_second_factor(admin):
    user = UserFactory(coordinator=True, head=True)
    user.authenticator_set.create(type="totp", data={})

    services.close_account(user=user, by=admin)

    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert not user.authenticator_set.exists()
    assert not user.role_grants.valid_on(timezone.localdate()).exists()
    assert sorted(action for action, *_ in actions()) == [
        "account.close",
        "account.end_role",
        "account.end_role",
    ]


def test_remove_second_factor_tells_its_owner(admin):
    user = UserFactory(coordinator=True)
    user.authenticator_set.create(type="totp", data={})

    services.remove_second_factor(user=user, by=admin)

    assert user.needs_second_factor()
    assert [(notice.kind, notice.recipient) for notice in Notice.objects.all()] == [
        ("account_changed", user)
    ]


def attempts_on(user, by):
    """Return every change of rights that ``by`` could try on ``user``."""
    grant = RoleGrantFactory(user=user, role=Role.LEADER)
    return [
        lambda: services.grant_role(user=user, role=Role.HEAD, by=by),
        lambda: services.end_role(grant=grant, by=by),
        lambda: services.send_invitation(user=user, by=by),
        lambda: services.remove_second_factor(user=user, by=by),
        lambda: services.close_account(user=user, by=by),
    ]


def test_administrator_changes_nothing_about_oneself(admin):
    for attempt in attempts_on(admin, by=admin):
        with pytest.raises(PermissionDenied):
            attempt()

    assert actions() == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_changes_accounts(role):
    stranger, user = UserFactory(**{role: True}), UserFactory()
    attempts = attempts_on(user, by=stranger)
    attempts.append(lambda: services.invite(name="X", email="x@y.se", role=role, by=stranger))

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    assert actions() == []
