"""A server that misbehaves on purpose: it plays every fault of the table, each under its own path.

    with ChaosServer() as server:
        request = FAULTS["short_body"].request(server)

A good answer is at `/fine`.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

from server.fault import CAP as CAP
from server.fault import Fault as Fault
from server.faults import FAULTS as FAULTS
from server.faults_wire import OTHER_PATHS
from server.wire import Behaviour, Wire
from server.wire import answer as answer
from server.wire import says as says

_HASTY = answer(b"too much", status="413 Content Too Large")
# Hosts that are nowhere.
_NAMES = {"name": "nowhere.invalid", "odd_name": f"{'x' * 70}.invalid", "slow_name": "slow.invalid"}
# The same places, asked for in another way: the place, the scheme, the host.
_OTHERWISE = {
    "plain_tls": ("tls_good", "http", ""),
    "tls_wrong_name": ("tls_wrong_name", "", "localhost"),
    "tls_wrong_address": ("tls_wrong_name", "", ""),
}


class _Paths(dict[str, Behaviour]):
    """Behaviours by path, and one for every other path."""

    def __init__(self, known: dict[str, Behaviour], otherwise: Behaviour) -> None:
        super().__init__(known)
        self._otherwise = otherwise

    def __missing__(self, _: str) -> Behaviour:
        return self._otherwise


class ChaosServer:
    """Play every fault on loopback, each under its own path; a good answer at `/fine`.

    Args:
        certificates: from the name of a TLS place (`tls_expired`) to a server's context; without them those
            places do not exist.
        behaviours: more paths.

    Attributes:
        requests: every request that arrived, head and body, in order.
        connections: how many connections were accepted.
    """

    def __init__(
        self, certificates: dict[str, ssl.SSLContext] | None = None, **behaviours: Behaviour
    ) -> None:
        played = {fault.name: fault.behave for fault in FAULTS.values() if fault.behave is not None}
        self.behaviours = _Paths(
            {**OTHER_PATHS, **played, **behaviours}, says(answer(status="404 Not Found"))
        )
        self.requests: list[bytes] = []
        self.connections = 0
        self._stopping = threading.Event()
        self._certificates = certificates or {}
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._places: dict[str, tuple[str, int]] = {}
        self._resources = contextlib.ExitStack()

    def __enter__(self) -> ChaosServer:
        self._listen("http", self._serve)
        self._listen("tls_stall", Wire.stall)
        self._listen("tls_closed", lambda wire: (wire.receive(), wire.close()))
        self._listen("tls_reset", lambda wire: (wire.receive(), wire.reset()))
        self._listen("tls_not_spoken", lambda wire: wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
        self._listen("full_of_patience", lambda wire: wire.wait(2))
        self._listen("hasty", lambda wire: (wire.receive(), wire.send(_HASTY), wire.stall()))
        for place, context in self._certificates.items():
            self._listen(place, self._serve, context)
        self._refuse()
        self._fill()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._resources.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in threading.enumerate():
            if thread.name == f"chaos-{id(self)}":
                thread.join(5)

    def serve_all(self, behave: Behaviour) -> None:
        """Behave in one way whatever is asked, as a proxy is asked for whole URLs and hosts."""
        self.behaviours = _Paths({}, behave)

    def url(self, place: str = "http", path: str = "fine") -> str:
        if place in _NAMES:
            return f"http://{_NAMES[place]}/"
        place, scheme, host = _OTHERWISE.get(place, (place, "", ""))
        address, port = self._places[place]
        scheme = scheme or ("https" if place.startswith("tls_") else "http")
        return f"{scheme}://{host or address}:{port}/{path}"

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        with self._lock:
            return len(self._open)

    def arrived(self, path: str) -> list[bytes]:
        """Return the requests that arrived for a path."""
        return [each for each in self.requests if re.match(rb"\w+ /" + path.encode() + rb"[ ?]", each)]

    def _listen(self, place: str, behave: Behaviour, context: ssl.SSLContext | None = None) -> None:
        listener = self._resources.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
        self._places[place] = listener.getsockname()
        self._start(lambda: self._accept(listener, behave, context))

    def _accept(self, listener: socket.socket, behave: Behaviour, context: ssl.SSLContext | None) -> None:
        listener.settimeout(0.1)
        while not self._stopping.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            connection.settimeout(None)
            self.connections += 1
            self._start(lambda connection=connection: self._connected(connection, behave, context))

    def _connected(self, plain: socket.socket, behave: Behaviour, context: ssl.SSLContext | None) -> None:
        connection = plain
        with self._lock:
            self._open.add(plain)
        try:
            if context is not None:
                connection = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
                with self._lock:
                    self._open.add(connection)
                self._shake_hands(connection)
            behave(Wire(connection, self._stopping))
        except OSError:
            pass  # the other side may go whenever it likes
        finally:
            connection.close()
            with self._lock:
                self._open -= {plain, connection}

    def _shake_hands(self, connection: ssl.SSLSocket) -> None:
        try:
            connection.do_handshake()
        except ssl.SSLError:
            # Closed with bytes unread, the connection would be reset, and the alert lost that says why.
            connection.shutdown(socket.SHUT_WR)
            Wire(connection, self._stopping).stall()
            raise

    def _serve(self, wire: Wire) -> None:
        while wire.is_open and wire.read_request():
            with self._lock:
                self.requests.append(wire.request)
            path = wire.request.split(b" ", 2)[1].decode().lstrip("/").partition("?")[0]
            self.behaviours[path](wire)

    def _refuse(self) -> None:
        # Bound, so that nobody else gets the port, but not listening.
        bound = self._resources.enter_context(socket.socket())
        bound.bind(("127.0.0.1", 0))
        self._places["refused"] = bound.getsockname()

    def _fill(self) -> None:
        """Make a place whose queue of connections is full, so that nobody can connect."""
        listener = self._resources.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = self._resources.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        self._places["full"] = listener.getsockname()

    def _start(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name=f"chaos-{id(self)}", daemon=True).start()


@contextlib.contextmanager
def serving(*pieces: bytes, then: str = "keep") -> Iterator[ChaosServer]:
    """Serve one answer under `/it`, without the rest of the table's places."""
    with ChaosServer(it=says(*pieces, then=then)) as server:
        yield server


@contextlib.contextmanager
def slow_names() -> Iterator[None]:
    """Let the look-up of slow.invalid take until the end of the block, in this process."""
    look_up, over = socket.getaddrinfo, threading.Event()

    def slow(host, *args, **kwargs):
        if host in ("slow.invalid", b"slow.invalid"):
            over.wait()
            raise socket.gaierror(socket.EAI_NONAME, "a name that was looked up for long")
        return look_up(host, *args, **kwargs)

    socket.getaddrinfo = slow
    try:
        yield
    finally:
        socket.getaddrinfo = look_up
        over.set()
