"""One connection as a server that misbehaves sees it, and what may be written on it."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Callable


class Wire:
    """One connection as a behaviour sees it.

    Attributes:
        request: what arrived last, head and body.
        served: how many requests have arrived on this connection.
    """

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self._socket = connection
        self._stopping = stopping
        self.request = b""
        self.served = 0

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._socket.sendall(piece)

    def flood(self, piece: bytes) -> None:
        """Send one piece for ever."""
        while not self._stopping.is_set():
            self.send(piece)

    def drip(self, piece: bytes, seconds: float = 0.02) -> None:
        """Send one piece now and then, for ever."""
        while not self._stopping.wait(seconds):
            self.send(piece)

    def stall(self) -> None:
        """Say nothing more until the other side goes."""
        self._socket.settimeout(0.05)
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                if not self._socket.recv(65536):
                    return

    def wait(self, seconds: float = 0.1) -> None:
        """Let some time go by."""
        self._stopping.wait(seconds)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def late_reset(self) -> None:
        """Reset when what was sent has been read; a reset drops what is still on its way."""
        self.wait()
        self.reset()

    def speak_plainly(self, *pieces: bytes) -> None:
        """Send bytes below TLS, as something in between would."""
        plain = socket.socket(fileno=self._socket.detach())
        try:
            plain.sendall(b"".join(pieces))
        finally:
            plain.close()

    def receive(self) -> bytes:
        """Read whatever comes next."""
        return self._socket.recv(65536)

    def read_request(self) -> bool:
        """Read the next request; False at the end of the connection."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self.receive()
            if not piece:
                return False
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        while found and len(body) < int(found[1]):
            body += self.receive()
        self.request = head + b"\r\n\r\n" + body
        self.served += 1
        return True

    @property
    def host(self) -> str:
        """The `Host` header of the request: where this server can be reached."""
        return re.search(rb"\r\nHost: ([^\r]+)", self.request)[1].decode()

    @property
    def is_open(self) -> bool:
        return self._socket.fileno() >= 0


Behaviour = Callable[[Wire], object]


def answer(
    body: bytes = b'{"ok": true}', *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """Write a whole answer; `length` overrides what Content-Length says."""
    framing = [f"Content-Length: {len(body) if length is None else length}"]
    lines = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: application/json",)), *framing]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def head(*lines: str) -> bytes:
    """Write the head of a good answer with some headers."""
    return "\r\n".join(["HTTP/1.1 200 OK", *lines]).encode("latin-1") + b"\r\n\r\n"


CHUNKED = head("Transfer-Encoding: chunked")


def says(*pieces: bytes, then: str = "keep") -> Behaviour:
    """Return a behaviour that sends some bytes, then keeps, or does what a method of `Wire` is called."""

    def behave(wire: Wire) -> None:
        wire.send(*pieces)
        if then != "keep":
            getattr(wire, then)()

    return behave


def floods(*pieces: bytes, piece: bytes) -> Behaviour:
    """Return a behaviour that sends some bytes, then one piece for ever."""
    return lambda wire: (wire.send(*pieces), wire.flood(piece))


def drips(*pieces: bytes, piece: bytes) -> Behaviour:
    """Return a behaviour that sends some bytes, then one piece now and then for ever."""
    return lambda wire: (wire.send(*pieces), wire.drip(piece))


def coded(body: Callable[[], bytes] | bytes, coding: str, then: str = "keep") -> Behaviour:
    """Return a behaviour that sends a compressed body; a function makes it on the first request."""

    def behave(wire: Wire) -> None:
        content = body if isinstance(body, bytes) else body()
        says(answer(content, f"Content-Encoding: {coding}", "Content-Type: application/json"), then=then)(
            wire
        )

    return behave


def redirect(location: str, status: str = "302 Found") -> Behaviour:
    """Return a behaviour that redirects; `{other}` stands for this server under another name."""

    def behave(wire: Wire) -> None:
        other = wire.host.replace("127.0.0.1", "localhost")
        moved = f"Location: {location.replace('{other}', other)}"
        wire.send(answer(b"moved", moved, status=status))

    return behave
