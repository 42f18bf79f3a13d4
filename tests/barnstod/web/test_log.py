"""A line of the log tells where and what kind, and nothing about anybody."""

import io
import json
import logging

import pytest
from celery import shared_task
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from barnstod.celery import app
from barnstod.security.access import public
from barnstod.web.log import JsonFormatter
from tests.factories.accounts import UserFactory

NAME = "Hemligsson"


@public("A page that goes wrong with a name in what went wrong")
def broken(request, name=""):
    raise ValueError(f"{NAME} is not a number")


@public("A page that is attacked")
def attacked(request):
    raise SuspiciousOperation(f"{NAME} was here")


@public("A page that is asked by name")
def fine(request, name):
    return HttpResponse(name)


urlpatterns = [
    path("broken/", broken),
    path("attacked/", attacked),
    path("fine/<str:name>/", fine),
    path("", include("barnstod.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def log():
    """Return a function that returns the lines logged so far, formatted as in production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    assert NAME not in stream.getvalue()


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def test_exception_is_logged_with_its_place_and_without_its_message(client, log):
    client.get(f"/broken/?name={NAME}")

    [error] = [line for line in log() if line["level"] == "ERROR"]
    assert (error["error"], error["logger"]) == ("ValueError", "django.request")
    assert any(place.endswith(" broken") for place in error["where"])
    assert error["reference"] == log()[-1]["reference"]


def test_request_is_logged_by_its_route_without_path_query_and_address(client, log):
    client.get(f"/fine/{NAME}/?q={NAME}", REMOTE_ADDR="192.0.2.17", headers={"User-Agent": NAME})

    [line] = log()
    assert "192.0.2.17" not in json.dumps(line)
    assert {key: line[key] for key in ("logger", "message", "method", "route", "status")} == {
        "logger": "barnstod.access",
        "message": "request",
        "method": "GET",
        "route": "fine/<str:name>/",
        "status": 200,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        (f"/{NAME}/", {}, 404),
        (f"/grupper/{NAME.lower()}/?plats={NAME}", {}, 404),
        (f"/lank/{NAME}/valkommen/", {}, 404),
        ("/attacked/", {}, 400),
        ("/fine/x/", {"Host": f"{NAME}.example"}, 400),
        ("/fine/x/", {"Referer": f"https://{NAME}.example", "Cookie": f"a={NAME}"}, 200),
        (f"/kontor/?namn={NAME}", {}, 302),
    ],
)
def test_strange_request_leaves_nothing_of_itself_in_the_log(client, log, address, headers, status):
    assert client.get(address, headers=headers).status_code == status
    assert log()


@pytest.mark.django_db
def test_failed_sign_in_and_refused_form_leave_nothing_of_what_was_typed(log):
    client = Client(enforce_csrf_checks=True)
    client.post("/konto/login/", {"login": f"{NAME}@x.se", "password": NAME})
    client = Client()
    client.post("/konto/login/", {"login": f"{NAME}@x.se", "password": NAME})
    client.force_login(UserFactory(name=NAME, email=f"{NAME.lower()}@x.se"))
    client.get("/kontor/")

    assert log()


@shared_task(name="tests.broken")
def broken_task(name):
    raise ValueError(f"{name} is not a number")


def test_task_that_fails_is_logged_without_its_arguments(log):
    app.tasks["tests.broken"].apply(args=[NAME], kwargs={})

    [line] = [line for line in log() if line["level"] == "ERROR"]
    assert (line["error"], line["logger"]) == ("ValueError", "celery.app.trace")
    assert line["message"] == "Task %(name)s[%(id)s] %(description)s: %(exc)s"


def test_message_of_a_library_without_arguments_is_only_a_place(log):
    logging.getLogger("some.library").error(f"could not parse {NAME}")

    [line] = log()
    assert line["message"].startswith(__file__)


def test_our_own_message_is_a_constant_and_its_arguments_stay_out(log):
    logging.getLogger("barnstod.web").warning("Could not read %s", NAME)
    logging.getLogger("referrals.services").warning("Nobody answered")

    assert [line["message"] for line in log()] == ["Could not read %s", "Nobody answered"]
