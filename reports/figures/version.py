"""Which way of counting a number was made by."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def counting_version() -> str:
    """Return a mark of the code that counts: another mark, perhaps another number."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:8]
