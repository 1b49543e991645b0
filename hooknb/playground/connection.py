"""One client: its requests are answered one after the other until it leaves.

A client that leaves is an ordinary event, so nothing is printed about it.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hooknb.playground.messages import RefusedError, Reply, Request, problem
from hooknb.playground.wire import body_pieces, head_bytes, interim_bytes, keeps_alive, read_request

# Long enough for a reader of a lesson, short enough that forgotten connections do not keep their threads.
IDLE_SECONDS = 60.0

_LINGER_SECONDS = 1.0
_LINGER_BYTES = 4 * 1024 * 1024


class HungUpError(Exception):
    """The client has left, or the server stops: nobody waits for the reply any more."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Say who asks, and let an answer wait without outliving them.

    Args:
        address: the client's IP address.
        wait: sleeps for some seconds; raises `HungUpError` as soon as the client leaves or the server stops.
    """

    address: str
    wait: Callable[[float], None]


Answer = Callable[[Request, Visitor], Reply]
Note = Callable[[str, str, int | None], None]


class Connection:
    """Serve one accepted socket in the calling thread.

    Args:
        client: the socket; closed when serving ends.
        visitor_address: the client's IP address.
        answer: turns a request into a reply.
        note: called with method, target and status before a reply is sent; the status is None without one.
        stopping: set when the server stops; `hang_up` must follow.
    """

    def __init__(
        self,
        client: socket.socket,
        visitor_address: str,
        answer: Answer,
        note: Note,
        stopping: threading.Event,
    ) -> None:
        self._socket, self._answer, self._note, self._stopping = client, answer, note, stopping
        self._visitor = Visitor(visitor_address, self._wait)

    def serve(self) -> None:
        """Answer until the client leaves or the connection must end."""
        # OSError: the client has left, was silent for too long, or was hung up on.
        with suppress(OSError, HungUpError), self._socket:
            self._socket.settimeout(IDLE_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve_all()

    def hang_up(self) -> None:
        """Wake the thread that reads from, writes to or waits for this client; called from another thread."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _serve_all(self) -> None:
        with self._socket.makefile("rb") as stream:
            while not self._stopping.is_set():
                try:
                    request = read_request(stream, self._go_ahead)
                except RefusedError as refusal:
                    self._turn_away(refusal)
                    return
                if request is None or not self._reply_to(request):
                    return

    def _reply_to(self, request: Request) -> bool:
        """Answer one request and return whether the connection stays open."""
        try:
            reply = self._answer(request, self._visitor)
        except HungUpError:
            self._note(request.method, request.target, None)
            raise
        keep = keeps_alive(request, reply)
        self._note(request.method, request.target, reply.status)
        self._send(request, reply, head_bytes(reply, request.version, keep=keep))
        return keep

    def _send(self, request: Request, reply: Reply, head: bytes) -> None:
        if request.method == "HEAD":
            self._socket.sendall(head)
            return
        pieces = body_pieces(reply, request.version)
        if isinstance(reply.body, bytes):
            # One write: of two small ones the second may wait for the first one's acknowledgement.
            self._socket.sendall(head + b"".join(pieces))
            return
        self._socket.sendall(head)
        for piece in pieces:
            self._socket.sendall(piece)

    def _turn_away(self, refusal: RefusedError) -> None:
        """Say why these bytes are no request, and end: where the next request begins is not known."""
        self._note("-", "-", refusal.status)
        reply = problem(refusal.status, refusal.detail)
        self._send(Request("-", "-"), reply, head_bytes(reply, "1.1", keep=False))
        self._linger()

    def _linger(self) -> None:
        """Read what still arrives: closing over unread bytes resets the connection and destroys the reply."""
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(_LINGER_SECONDS)
        left = _LINGER_BYTES
        while left > 0 and (data := self._socket.recv(65_536)):
            left -= len(data)

    def _go_ahead(self) -> None:
        self._socket.sendall(interim_bytes(100))

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        if self._readable_within(seconds) and self._client_left():
            raise HungUpError
        # Either the time is over, or the client's next request is here: only stop() is left to notice.
        if self._stopping.wait(max(0.0, end - time.monotonic())):
            raise HungUpError

    def _readable_within(self, seconds: float) -> bool:
        with poll_selector() as events:
            events.register(self._socket, selectors.EVENT_READ)
            return bool(events.select(seconds))

    def _client_left(self) -> bool:
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


def poll_selector() -> selectors.BaseSelector:
    """Return a selector; by preference one without a descriptor of its own and without a limit of 1,024."""
    kind: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
    return kind()
