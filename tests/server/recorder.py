"""A server that keeps every request as it came over the wire, and answers 200."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Recorded:
    """One request: its line and headers as they came, and the bytes of its body."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


class Recorder:
    """Listen on a free port of 127.0.0.1 until it is closed; `take()` gives the request that came last."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._seen: list[Recorded] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing a socket does not wake who waits in accept; a last visitor does.
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join()
        self._socket.close()

    def take(self) -> Recorded | None:
        """Return the only request since the last call, or None when none came."""
        seen, self._seen = self._seen, []
        assert len(seen) <= 1, f"{len(seen)} requests came"
        return seen[0] if seen else None

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            with connection:
                request = _read(connection)
                if request is None:
                    return
                self._seen.append(request)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")


def _read(connection: socket.socket) -> Recorded | None:
    connection.settimeout(10)
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return None
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    headers = tuple((name, value.strip(" \t")) for name, _, value in (each.partition(":") for each in lines))
    named = {name.lower(): value for name, value in headers}
    if "expect" in named:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    while len(body) < int(named.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _ = line.split(" ")
    return Recorded(method, target, headers, body)
