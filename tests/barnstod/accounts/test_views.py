"""The administrator's pages, and the page on which a new colleague begins."""

import pytest
from django.test import Client
from django.urls import reverse

from barnstod.accounts import services
from barnstod.accounts.choices import Role
from barnstod.accounts.models import Invitation, User
from barnstod.audit.models import AuditEvent
from tests.barnstod.accounts.test_services import path_of
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(sign_in):
    return sign_in(admin=True)


def test_list_shows_people_with_the_roles_of_today(client, admin):
    UserFactory(name="Bo Ek", head=True, board=True)
    UserFactory(name="Ann Al", closed=True)

    rows = client.get(reverse("accounts:people")).context["page"].object_list

    assert [
        (row.name, row.is_active, sorted(grant.role for grant in row.current_grants))
        for row in rows
    ] == [
        ("Ann Al", False, []),
        ("Bo Ek", True, ["board", "head"]),
        (admin.name, True, ["admin"]),
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_list_costs_the_same_for_any_number_of_people(
    client, admin, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        UserFactory(coordinator=True)

    with django_assert_max_num_queries(12):
        client.get(reverse("accounts:people"))


def test_invitation_leads_from_the_form_to_the_first_sign_in(client, admin):
    response = client.post(
        reverse("accounts:invite"), {"name": "Eva", "email": "eva@stad.se", "role": "head"}
    )
    eva = User.objects.get(email="eva@stad.se")
    assert response.url == reverse("accounts:person", args=[eva.pk])

    colleague, path = Client(), path_of(eva)
    assert "new_password1" in colleague.get(path).text
    page = colleague.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert reverse("account_login") in page.text

    signed_in = colleague.post(
        reverse("account_login"), {"login": "eva@stad.se", "password": PASSWORD}
    )
    assert signed_in.url == reverse("start")


def test_form_says_what_is_wrong_with_an_invitation(client, admin):
    form = {"name": "Eva", "email": admin.email, "role": "head"}

    response = client.post(reverse("accounts:invite"), form)

    assert list(response.context["form"].errors) == ["email"]


def test_looking_at_an_invitation_changes_nothing(admin):
    eva = services.invite(name="Eva", email="eva@stad.se", role=Role.HEAD, by=admin)
    path, events = path_of(eva), AuditEvent.objects.count()

    for _ in range(3):  # mail programs look at links before people do
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200

    assert Invitation.objects.get().used_at is None
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    "passwords", [("short", "short"), (PASSWORD, "another"), ("password1234", "password1234")]
)
def test_weak_or_mistyped_password_leaves_the_invitation_open(admin, passwords):
    eva = services.invite(name="Eva", email="eva@stad.se", role=Role.HEAD, by=admin)
    fields = dict(zip(("new_password1", "new_password2"), passwords, strict=True))

    response = Client().post(path_of(eva), fields)

    assert response.context["form"].errors
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_spent_and_unknown_invitations_say_the_same(admin, method):
    eva = services.invite(name="Eva", email="eva@stad.se", role=Role.HEAD, by=admin)
    path = path_of(eva)
    Invitation.objects.update(used_at="2026-01-01T00:00Z")

    spent, unknown = (
        getattr(Client(), method)(address)
        for address in (path, reverse("accounts:welcome", args=["x" * 22]))
    )

    assert (spent.status_code, spent.text) == (404, unknown.text)


def test_roles_are_given_and_ended_on_the_page_of_the_person(client, admin):
    person = UserFactory()
    page = reverse("accounts:person", args=[person.pk])

    client.post(reverse("accounts:grant_role", args=[person.pk]), {"role": "board"})
    assert User.objects.get(pk=person.pk).roles == {Role.BOARD}
    grant = person.role_grants.get()
    end = reverse("accounts:end_role", args=[person.pk, grant.pk])
    assert end in client.get(page).text

    client.post(end)
    assert User.objects.get(pk=person.pk).roles == frozenset()


def test_grant_of_somebody_else_is_not_ended_through_another_person(client, admin):
    grant = RoleGrantFactory()

    response = client.post(reverse("accounts:end_role", args=[UserFactory().pk, grant.pk]))

    assert response.status_code == 404


def test_own_page_offers_no_change_and_refuses_one(client, admin):
    page = client.get(reverse("accounts:person", args=[admin.pk])).text
    assert reverse("accounts:grant_role", args=[admin.pk]) not in page
    assert reverse("accounts:close_account", args=[admin.pk]) not in page

    response = client.post(reverse("accounts:grant_role", args=[admin.pk]), {"role": "head"})
    assert response.status_code == 403


def test_closed_colleague_is_out_at_once(client, admin):
    colleague, browser = UserFactory(coordinator=True), Client()
    browser.force_login(colleague)
    assert browser.get(reverse("start")).status_code == 200

    client.post(reverse("accounts:close_account", args=[colleague.pk]))

    assert browser.get(reverse("start")).status_code == 302
