"""A cache that may be away: every page answers without it."""

import json
import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds during which a cache that did not answer is not asked again


class PlainValues:
    """What is kept is JSON: whoever gets at the cache must not get to run code here."""

    def dumps(self, value):
        return json.dumps(value)

    def loads(self, data):
        return json.loads(data)


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, with a miss where the server does not answer.

    The first one to notice waits for ``socket_timeout``; then nobody asks for a while.
    """

    _asked_again_at = 0.0  # of the process: Django makes one object per thread

    def __init__(self, server, params):
        params["OPTIONS"] = {
            "serializer": PlainValues,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, params)

    def add(self, *args, **kwargs):
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._or(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, super().has_key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._or(delta, super().incr, key, delta, version)

    def get_many(self, *args, **kwargs):
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, super().delete_many, *args, **kwargs)

    def clear(self):
        """Forget our own keys; Django's FLUSHDB would take the broker's queues with it."""
        return self._or(False, self._clear_own)

    def _clear_own(self):
        client = self._cache.get_client(write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)
        return True

    def _or(self, otherwise, call, *args, **kwargs):
        if time.monotonic() < FailOpenRedisCache._asked_again_at:
            return otherwise
        try:
            return call(*args, **kwargs)
        except RedisError as error:
            FailOpenRedisCache._asked_again_at = time.monotonic() + PAUSE
            logger.warning("The cache is away", extra={"fields": {"error": type(error).__name__}})
            return otherwise
