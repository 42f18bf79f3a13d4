"""Real faults: servers that are away, as the portal meets them."""

import contextlib

from django.db import connection


@contextlib.contextmanager
def database_is_away():
    """Hang up, and let every new call find nobody there. For tests that commit."""
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        yield
    finally:
        connection.settings_dict["HOST"] = host
