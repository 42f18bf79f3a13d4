"""The path alone decides the language."""

import pytest
from django.http import HttpResponse
from django.urls import include, path, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language

from barnstod.security.access import public
from barnstod.web.language import in_each_language


@public("A page")
def page(request, **kwargs):
    return HttpResponse(f"{get_language()} {request.LANGUAGE_CODE}")


app_name = "app"
app = (
    [
        in_each_language([path("", page, name="list"), path("a/<slug:slug>/", page, name="one")]),
        path("kontor/x/", page, name="office"),
    ],
    "app",
)
urlpatterns = [path("", include(app))]

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "headers", "language"),
    [
        ("/", {}, "sv"),
        ("/", {"Accept-Language": "en", "Cookie": "django_language=en"}, "sv"),
        ("/en/", {}, "en"),
        ("/en/", {"Accept-Language": "sv"}, "en"),
        ("/en/a/b/", {}, "en"),
        ("/kontor/x/", {"Accept-Language": "en"}, "sv"),
    ],
)
def test_path_decides(client, address, headers, language):
    response = client.get(address, headers=headers)

    assert response.text == f"{language} {language}"
    assert response["Content-Language"] == language
    assert "Vary" not in response


@pytest.mark.parametrize("address", ["/sv/", "/de/", "/en/kontor/x/", "/en/en/"])
def test_no_other_twin_exists(client, address):
    assert client.get(address).status_code == 404


def test_addresses_are_made_in_the_language_of_the_page():
    made = {}
    for language in ("sv", "en"):
        with translation.override(language):
            made[language] = [
                reverse("app:list"), reverse("app:one", args=["b"]), reverse("app:office"),
            ]  # fmt: skip
            assert resolve(made[language][1]).view_name == "app:one"

    assert made == {
        "sv": ["/", "/a/b/", "/kontor/x/"],
        "en": ["/en/", "/en/a/b/", "/kontor/x/"],
    }


def test_language_does_not_stay_with_the_thread(client):
    client.get("/en/")

    assert get_language() == "sv"
