"""The neutral site that "Leave the site" goes on to, which can be as slow as a test wants."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"<!doctype html><html lang=sv><title>V\xc3\xa4der</title><h1>Sol</h1></html>"
PATH = "/vader/"
PATIENCE = 60  # seconds


class Neutral:
    """A web server that remembers with which headers it was asked for its page."""

    def __init__(self, port: int) -> None:
        self._open, self.asked = threading.Event(), []
        self._open.set()
        neutral = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name http.server calls
                if self.path == PATH:  # and not its icon
                    neutral.asked.append(dict(self.headers))
                    neutral._open.wait(PATIENCE)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *arguments) -> None:
                """Say nothing on the test's screen."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{port}{PATH}"

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Answer nobody while the block runs."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def close(self) -> None:
        self._open.set()
        self._server.shutdown()
        self._server.server_close()
