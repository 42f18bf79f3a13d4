"""The cache may be away, may hang and may be full of nonsense: every page answers without it."""

import json
import socket
import time

import pytest
from django.core.cache import cache

from barnstod.web.cache import FailOpenRedisCache
from tests.factories.accounts import PASSWORD, UserFactory

CALLS = {
    "add": (lambda: cache.add("k", 1), True),
    "get": (lambda: cache.get("k", "otherwise"), "otherwise"),
    "set": (lambda: cache.set("k", 1), None),
    "touch": (lambda: cache.touch("k"), False),
    "delete": (lambda: cache.delete("k"), False),
    "has_key": (lambda: "k" in cache, False),
    "incr": (lambda: cache.incr("k", 3), 3),
    "get_many": (lambda: cache.get_many(["k", "l"]), {}),
    "set_many": (lambda: cache.set_many({"k": 1}), ["k"]),
    "delete_many": (lambda: cache.delete_many(["k"]), None),
    "get_or_set": (lambda: cache.get_or_set("k", 7), 7),
    "clear": (lambda: cache.clear(), False),
}


@pytest.mark.parametrize("call", CALLS)
def test_cache_that_is_away_is_a_miss(cache_away, call):
    ask, answer = CALLS[call]

    assert ask() == answer


@pytest.mark.django_db
def test_sign_in_and_pages_work_without_the_cache(cache_away, client):
    user = UserFactory(coordinator=True)

    answer = client.post("/konto/login/", {"login": user.email, "password": PASSWORD})

    assert answer.url == "/kontor/"
    assert client.get("/kontor/").status_code == 200
    assert client.get("/").status_code == 200


def test_cache_that_hangs_is_waited_for_once_and_then_left_in_peace(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": where}}
        begun = time.monotonic()
        for _ in range(20):
            assert cache.get("k", "otherwise") == "otherwise"
        assert time.monotonic() - begun < 2.5
    FailOpenRedisCache._asked_again_at = 0.0


@pytest.mark.parametrize("value", [1, 0, True, None, "å", [1.5, 2], {"a": [1]}])
def test_what_is_kept_comes_back(value):
    cache.set("k", value, 60)

    assert cache.get("k", "missing") == value


def test_counter_counts():
    cache.add("n", 0, 60)

    assert [cache.incr("n"), cache.incr("n", 5)] == [1, 6]


def test_what_is_kept_is_plain_text_and_runs_nothing():
    cache.set("k", {"a": 1}, 60)
    redis = cache._cache.get_client()

    assert json.loads(redis.get(cache.make_key("k"))) == {"a": 1}
    with pytest.raises(TypeError):
        cache.set("k", object(), 60)


def test_clearing_leaves_the_queues_of_the_broker_alone():
    redis = cache._cache.get_client()
    redis.lpush("some queue", "a job")
    cache.set("k", 1)

    cache.clear()

    assert (cache.get("k"), redis.llen("some queue")) == (None, 1)
    redis.delete("some queue")
