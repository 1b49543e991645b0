"""A client of few words for the tests of the playground: standard library, no redirects followed, nothing hidden."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from hooknb.playground import Playground

SECONDS = 20


@dataclass(frozen=True)
class Got:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


Ask = Callable[..., Got]


@pytest.fixture
def ask(playground: Playground) -> Ask:
    """Return a function that sends one request on a connection of its own."""

    def send(method: str, path: str, body: Any = None, **headers: str) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, dict | list):
            body, named = json.dumps(body), {"Content-Type": "application/json", **named}
        connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=SECONDS)
        try:
            connection.request(method, path, body=body, headers=named)
            response = connection.getresponse()
            return Got(response.status, response.headers, response.read())
        finally:
            connection.close()

    return send


@pytest.fixture
def wire(playground: Playground) -> Iterator[Callable[[], socket.socket]]:
    """Return a function that opens a bare connection; all are closed at the end."""
    opened = []

    def connect() -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", playground.port), timeout=SECONDS))
        return opened[-1]

    yield connect
    for client in opened:
        client.close()


@pytest.fixture
def exchange(wire: Callable[[], socket.socket]) -> Callable[[bytes], bytes]:
    """Return a function that sends bytes, ends its side, and returns every byte of the answer."""

    def send(data: bytes) -> bytes:
        client = wire()
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65_536), b""))

    return send
