"""The port: accept connections on loopback, give each a thread, and stop at once.

Knows nothing of addresses: `answer` turns a request into a reply.
"""

from __future__ import annotations

import os
import selectors
import socket
import threading
import time

from hooknb.playground.connection import Answer, Connection, Note, poll_selector

HOST = "127.0.0.1"

_STOP_SECONDS = 5.0


class Listener:
    """Serve a port until `stop()`.

    Args:
        port: the port on 127.0.0.1; 0 picks a free one.
        answer: turns a request into a reply; runs in the connection's thread.
        note: called with method, target and status before a reply is sent; the status is None without one.

    Raises:
        OSError: the port is taken.
        ValueError: the port is not a port.
    """

    def __init__(self, port: int, answer: Answer, note: Note) -> None:
        self._answer, self._note = answer, note
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        self._stopping = threading.Event()
        self._waker, self._woken = socket.socketpair()
        self._lock = threading.Lock()
        self._open: dict[Connection, threading.Thread] = {}
        self._pid = os.getpid()
        self._thread = threading.Thread(
            target=self._accept_all, name=f"hooknb-playground-{self.port}", daemon=True
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether connections are accepted; never in a forked child, which has none of the threads."""
        return self._pid == os.getpid() and not self._stopping.is_set()

    def stop(self) -> None:
        """Free the port, end every connection and wait, and join the threads; harmless when repeated."""
        with self._lock:
            if not self.running:
                return
            self._stopping.set()
        self._waker.send(b"x")
        self._thread.join(_STOP_SECONDS)
        for ours in (self._socket, self._waker, self._woken):
            ours.close()
        self._end_connections(time.monotonic() + _STOP_SECONDS)

    def _end_connections(self, end: float) -> None:
        with self._lock:
            still_open = list(self._open.items())
        for connection, _ in still_open:
            connection.hang_up()
        for _, thread in still_open:
            thread.join(max(0.0, end - time.monotonic()))

    def _accept_all(self) -> None:
        with poll_selector() as events:
            events.register(self._socket, selectors.EVENT_READ)
            events.register(self._woken, selectors.EVENT_READ)
            while not self._stopping.is_set():
                events.select()
                if not self._stopping.is_set():
                    self._accept_one()

    def _accept_one(self) -> None:
        try:
            client, (address, _) = self._socket.accept()
        except BlockingIOError:  # the client has left between the event and the call
            return
        except OSError:  # no file descriptor is free: wait until a connection ends
            self._stopping.wait(0.05)
            return
        connection = Connection(client, address, self._answer, self._note, self._stopping)
        thread = threading.Thread(
            target=self._serve, args=(connection,), name=f"{self._thread.name}-client", daemon=True
        )
        with self._lock:
            self._open[connection] = thread
        try:
            thread.start()
        except RuntimeError:  # no thread is free: this client is turned away, the others are served
            client.close()
            self._forget(connection)

    def _serve(self, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        with self._lock:
            self._open.pop(connection, None)


def _bound(port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise ValueError(f"{port} is not a port; ports are 0 to 65535, and 0 picks a free one")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # on Windows this option lets two servers share one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(512)
        listening.settimeout(0)
    except OSError as error:
        listening.close()
        reason = f"port {port} cannot be used ({error.strerror}); port 0 picks a free one"
        raise OSError(error.errno, reason) from error
    return listening
