"""The headers of the five kinds of address, word for word."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from barnstod.security.access import allow, public, public_form, signin, token
from tests.architecture.addresses import World, addresses_of
from tests.factories.accounts import UserFactory

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Language": "sv",
    "Content-Type": "text/html; charset=utf-8",
}
NOT_KEPT = {"Cache-Control": "no-store"}
NOT_INDEXED = {"X-Robots-Tag": "noindex"}
SILENT = {"Referrer-Policy": "no-referrer"}
AMONG_OURSELVES = {"Referrer-Policy": "same-origin"}

KINDS = {
    "public": EVERYWHERE | NOT_KEPT | SILENT | {"CDN-Cache-Control": "max-age=60"},
    "public_form": EVERYWHERE | NOT_KEPT | SILENT,
    "token": EVERYWHERE | NOT_KEPT | SILENT | NOT_INDEXED,
    "office": EVERYWHERE | NOT_KEPT | AMONG_OURSELVES | NOT_INDEXED | {"Vary": "Cookie"},
    "signin": EVERYWHERE | NOT_KEPT | AMONG_OURSELVES | NOT_INDEXED,
    "missing": EVERYWHERE | NOT_KEPT | SILENT,
}


def view(request):
    return HttpResponse("page")


@public("A page that nobody may keep, not even our proxy")
def private(request):
    return HttpResponse("page", headers={"CDN-Cache-Control": "no-store"})


@public("A feed says itself how long it holds")
def feed(request):
    return HttpResponse("feed", headers={"Cache-Control": "public, no-cache", "ETag": '"1"'})


@public("A page that goes wrong")
def broken(request):
    raise ValueError


urlpatterns = [
    path("public/", public("A page")(view)),
    path("private/", private),
    path("feed/", feed),
    path("broken/", broken),
    path("public_form/", public_form("A form")(view)),
    path("token/", token("A link")(view)),
    path("office/", allow(lambda user: True)(view)),
    path("signin/", signin("The door", anonymous=True)(view)),
    path("", include("barnstod.urls")),
]
handler404 = "barnstod.web.errors.not_found"
handler500 = "barnstod.web.errors.server_error"


def headers(response):
    return {name: value for name, value in response.items() if name != "Content-Length"}


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_kind_of_address_has_exactly_these_headers(client, kind, db):
    if kind == "office":
        client.force_login(UserFactory())

    assert headers(client.get(f"/{kind}/")) == KINDS[kind]


@pytest.mark.urls(__name__)
def test_public_page_may_forbid_our_proxy_to_keep_it(client):
    assert client.get("/private/")["CDN-Cache-Control"] == "no-store"


@pytest.mark.urls(__name__)
def test_feed_may_be_kept_and_asked_about_again(client):
    response = client.get("/feed/")

    assert (response["Cache-Control"], response["ETag"]) == ("public, no-cache", '"1"')
    assert "CDN-Cache-Control" not in response


@pytest.mark.urls(__name__)
def test_error_on_a_public_page_is_kept_by_nobody(client):
    response = client.get("/broken/")

    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")
    assert "CDN-Cache-Control" not in response


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", addresses_of("public", "public_form", "token"), ids=lambda address: address.name
)
@pytest.mark.parametrize(
    "cookies",
    [
        {},
        {"barnstod": "x", "csrftoken": "y", "sessionid": "z", "messages": "m"},
        {"barnstod": "0123456789abcdef0123456789abcdef", "csrftoken": "a" * 64},
    ],
    ids=["none", "broken", "stale"],
)
def test_page_for_everybody_neither_reads_nor_sets_a_cookie(address, cookies):
    client, url = Client(headers={"Accept-Language": "en"}), address.url(World())
    client.cookies.load(cookies)

    for response in (client.get(url), client.head(url)):
        assert not response.cookies
        assert not {"Cookie", "Accept-Language"} & set(response.get("Vary", "").split(", "))
        assert not response.wsgi_request.session.accessed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", addresses_of("public", "public_form"), ids=lambda address: address.name
)
def test_page_for_everybody_is_the_same_for_somebody_signed_in(address):
    world, staff = World(), Client()
    staff.force_login(UserFactory(coordinator=True, admin=True))
    url = address.url(world)

    assert without_stamp(staff.get(url)) == without_stamp(Client().get(url))


@pytest.mark.django_db
@pytest.mark.parametrize("address", addresses_of("public"), ids=lambda address: address.name)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_page_is_read_only(address, method):
    client = Client(enforce_csrf_checks=True)

    assert getattr(client, method)(address.url(World())).status_code == 405


def without_stamp(response):
    """Return the page without what differs from one giving out of a form to the next."""
    return re.sub(rb'(name="(stamp|key)" value=)"[^"]*"', rb"\1", response.content)
