"""The open form: given out by us, filled in by a person, and not too often from one place."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from barnstod.security import form_guard, visitor
from barnstod.security.form_guard import Refused, check, stamp


@pytest.fixture
def clock(monkeypatch):
    """Return a function that lets seconds pass."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def passes(seconds):
        now[0] += seconds

    return passes


def form(given, address="192.0.2.1", **fields):
    return RequestFactory().post("/plats/", {"stamp": given, **fields}, REMOTE_ADDR=address)


def refusal(request):
    with pytest.raises(Refused) as caught:
        check(request)
    return caught.value


def test_form_filled_in_by_a_person_is_taken(clock):
    given = stamp()
    clock(3)

    assert check(form(given)) is None


def test_form_may_lie_open_over_a_working_day(clock):
    given = stamp()
    clock(12 * 3600 - 1)

    assert check(form(given)) is None


@pytest.mark.parametrize("seconds", [0, 2])
def test_form_filled_in_by_a_program_is_refused_and_may_be_sent_again(clock, seconds):
    given = stamp()
    clock(seconds)

    refused = refusal(form(given))

    assert (refused.reason, refused.stamp) == ("quick", given)
    clock(3)
    assert check(form(refused.stamp)) is None


def test_form_from_yesterday_is_refused_and_may_be_sent_again(clock):
    given = stamp()
    clock(12 * 3600 + 1)

    refused = refusal(form(given))

    assert refused.reason == "old"
    clock(3)
    assert check(form(refused.stamp)) is None


@pytest.mark.parametrize("given", ["", "1", "1:x", "\x00", "9999999999:abc", "å" * 500])
def test_form_that_we_did_not_give_out_is_refused(given):
    assert refusal(form(given)).reason == "old"


def test_stamp_of_another_purpose_does_not_count(clock):
    given = Signer(salt="something else").sign(str(int(time.time())))
    clock(3)

    assert refusal(form(given)).reason == "old"


def test_field_that_people_do_not_see_must_be_empty(clock):
    given = stamp()
    clock(3)

    assert refusal(form(given, homepage="https://spam.example")).reason == "honeypot"


def test_too_many_forms_from_one_network_are_refused_and_others_are_not(clock):
    given = stamp()
    clock(3)
    for _ in range(form_guard.MOST):
        check(form(given))

    assert refusal(form(given)).reason == "often"
    assert check(form(given, address="192.0.2.2")) is None


def test_form_is_taken_while_the_cache_is_away(clock, cache_away):
    given = stamp()
    clock(3)

    for _ in range(form_guard.MOST + 5):
        assert check(form(given)) is None


def test_template_carries_the_stamp_and_hides_the_trap():
    given = stamp()
    html = render_to_string("components/_form_guard.html", {"form_stamp": given})

    assert f'name="{form_guard.STAMP}" value="{given}"' in html
    assert f'name="{form_guard.HONEYPOT}" tabindex="-1" autocomplete="off"' in html


def test_cache_holds_no_address(clock):
    given = stamp()
    clock(3)
    check(form(given, address="192.0.2.77"))

    redis = cache._cache.get_client()
    kept = {key: redis.get(key) for key in redis.scan_iter(match="cache:*")}
    assert any(b"attempts:public-form" in key for key in kept)
    assert "192.0.2" not in str(kept)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "network"),
    [
        (0, "", "192.0.2.1", "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.9", "10.0.0.1", "198.51.100.9"),
        (1, "6.6.6.6, 198.51.100.9", "10.0.0.1", "198.51.100.9"),
        (2, "6.6.6.6, 198.51.100.9, 10.0.0.2", "10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "", "unknown"),
        (1, "nonsense", "10.0.0.1", "unknown"),
    ],
)
def test_sender_cannot_choose_the_address_that_is_counted(
    settings, proxies, forwarded, remote, network
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)

    assert visitor._network(request) == network


def test_pseudonym_is_another_tomorrow(monkeypatch):
    request = form("")
    today = visitor.pseudonym(request)
    assert visitor.pseudonym(request) == today

    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert visitor.pseudonym(request) != today
