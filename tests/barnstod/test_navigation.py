"""The menu shows each reader the pages they may open, and no other."""

import pytest
from django.urls import resolve, reverse

from barnstod.accounts.choices import Role
from barnstod.navigation import ONLY_FOR, PAGES, nav_items
from tests.architecture.test_access import OFFICE
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_every_page_of_the_menu_exists():
    for _, name in PAGES:
        assert resolve(reverse(name)).func.access.kind == "office"


@pytest.mark.parametrize("role", list(Role))
def test_menu_of_a_role_is_what_the_table_of_access_says(role):
    items = nav_items(UserFactory(**{role: True}), "/kontor/")

    assert [item.url for item in items] == [
        reverse(name)
        for _, name in PAGES
        if role in OFFICE[name] and role in ONLY_FOR.get(name, Role)
    ]


def test_account_without_role_has_no_menu(client):
    assert nav_items(UserFactory(), "/kontor/") == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/kontor/", "/kontor/"),
        ("/kontor/grupper/", "/kontor/grupper/"),
        ("/kontor/grupper/ny/", "/kontor/grupper/"),
        ("/konto/mfa/", None),
    ],
)
def test_current_page_is_marked_and_is_one(path, current):
    items = nav_items(UserFactory(coordinator=True), path)

    assert [item.url for item in items if item.current] == ([current] if current else [])


def test_page_names_its_reader_and_the_roles(client, sign_in):
    sign_in(name="Eva Ek", coordinator=True, head=True)

    page = client.get("/kontor/")

    assert "Eva Ek" in page.text
    assert page.context["role_names"] == [Role.COORDINATOR.label, Role.HEAD.label]


def test_public_page_is_given_nothing_of_anybody(client, sign_in):
    sign_in(name="Eva Ek", coordinator=True)

    page = client.get("/")

    assert "Eva Ek" not in page.text
    assert not {"user", "nav_items", "messages", "role_names"} & page.context.keys()
