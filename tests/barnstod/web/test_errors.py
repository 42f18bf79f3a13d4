"""The error pages: a reference to quote, nothing of what went wrong, and nothing typed is lost."""

import re
from contextlib import ExitStack

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from barnstod.accounts.models import User
from barnstod.security.access import allow, public, public_form
from tests.factories.accounts import PASSWORD, UserFactory
from tests.faults import database_is_away

REFERENCE = re.compile(r'class="reference">([0-9a-f]{8})<')
SECRET = "Anna-Karin Hemlig"


def raises(error):
    @public("A page that goes wrong")
    def view(request):
        raise error

    return view


@public_form("A form that saves")
def form(request):
    User.objects.count()
    return HttpResponse("saved")


@allow(lambda user: True)
def office_form(request):
    return HttpResponse("saved")


GONE = ExitStack()  # what is entered in it lasts as long as the test says


@allow(lambda user: True)
def last_office_form(request):
    """Be the last that the database does before it goes away."""
    request.session["said"] = "saved"
    transaction.on_commit(lambda: GONE.enter_context(database_is_away()))
    return HttpResponse("saved")


urlpatterns = [
    path("400/", raises(BadRequest(SECRET))),
    path("403/", raises(PermissionDenied(SECRET))),
    path("404/", raises(Http404(SECRET))),
    path("500/", raises(ValueError(SECRET))),
    path("form/", form),
    path("kontor/form/", office_form),
    path("kontor/last/", last_office_form),
    path("", include("barnstod.urls")),
]
handler400 = "barnstod.web.errors.bad_request"
handler403 = "barnstod.web.errors.forbidden"
handler404 = "barnstod.web.errors.not_found"
handler500 = "barnstod.web.errors.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    """A browser, which sees the page where a test would see the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("prefix", "words"), [("", "finns inte"), ("/en", "does not exist")])
def test_page_speaks_the_language_of_the_address_leads_home_in_it_and_can_be_rung(
    client, settings, prefix, words
):
    settings.OFFICE_PHONE = "08-123 45 67"

    text = client.get(f"{prefix}/nowhere/").text

    assert words in text
    assert set(re.findall(r'<a class="(?:mark|button)" href="([^"]*)"', text)) == {f"{prefix}/"}
    assert 'href="tel:081234567"' in text


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_page_gives_a_reference_and_nothing_of_what_went_wrong(client, status):
    response = client.get(f"/{status}/")

    assert response.status_code == status
    assert REFERENCE.search(response.text)
    assert SECRET not in response.text
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_reference_on_the_page_is_the_one_in_the_log(client, caplog):
    response = client.get("/500/")

    [line] = [record for record in caplog.records if record.name == "barnstod.access"]
    assert line.fields["status"] == 500
    assert REFERENCE.search(response.text)[1] == response.wsgi_request.reference


@pytest.mark.django_db
def test_form_that_had_been_open_too_long_says_so(sign_in):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(UserFactory(coordinator=True))

    response = client.post("/kontor/form/", {"note": "typed"})

    assert response.status_code == 403
    assert 'href="/kontor/"' in response.text


@pytest.mark.django_db(transaction=True)
def test_family_keeps_what_it_typed_while_the_database_is_away(client):
    typed = {"who": ["Åsa <b>", "Bo & co"], "key": ["17"]}
    with database_is_away():
        response = client.post("/form/?grupp=x", typed)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    assert re.findall(r'name="([^"]*)" value="([^"]*)"', response.text) == [
        ("who", "Åsa &lt;b&gt;"),
        ("who", "Bo &amp; co"),
        ("key", "17"),
    ]
    assert 'action="/form/?grupp=x"' in response.text
    assert client.post("/form/?grupp=x", typed).text == "saved"


@pytest.mark.django_db(transaction=True)
def test_member_of_staff_keeps_what_was_typed_while_the_database_is_away(client):
    client.force_login(UserFactory(coordinator=True))
    with database_is_away():
        response = client.post("/kontor/form/", {"note": "typed"})

    assert response.status_code == 503
    assert re.findall(r'name="([^"]*)" value="([^"]*)"', response.text) == [("note", "typed")]
    assert client.post("/kontor/form/", {"note": "typed"}).text == "saved"


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_kept_when_the_database_goes_away_before_the_session_is_saved(client):
    client.force_login(UserFactory(coordinator=True))

    with GONE:
        response = client.post("/kontor/last/", {"name": "Ulla"})

    assert response.status_code == 503
    assert '<input type="hidden" name="name" value="Ulla">' in response.text


@pytest.mark.django_db(transaction=True)
def test_password_is_not_carried_in_a_page(client):
    with database_is_away():
        response = client.post(reverse("account_login"), {"login": "a@b.se", "password": PASSWORD})

    assert response.status_code == 503
    assert PASSWORD not in response.text
    assert "<form" not in response.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/", "/en/", "/kontor/", "/kontor/logg/", "/konto/login/"])
def test_reader_gets_a_page_and_not_an_exception_while_the_database_is_away(client, address):
    client.force_login(UserFactory(head=True))
    with database_is_away():
        response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert REFERENCE.search(response.text)
    assert "<script" not in re.sub(r'<script src="/static/barnstod/leave.js">', "", response.text)


@pytest.mark.django_db(transaction=True)
def test_request_that_cannot_even_be_read_is_answered_while_the_database_is_away(client):
    with database_is_away():
        response = client.post(
            "/form/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=x"
        )

    assert response.status_code in (400, 503)
