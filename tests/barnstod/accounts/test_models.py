"""Accounts and roles: what the database refuses, and which roles hold today."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.security.actor import acting_as
from tests.factories.accounts import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


@pytest.mark.parametrize(
    "grants",
    [
        [{"role": "king"}],
        [{"valid_from": day(0), "valid_to": day(-1)}],
        [{"valid_from": day(-9)}, {"valid_from": day(0)}],
        [{"valid_from": day(-9), "valid_to": day(0)}, {"valid_from": day(0)}],
    ],
    ids=["unknown role", "ends before it begins", "twice for ever", "twice on one day"],
)
def test_database_refuses_role(grants):
    user = UserFactory()
    *allowed, refused = grants
    for grant in allowed:
        RoleGrantFactory(user=user, **grant)

    with pytest.raises(IntegrityError):
        RoleGrantFactory(user=user, **refused)


def test_database_refuses_a_role_that_somebody_gives_to_oneself():
    admin = UserFactory(admin=True)

    with pytest.raises(Error, match="own roles"), acting_as(admin):
        RoleGrantFactory(user=admin, role=Role.COORDINATOR)


def test_role_may_end_and_begin_again():
    user = UserFactory()
    RoleGrantFactory(user=user, valid_from=day(-9), valid_to=day(-1))
    RoleGrantFactory(user=user, valid_from=day(0))

    assert user.roles == {Role.SOCIAL_WORKER}


@pytest.mark.parametrize("addresses", [("a@b.se", "A@B.se"), ("A@b.se",)])
def test_database_refuses_two_accounts_for_one_address_and_capital_letters(addresses):
    *allowed, refused = addresses
    for email in allowed:
        UserFactory(email=email)

    with pytest.raises(IntegrityError):
        UserFactory(email=refused)


def test_account_is_found_whatever_the_case_of_the_address():
    user = User.objects.create_user("Anna.Ek@Stad.SE", "Anna Ek")

    assert user.email == "anna.ek@stad.se"
    assert User.objects.get_by_natural_key("ANNA.ek@stad.se") == user


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (day(0), None, True),
        (day(-1), day(0), True),
        (day(-1), day(-1), False),
        (day(1), None, False),
    ],
)
def test_role_holds_on_its_first_and_last_day_and_not_around(valid_from, valid_to, holds):
    user = UserFactory()
    RoleGrantFactory(user=user, role=Role.HEAD, valid_from=valid_from, valid_to=valid_to)

    assert user.has_role(Role.HEAD) is holds


def test_rights_are_the_union_of_the_roles_and_end_with_the_account():
    user = UserFactory(coordinator=True, head=True)
    assert user.roles == {Role.COORDINATOR, Role.HEAD}

    user = UserFactory(coordinator=True, closed=True)
    assert user.roles == frozenset()


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        (Role.SOCIAL_WORKER, True),
        (Role.LEADER, True),
        (Role.COORDINATOR, True),
        (Role.HEAD, True),
        (Role.BOARD, False),
        (Role.ADMIN, True),
    ],
)
def test_role_that_opens_persons_or_gives_rights_needs_a_second_factor(role, needs):
    assert UserFactory(**{role: True}).needs_second_factor() is needs


def test_reserve_codes_alone_are_no_second_factor():
    user = UserFactory(coordinator=True)
    user.authenticator_set.create(type="recovery_codes", data={})
    assert user.needs_second_factor()

    user.authenticator_set.create(type="totp", data={})
    assert not user.needs_second_factor()
