"""Serve httpbin, a server that we did not write, until standard input ends.

A process of its own: its imports, its log and its threads stay out of the tests, and it ends with the one that
started it, however that ends. The first line on standard output is the base URL.
"""

from __future__ import annotations

import logging
import sys
import threading

import httpbin
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietRequestHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Say nothing about requests."""


def main() -> None:
    logging.disable(logging.WARNING)
    server = make_server("127.0.0.1", 0, httpbin.app, threaded=True, request_handler=QuietRequestHandler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
