"""Servers that are not ours, as small as they can be and as real as they must."""

import base64
import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def _part(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class CitySignIn(ThreadingHTTPServer):
    """The city's OpenID Connect server: it says of everybody what ``claims`` says."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _CityHandler)
        self.claims: dict = {}
        self.address = f"http://127.0.0.1:{self.server_port}"

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()


class _CityHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        address = self.server.address
        if urlsplit(self.path).path == "/userinfo":
            return self._answer(self.server.claims)
        return self._answer(
            {
                "issuer": address,
                "authorization_endpoint": f"{address}/authorize",
                "token_endpoint": f"{address}/token",
                "userinfo_endpoint": f"{address}/userinfo",
                "jwks_uri": f"{address}/keys",
            }
        )

    def do_POST(self):
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        claims = {"iss": self.server.address, "aud": "barnstod", "exp": 4102444800}
        token = f"{_part({'alg': 'none'})}.{_part(claims | self.server.claims)}."
        self._answer({"access_token": body["code"][0], "token_type": "Bearer", "id_token": token})

    def _answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
