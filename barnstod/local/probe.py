"""Is the web server of this container well? Asked by its health check; exit code 0 or 1."""

import http.client
import os
import sys


def well(port: int = 8000) -> bool:
    """Ask /healthz/ under the portal's own host name: a server in production answers no other."""
    host = os.environ.get("BARNSTOD_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz/", headers={"Host": host})
        return connection.getresponse().status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not well())
