"""Sealing of personal data: authenticated encryption at rest, and search without reading.

A sealed value is ``<key id>:<base64 of nonce and ciphertext>``. The context (table, column and
row) is authenticated with it, so a value copied to another row does not open.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
KEY_BYTES = 32


class SealBroken(Exception):
    """The value was changed, moved to another row, or its key is not in the key ring."""


def seal(text: str, context: str) -> str:
    """Return ``text`` sealed with the current key; opens only with the same ``context``."""
    key_id = current_key_id()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key_ring()[key_id]).encrypt(nonce, text.encode(), context.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def open_sealed(token: str, context: str) -> str:
    """Return the text of a sealed value. Raises SealBroken."""
    key_id, _, body = token.partition(":")
    try:
        raw = base64.b64decode(body, validate=True)
        text = AESGCM(key_ring()[key_id]).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()
        )
    except (KeyError, ValueError, InvalidTag) as error:
        raise SealBroken(key_id if key_id in key_ring() else "unknown key") from error
    return text.decode()


def sealed_anew(token: str, context: str) -> str:
    """Return the same text sealed with the current key, or ``token`` where nothing is to be done.

    Raises SealBroken.
    """
    if not token or key_id_of(token) == current_key_id():
        return token
    return seal(open_sealed(token, context), context)


def key_id_of(token: str) -> str:
    return token.partition(":")[0]


def current_key_id() -> str:
    return next(iter(key_ring()))


def blind_index(purpose: str, value: str) -> bytes:
    """Return the HMAC by which ``value`` can be found again, and nothing else learnt of it.

    ``purpose`` separates the uses: the same word as a name and as a number gives two indexes.
    """
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("BARNSTOD_INDEX_KEY is 32 bytes as base64.")
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


def key_ring() -> dict[str, bytes]:
    """Return key id -> key, the current one first."""
    return _parse_keys(settings.SEALING_KEYS, settings.SEALING_KEYS_FILE)


@cache
def _parse_keys(keys: str, keys_file: str) -> dict[str, bytes]:
    """Parse ``id:base64`` entries, from the environment or from a file, once per process."""
    text = Path(keys_file).read_text() if keys_file else keys
    ring = {}
    for entry in text.replace("\n", ",").split(","):
        if entry.strip():
            key_id, _, encoded = entry.strip().partition(":")
            ring[key_id] = base64.b64decode(encoded)
    if not ring or any(len(key) != KEY_BYTES for key in ring.values()):
        raise ImproperlyConfigured("BARNSTOD_KEYS is 'id:base64 of 32 bytes', comma-separated.")
    return ring
