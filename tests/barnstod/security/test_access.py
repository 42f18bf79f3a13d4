"""The five decorators: what each lets through, and in whose name."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.security.access import allow, public_form, signin, token
from barnstod.security.actor import current_actor
from tests.factories.accounts import UserFactory

ORIGIN = "http://testserver"


def heads_only(user):
    return user.has_role(Role.HEAD)


@allow(heads_only)
def office(request):
    return HttpResponse(current_actor())


@allow(heads_only)
def half_done(request):
    User.objects.create_user("half@stad.se", "Half")
    raise ValueError


@public_form("A form")
def form(request):
    return HttpResponse(f"{request.method} {request.user.is_anonymous}")


@token("A link")
def link(request):
    return HttpResponse(request.method)


@signin("One's own page")
def own(request):
    return HttpResponse(request.user.name)


urlpatterns = [
    path("office/", office),
    path("half_done/", half_done),
    path("form/", form),
    path("link/", link),
    path("own/", own),
    path("", include("barnstod.urls")),
]
handler403 = "barnstod.web.errors.forbidden"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_office_page_is_answered_in_the_name_of_its_reader(client, sign_in):
    head = sign_in(head=True)

    assert client.get("/office/").text == f"user:{head.pk}"


def test_office_page_is_refused_to_another_role(client, sign_in):
    sign_in(coordinator=True)

    assert client.get("/office/").status_code == 403


def test_office_page_leads_nobody_to_sign_in(client):
    assert client.get("/office/").url == "/konto/login/?next=/office/"


def test_office_page_writes_everything_or_nothing(sign_in):
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(head=True))

    assert client.get("/half_done/").status_code == 500
    assert not User.objects.filter(name="Half").exists()


def test_office_form_needs_its_csrf_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(head=True))

    assert client.post("/office/").status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 200),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_open_form_is_taken_from_our_own_page_only(headers, status):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/form/", headers=headers).status_code == status


def test_open_form_knows_nobody_even_if_somebody_is_signed_in(client, sign_in):
    sign_in(coordinator=True)

    assert client.get("/form/").text == "GET True"


def test_link_needs_nothing_but_itself():
    assert Client(enforce_csrf_checks=True).post("/link/").text == "POST"


def test_own_page_is_for_any_role_and_asks_who_is_there(client):
    assert client.get("/own/").url == "/konto/login/?next=/own/"
    client.force_login(UserFactory(name="Eva"))
    assert client.get("/own/").text == "Eva"


@pytest.mark.django_db(transaction=True)
def test_nobody_acts_after_an_answer(client):
    client.force_login(UserFactory(head=True))
    client.get("/office/")

    with transaction.atomic():
        assert current_actor() == ""
