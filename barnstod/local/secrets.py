"""The secrets of a portal on a laptop: made once at random, kept where only its user can read."""

import base64
import json
import os
import secrets
from pathlib import Path

from barnstod.local.places import Places


def kept_secrets(places: Places) -> dict[str, str]:
    """Return the environment variables that are secret, making them at the first start."""
    file = places.state / "secrets.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    made = _fresh() | kept
    if made != kept:
        _write_private(file, json.dumps(made, indent=1))
    return made | {key: os.environ[key] for key in made if os.environ.get(key)}


def _fresh() -> dict[str, str]:
    return {
        "BARNSTOD_SECRET_KEY": secrets.token_urlsafe(50),
        "BARNSTOD_KEYS": f"local1:{_key()}",
        "BARNSTOD_INDEX_KEY": _key(),
        "BARNSTOD_DEMO_PASSWORD": f"barn-{secrets.token_hex(2)}-{secrets.token_hex(2)}",
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write_private(file: Path, text: str) -> None:
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    draft.replace(file)
