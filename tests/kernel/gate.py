"""A server that answers when a test says so: runs are under way for as long as it takes to look at them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kernel.serving import serving

# Seconds after which a test that waits in vain has failed.
PATIENCE = 30
ANSWER = b'{"opened": true}'


class _Keeper(BaseHTTPRequestHandler):
    """Keep each request waiting until the gate is opened."""

    server: Gate

    def do_GET(self) -> None:
        self.server.arrived.release()
        self.server.opened.wait(PATIENCE)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


class Gate(ThreadingHTTPServer):
    """The server: every request to `url` waits for `open`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Keeper)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.arrived = threading.Semaphore(0)
        self.opened = threading.Event()

    def wait_for(self, requests: int) -> None:
        """Wait until so many requests have come to the gate."""
        for number in range(requests):
            assert self.arrived.acquire(timeout=PATIENCE), f"{number} of {requests} requests arrived"

    def open(self) -> None:
        """Let all requests be answered, those that wait and those that come."""
        self.opened.set()

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that went, as cancelled ones do."""


@contextmanager
def closed_gate() -> Iterator[Gate]:
    """Run a server that keeps its requests waiting, until the end of the block."""
    gate = Gate()
    with serving(gate):
        try:
            yield gate
        finally:
            gate.open()
