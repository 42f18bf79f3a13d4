"""People in front of the running portal, over plain HTTP: sign in, read pages, send forms."""

import http.client
import re
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PATIENCE = 60  # seconds
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the page, the form key and the CSRF token among them."""
        return dict(HIDDEN.findall(self.text))


@dataclass
class Person:
    """One browser's worth of cookies; ``email`` is empty for a visitor without an account."""

    url: str
    email: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, object] | list[tuple[str, object]]) -> Answer:
        """Send a form as the page ``path`` would, with the CSRF token of the session."""
        return self._send("POST", path, urlencode(fields, doseq=True).encode())

    def form(self, path: str, fields: dict[str, object]) -> bytes:
        """Return the request that ``post`` would send, to be sent later."""
        return self.request_bytes("POST", path, urlencode(fields, doseq=True).encode())

    def sign_in(self, password: str) -> "Person":
        form = self.get("/konto/login/").hidden
        answer = self.post("/konto/login/", form | {"login": self.email, "password": password})
        assert answer.status == 302, f"{self.email} could not sign in: {answer.status}"
        return self

    def request_bytes(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Return the whole request as it goes over the wire."""
        parts = urlsplit(self.url)
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Connection: close",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
            f"Origin: {self.url}",
            "Accept-Encoding: identity",
        ]
        if body:
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*head, "", ""]).encode() + body

    def connect(self) -> socket.socket:
        parts = urlsplit(self.url)
        return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)

    def read(self, connection: socket.socket) -> Answer:
        """Read one answer and keep its cookies."""
        response = http.client.HTTPResponse(connection)
        response.begin()
        answer = Answer(response.status, response.headers, response.read())
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer

    def _send(self, method: str, path: str, body: bytes = b"") -> Answer:
        with self.connect() as connection:
            connection.sendall(self.request_bytes(method, path, body))
            return self.read(connection)


def all_at_once(requests: Sequence[tuple[Person, bytes]]) -> list[Answer]:
    """Send every request but its last byte, then all last bytes together; return the answers.

    Clients that merely start together arrive one after the other, and a race that is there does
    not show. The server has read each request but for one byte when they are let go.
    """
    connections = [(person, person.connect()) for person, _ in requests]
    for (_, connection), (_, request) in zip(connections, requests, strict=True):
        connection.sendall(request[:-1])
    barrier = threading.Barrier(len(requests))

    def release(number: int) -> Answer:
        person, connection = connections[number]
        barrier.wait(PATIENCE)
        with connection:
            connection.sendall(requests[number][1][-1:])
            return person.read(connection)

    return in_parallel(release, range(len(requests)))


def in_parallel(do: Callable[[int], Answer], numbers: Sequence[int]) -> list[Answer]:
    with ThreadPoolExecutor(len(numbers)) as pool:
        return list(pool.map(do, numbers))
