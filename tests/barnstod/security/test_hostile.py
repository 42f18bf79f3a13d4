"""Requests that no browser of good will sends: refused or answered, never a server error."""

import pytest
from django.test import Client

from barnstod.jobs.tasks import beat
from tests.architecture.addresses import World, addresses_of

OPEN = [
    address
    for address in addresses_of("public", "public_form", "token", "signin")
    if not getattr(address.view, "login_required", True)
]
ids = {"ids": lambda address: address.name}

pytestmark = pytest.mark.django_db

HEADERS = {
    "host that is not ours": {"Host": "evil.example"},
    "host that is no host": {"Host": "a b\x00[::"},
    "cookies that are no cookies": {"Cookie": "barnstod=\xff\x00; csrftoken=<b>; =; a"},
    "session of nobody": {"Cookie": "barnstod=" + "z" * 4000},
    "languages that are none": {"Accept-Language": "\xff;q=x,,,*;q=9,sv" * 50},
    "encoding that is none": {"Accept-Encoding": "gzip;q=0, \x00"},
    "address that is none": {"X-Forwarded-For": "1.2.3.4.5, \x00, ::ffff:x"},
    "htmx that is none": {"HX-Request": "true", "HX-Current-URL": "http://[::"},
    "range": {"Range": "bytes=0-9999999999999"},
    "condition": {"If-Modified-Since": "yesterday", "If-None-Match": 'W/"'},
}
QUERIES = [
    "b=%00&a=%00&o=%00&t=%00&s=%00&plats=%00&grupp=%00&next=%00",
    "b=%ff&a=%fe&o=%80&t=%c3&s=%e5&plats=%ff&grupp=%ff&next=%ff",
    "s=99999999999999999999999999&a=99999999999999999999&o=-1&b=1e9",
    "s=-1&a=-1&a=²&s=²",
    "next=//evil.example&next=javascript:alert(1)&process=connect",
    "b[]=1&b[x]=2&b=" + "1," * 500,
    "&&&===%%%zz",
]
BODIES = {
    "zero bytes": (
        "application/x-www-form-urlencoded",
        b"login=%00&password=%00&email=%00&stamp=%00",
    ),
    "no utf-8": ("application/x-www-form-urlencoded; charset=x", b"\xff\xfe=\x80&login=%ff"),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 1500),
    "too large": ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    "broken parts": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-"),
    "no boundary": ("multipart/form-data", b"--x"),
    "json": ("application/json", b'{"login": '),
    "xml": ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
}
PATHS = [
    "/%00/",
    "/%ff%fe/",
    "/grupper/%00/",
    "/grupper/" + "a" * 5000 + "/",
    "/lank/%00/valkommen/",
    "/lank/" + "%F0%9F%98%80" * 50 + "/valkommen/",
    "/konto/losenord/aterstall/zzzzzzzzzzzzzzzzzzzzzzzz-%00/",
    "/konto/losenord/aterstall/0-set-password/",
    "//evil.example/",
    "/../../etc/passwd",
    "/static/../barnstod/settings.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/%00",
    "/en/en/en/",
    "/sv/",
    "/kontor/%E5/",
    "/healthz",
]


@pytest.fixture
def client():
    beat()  # or /healthz/ says 503
    return Client(raise_request_exception=False)


@pytest.fixture
def url(address):
    return address.url(World())


@pytest.mark.parametrize("address", OPEN, **ids)
def test_strange_headers_are_answered(client, url):
    for name, headers in HEADERS.items():
        for ask in (client.get, client.post):
            assert ask(url, headers=headers).status_code < 500, name


@pytest.mark.parametrize("address", OPEN, **ids)
def test_strange_queries_are_answered(client, url):
    for query in QUERIES:
        assert client.get(f"{url}?{query}").status_code < 500, query


@pytest.mark.parametrize("address", OPEN, **ids)
def test_strange_bodies_are_answered(client, url):
    for name, (content_type, body) in BODIES.items():
        response = client.generic("POST", url, data=body, content_type=content_type)
        assert response.status_code < 500, name


@pytest.mark.parametrize("address", OPEN, **ids)
def test_strange_methods_are_answered(client, url):
    for method in ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "\xff"):
        assert client.generic(method, url).status_code < 500, method


@pytest.mark.parametrize("path", PATHS)
def test_strange_paths_are_answered(client, path):
    for ask in (client.get, client.post):
        assert ask(path).status_code < 500


@pytest.mark.parametrize("address", OPEN, **ids)
def test_host_that_is_not_ours_is_refused(client, url):
    assert client.get(url, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("query", QUERIES)
def test_strange_queries_to_the_log_are_answered(sign_in, client, query):
    client.force_login(sign_in(head=True))

    assert client.get(f"/kontor/logg/?reference=%00&email=%ff&{query}").status_code == 200
