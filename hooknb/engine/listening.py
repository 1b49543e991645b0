"""A small HTTP/1.1 server on loopback: read requests with bounded bodies, give each to one function, answer.

Standard library only, a thread for each connection, and it never prints. What it is for is `receiver.py`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from hooknb.core.exchange import Headers

HOST = "127.0.0.1"
_IDLE_SECONDS = 20.0
_POLL_SECONDS = 0.05
_STOP_SECONDS = 5.0
_LONGEST_LINE = 65_536
_DIGITS = re.compile(r"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Arrived:
    """Hold one request as it arrived.

    Args:
        method: as it was sent; empty for what is no request.
        path: path and query, as they were sent.
        headers: pairs in order, values decoded as latin-1.
        body: all of the body, after transfer decoding.
        fault: why the request cannot be taken; empty when it can.
        status: the status to answer such a fault with.
    """

    method: str = ""
    path: str = ""
    headers: Headers = ()
    body: bytes = b""
    fault: str = ""
    status: int = 400


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold what is answered: a status and a JSON object."""

    status: int
    data: Mapping[str, Any]


Answer = Callable[[Arrived], Reply]


class Listening:
    """Serve a port until `stop()`.

    Args:
        port: the port on 127.0.0.1; 0 picks a free one.
        answer: turns a request into a reply; runs in the connection's thread.
        body_cap: the largest body, in bytes.

    Attributes:
        port: the port.
        fault: the last exception of `answer`, as text; empty for none.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int, answer: Answer, *, body_cap: int) -> None:
        self._server = _Server(port, answer, body_cap)
        self.port: int = self._server.server_address[1]
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            args=(_POLL_SECONDS,),
            name=f"hooknb-receiver-{self.port}",
            daemon=True,
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether connections are accepted; never in a forked child, which has none of the threads."""
        return self._thread.is_alive()

    @property
    def fault(self) -> str:
        """The last exception of `answer`, as text; empty for none."""
        return self._server.fault

    def stop(self) -> None:
        """Free the port, end every connection and join the threads; harmless when repeated."""
        with self._lock:
            if not self.running:
                return
            self._server.shutdown()
            self._thread.join(_STOP_SECONDS)
            self._server.server_close()
            self._server.end_connections()


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Accept connections, and know which are open."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # on Windows this option lets two servers share one port

    def __init__(self, port: int, answer: Answer, body_cap: int) -> None:
        self.answer, self.body_cap, self.fault = answer, body_cap, ""
        self._open: dict[Any, threading.Thread] = {}
        self._open_lock = threading.Lock()
        super().__init__((HOST, port), _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection a thread that can be joined."""
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        super().shutdown_request(request)
        with self._open_lock:
            self._open.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep what went wrong in a connection, unless the other side just left; print nothing."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.fault = f"{type(error).__name__}: {error}"

    def end_connections(self) -> None:
        """Hang up every connection, and wait for its thread."""
        with self._open_lock:
            still_open = list(self._open.items())
        for connection, _ in still_open:
            with contextlib.suppress(OSError):  # it may be closing by itself
                connection.shutdown(socket.SHUT_RDWR)
        for _, thread in still_open:
            thread.join(_STOP_SECONDS)


class _RefusedError(Exception):
    """A request that cannot be taken: a status, and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why
        super().__init__(why)


class _Connection(BaseHTTPRequestHandler):
    """Read requests from one connection, one after the other."""

    server: _Server
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # with 0.9, an answer to garbage would have no status line
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS

    def do_POST(self) -> None:
        """Take one request, whatever its method."""
        headers = tuple((name, str(value)) for name, value in self.headers.items())
        try:
            arrived = Arrived(self.command, self.path, headers, self._body())
        except _RefusedError as refused:
            self.close_connection = True  # what follows on this connection is not where a request begins
            arrived = Arrived(self.command, self.path, headers, fault=refused.why, status=refused.status)
        self._send(self.server.answer(arrived))

    do_GET = do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no HTTP request, or has a method that no webhook has."""
        self.close_connection = True
        phrase = HTTPStatus(code).phrase.lower()
        self._send(
            self.server.answer(Arrived(fault=f"this is no request for a webhook: {phrase}", status=code))
        )

    def version_string(self) -> str:
        """Name the server, and nothing of the machine."""
        return "hooknb-receiver"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Print nothing."""

    def _send(self, reply: Reply) -> None:
        body = json.dumps(reply.data).encode()
        self.send_response(reply.status)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")  # RFC 9110, 11.6.1
        # RFC 9457: an error that says in JSON what is wrong has a type of its own
        kind = "problem+json" if reply.status >= HTTPStatus.BAD_REQUEST else "json"
        self.send_header("Content-Type", f"application/{kind}")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        if getattr(self.headers, "defects", ()):
            raise _RefusedError(400, "a header line is not 'Name: value'")
        codings = self.headers.get_all("transfer-encoding", [])
        length = _length(self.headers)
        if not codings:
            return self._exactly(length) if length else b""
        if length is not None or [coding.strip().lower() for coding in codings] != ["chunked"]:
            raise _RefusedError(400, "the end of the body is not told in one way")
        return self._chunks()

    def _chunks(self) -> bytes:
        chunks: list[bytes] = []
        room = self.server.body_cap
        while True:
            match = _CHUNK_SIZE.fullmatch(self.rfile.readline(_LONGEST_LINE))
            if match is None:
                raise _RefusedError(400, "a chunk does not begin with its size")
            size = int(match[1], 16)
            if size == 0:
                break
            chunks.append(self._exactly(size, room))
            room -= size
            if self.rfile.readline(3) not in (b"\r\n", b"\n"):
                raise _RefusedError(400, "a chunk is longer than its size")
        while self.rfile.readline(_LONGEST_LINE) not in (b"\r\n", b"\n", b""):
            continue  # trailers: the next request is behind them
        return b"".join(chunks)

    def _exactly(self, size: int, room: int | None = None) -> bytes:
        room = self.server.body_cap if room is None else room
        if size > room:
            self._drain(size)
            raise _RefusedError(413, f"the body is larger than {self.server.body_cap:,} bytes")
        content = self.rfile.read(size)
        if len(content) < size:
            raise _RefusedError(400, "the body ended early")
        return content

    def _drain(self, size: int) -> None:
        """Let a body that is somewhat too large arrive, so that its sender gets to read the answer."""
        left = min(size, 4 * self.server.body_cap)
        while left > 0 and (piece := self.rfile.read(min(left, 65_536))):
            left -= len(piece)


def _length(headers: Message) -> int | None:
    values = headers.get_all("content-length", [])
    if not values:
        return None
    if len(values) > 1 or not _DIGITS.fullmatch(values[0].strip()):
        raise _RefusedError(400, "Content-Length is not one whole number")
    return int(values[0])
