"""The city's sign-in opens accounts that exist, by verified address; it makes and lends none."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import NoReverseMatch, include, path, reverse

from barnstod.accounts.models import User
from barnstod.accounts.signin import single_sign_on
from tests.factories.accounts import UserFactory
from tests.fakes import CitySignIn

urlpatterns = [*single_sign_on, path("", include("barnstod.urls"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

LOGIN = "/konto/staden/"


@pytest.fixture
def city(settings):
    with CitySignIn().running() as city:
        app = {
            "provider_id": settings.OIDC_PROVIDER,
            "name": "Staden",
            "client_id": "barnstod",
            "secret": "secret",
            "settings": {"server_url": city.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield city


def come_back(client, city, claims, query=""):
    """Go to the city and come back as the one whom ``claims`` describes."""
    city.claims = {"sub": "17", **claims}
    away = client.get(LOGIN + query)
    assert away.url.startswith(f"{city.address}/authorize")
    asked = parse_qs(urlsplit(away.url).query)
    answer = {"code": "abc", "state": asked["state"][0]}
    return client.get(urlsplit(asked["redirect_uri"][0]).path, answer)


def test_known_verified_address_signs_in_and_is_recognised_afterwards(client, city):
    user = UserFactory(email="eva@stad.se", coordinator=True)

    response = come_back(client, city, {"email": "Eva@stad.se", "email_verified": True})

    assert response.url == reverse("start")
    assert client.get("/kontor/").status_code == 200
    # The address at the city may change; the city's own number of the person does not.
    other = Client()
    come_back(other, city, {"email": "eva.ny@stad.se", "email_verified": True})
    assert other.get("/kontor/").wsgi_request.user == user


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eva@stad.se"},
        {"email": "eva@stad.se", "email_verified": False},
        {"email": "stranger@stad.se", "email_verified": True},
        {},
    ],
    ids=["not said to be verified", "not verified", "unknown", "no address"],
)
def test_nobody_else_comes_in_and_no_account_is_made(client, city, claims):
    UserFactory(email="eva@stad.se", coordinator=True)

    come_back(client, city, claims)

    assert client.get("/kontor/").status_code == 302
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_closed_account_stays_closed(client, city):
    UserFactory(email="eva@stad.se", coordinator=True, closed=True)

    come_back(client, city, {"email": "eva@stad.se", "email_verified": True})

    assert client.get("/kontor/").status_code == 302


def test_second_factor_is_asked_for_here_too(client, city):
    user = UserFactory(email="eva@stad.se", coordinator=True)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    response = come_back(client, city, {"email": "eva@stad.se", "email_verified": True})

    assert response.url == reverse("mfa_authenticate")
    assert client.get("/kontor/").status_code == 302


def test_account_cannot_be_connected_to_somebody_elses_sign_in(client, city):
    client.force_login(UserFactory(email="eva@stad.se", coordinator=True))

    response = come_back(
        client, city, {"email": "other@stad.se", "email_verified": True}, "?process=connect"
    )

    assert response.status_code == 401
    assert not SocialAccount.objects.exists()


def test_sign_in_page_offers_the_city(client, city):
    assert f'href="{LOGIN}' in client.get("/konto/login/").text


@pytest.mark.urls("barnstod.urls")
def test_city_has_no_address_here_unless_it_is_configured(client):
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login")
    assert client.get(LOGIN).status_code == 404
