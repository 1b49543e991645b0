"""A server that knows no discretion: it sends back what it was given, everywhere and in every form."""

from __future__ import annotations

import base64
import html
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from kernel.serving import serving

# What it gives to whoever logs in.
SERVER_TOKEN = "srv-TOKEN/7h=Qk9!zz&x"
# What it gives to a client; it sends that back, too.
ACCESS_TOKEN = "acc3ss-T0KEN/x=9&'q'~42"


class Indiscreet(BaseHTTPRequestHandler):
    """Answer by the last part of the path; the rest of the path may hold anything."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.received.append(f"{self.path}\n{self.headers}\n".encode("latin-1", "replace") + body)
        self.given = [value for _, value in parse_qsl(urlsplit(self.path).query)]
        self.given += [value for name, value in self.headers.items() if name.lower().startswith("x-")]
        self.given += [body.decode("utf-8", "replace")] if body else []
        self.given += [unquote(part) for part in urlsplit(self.path).path.split("/")[2:]]
        if self.headers.get("authorization", "").startswith("Basic "):
            self.given += base64.b64decode(self.headers["authorization"][6:]).decode().split(":", 1)
        getattr(self, f"answer_{urlsplit(self.path).path.split('/')[1]}")()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def answer_echo(self) -> None:
        forms = {str(n): forms_of(value) for n, value in enumerate(self.given)}
        headers = dict(self.headers.items())
        self.answer({"url": self.path, "headers": headers, "given": self.given, "forms": forms})

    def answer_header(self) -> None:
        given = [quote(value, safe="") for value in self.given] + self.given
        lines = [(f"X-Echo-{n}", value) for n, value in enumerate(given) if value.isprintable()]
        lines += [("Set-Cookie", f"sid={value}; HttpOnly") for value in given if value.isprintable()]
        self.answer({"ok": True}, *lines)

    def answer_page(self) -> None:
        text = "".join(
            f"<title>{html.escape(each)}</title><a href='?t={quote(each)}'>{each}</a>" for each in self.given
        )
        self.answer(f"<html>{text}</html>".encode(), ("Content-Type", "text/html; charset=utf-8"))

    def answer_xml(self) -> None:
        text = "".join(
            f"<given a={json.dumps(html.escape(each))}>{html.escape(each)}</given>" for each in self.given
        )
        self.answer(f"<all>{text}</all>".encode(), ("Content-Type", "application/xml"))

    def answer_moved(self) -> None:
        place = "/echo?" + "&".join(f"next={quote(each, safe='')}" for each in self.given)
        self.answer({"moved": place}, ("Location", place), status=302)

    def answer_circle(self) -> None:
        self.answer({}, ("Location", self.path), status=302)

    def answer_elsewhere(self) -> None:
        self.answer({}, ("Location", f"ftp://{quote(self.given[0], safe='')}.example/"), status=302)

    def answer_broken(self) -> None:
        self.answer(b"{" + "".join(self.given).encode(), ("Content-Type", "application/json"))

    def answer_refused(self) -> None:
        self.answer({"error": f"no access for {self.given}"}, status=403)

    def answer_slow(self) -> None:
        time.sleep(0.6)
        self.answer_echo()

    def answer_login(self) -> None:
        self.answer({"data": {"token": SERVER_TOKEN, "user": "ada"}})

    def answer_token(self) -> None:
        self.answer(
            {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300, "g": self.given}
        )

    def answer_no_token(self) -> None:
        self.answer({"error": "invalid_client", "error_description": f"not {self.given}"}, status=401)

    def answer(self, data: object, *headers: tuple[str, str], status: int = 200) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        if not isinstance(data, bytes):
            self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


class Server(ThreadingHTTPServer):
    """The server, with every request that it received."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Indiscreet)
        self.received: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that went, as interrupted ones do."""


def forms_of(value: str) -> dict[str, str]:
    """Return a value as servers write it into logs, links, tokens and messages."""
    return {
        "base64": base64.b64encode(value.encode()).decode(),
        "base64 for URLs": base64.urlsafe_b64encode(f"u:{value}".encode()).decode(),
        "percent": quote(value, safe=""),
        "form": quote_plus(value),
        "JSON": json.dumps(value),
        "JSON in JSON": json.dumps(json.dumps({"was": value})),
        "HTML": html.escape(value),
        "repr": repr(value.encode()),
        "hexadecimal": value.encode().hex(),
    }


@contextmanager
def indiscreet() -> Iterator[Server]:
    """Run the server until the end of the block."""
    server = Server()
    with serving(server):
        yield server
