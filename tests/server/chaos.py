"""A server that misbehaves on purpose, and the table of its faults with what must come of each.

`FAULTS` is the list; `ChaosServer` plays them, one path per fault, and a good answer at `/fine`:

    with ChaosServer() as server:
        request = FAULTS["short_body"].request(server)
"""

from __future__ import annotations

import contextlib
import gzip
import re
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hooknb.core.exchange import Request
from hooknb.engine.transport import SendSettings

Headers = tuple[tuple[str, str], ...]
CAP = 1024 * 1024


class Wire:
    """One connection as a behaviour sees it; `request` is what arrived last, head and body."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self._socket = connection
        self._stopping = stopping
        self.request = b""

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

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def late_reset(self) -> None:
        """Reset when what was sent has been read; a reset drops what is still on its way."""
        self._stopping.wait(0.1)
        self.reset()

    def read_request(self) -> bool:
        """Read the next request; False at the end of the connection."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self._socket.recv(65536)
            if not piece:
                return False
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        while found and len(body) < int(found[1]):
            body += self._socket.recv(65536)
        self.request = head + b"\r\n\r\n" + body
        return True

    @property
    def is_open(self) -> bool:
        return self._socket.fileno() >= 0


Behaviour = Callable[[Wire], None]


def answer(
    body: bytes = b'{"ok": true}', *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """Write a whole answer; `length` overrides what Content-Length says."""
    framing = [f"Content-Length: {len(body) if length is None else length}"]
    lines = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: application/json",)), *framing]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def says(*pieces: bytes, then: str = "keep") -> Behaviour:
    """Return a behaviour that sends some bytes, then keeps, closes, resets or stalls."""

    def behave(wire: Wire) -> None:
        wire.send(*pieces)
        if then != "keep":
            getattr(wire, then)()

    return behave


def coded(body: bytes, coding: str, then: str = "keep") -> Behaviour:
    return says(answer(body, f"Content-Encoding: {coding}", "Content-Type: application/json"), then=then)


def fault_head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *lines]).encode() + b"\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """One way to misbehave, and what must come of it.

    Args:
        name: unique; also the path.
        behave: what the server does with the request; None where no request gets that far.
        kind: the kind of failure; empty for an answer without one.
        says: a pattern that the failure's sentence must match.
        at: `send`, or `decode` when the answer arrives and only its content is broken.
        sent: how many times the request is put on the wire.
        status: what must be known of the answer, None for nothing.
        body: what must have been kept of it.
        place: where to send to: `http`, `https` or the name of a special place of the server.
        timeout: seconds for the whole exchange.
        content: the kind to insist on when decoding.
        settings: for the transport.
        headers: of the request.
    """

    name: str
    behave: Behaviour | None
    kind: str
    says: str = ""
    at: str = "send"
    sent: int = 1
    status: int | None = None
    body: bytes | None = None
    place: str = "http"
    timeout: float = 10.0
    content: str = "auto"
    settings: dict[str, Any] = field(default_factory=dict)
    headers: Headers = ()

    def request(self, server: ChaosServer, method: str = "GET") -> Request:
        return Request(method, server.url(self.place, self.name), self.headers)

    def send_settings(self, **more: Any) -> SendSettings:
        return SendSettings(**{"response_cap": CAP, "wire_cap": CAP, **self.settings, **more})


SHORT = 0.4
_JSON = "Content-Type: application/json"
_XML = ("Content-Type: application/xml",)
_ONES = b"1" * 40_000


def _json(
    name: str, body: bytes, sentence: str, *headers: str, kind: str = "decode", content: str = "auto"
) -> Fault:
    behave = says(answer(body, *(headers or (_JSON,))))
    return Fault(name, behave, kind, sentence, at="decode", status=200, body=body, content=content)


def _deflated(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = gzip.compress(body, mtime=0)
    return body


_BOMB = b"\0" * (100 * CAP)
_GZIPPED = gzip.compress(b'{"whole": "yes"}', mtime=0)


def _redirect(location: str, status: str = "302 Found") -> Behaviour:
    def behave(wire: Wire) -> None:
        wire.send(answer(b"moved", f"Location: {location}", status=status))

    return behave


def _longer_chain(wire: Wire) -> None:
    number = int(re.search(rb"[?&]n=(\d+)", wire.request)[1]) if b"n=" in wire.request else 0
    wire.send(answer(b"", f"Location: ?n={number + 1}", status="302 Found"))


def _hasty(wire: Wire) -> None:
    """Answer when the head has come, then read the rest."""
    wire.send(answer(b"too much", status="413 Content Too Large"))
    wire.stall()


_FOLLOW = {"follow_redirects": True}

_TABLE: tuple[Fault, ...] = (
    # no connection
    Fault("refused", None, "refused", "refused the connection", sent=0, place="refused"),
    Fault(
        "no_such_name",
        None,
        "connect",
        "there is no host 'nowhere.invalid'|could not be looked up",
        sent=0,
        place="name",
    ),
    Fault("no_host_name", None, "connect", "no host|not a host name", sent=0, place="odd_name"),
    Fault("connect_stall", None, "timeout", "while connecting to", sent=0, place="full", timeout=SHORT),
    Fault("tls_stall", None, "timeout", "while agreeing on TLS", sent=0, place="tls_stall", timeout=SHORT),
    Fault("tls_closed", None, "tls", "in the middle of the TLS handshake", sent=0, place="tls_closed"),
    Fault("tls_reset", None, "tls", "in the middle of the TLS handshake", sent=0, place="tls_reset"),
    Fault("tls_not_spoken", None, "tls", "does not speak TLS", sent=0, place="tls_not_spoken"),
    Fault("tls_self_signed", None, "tls", "self-signed", sent=0, place="tls_self_signed"),
    Fault(
        "tls_unknown_authority",
        None,
        "tls",
        "an authority that this computer does not know",
        sent=0,
        place="tls_unknown",
    ),
    Fault("tls_expired", None, "tls", "has expired", sent=0, place="tls_expired"),
    Fault(
        "tls_wrong_name",
        None,
        "tls",
        "for another name|not for this IP address",
        sent=0,
        place="tls_wrong_name",
    ),
    # silence
    Fault("header_stall", Wire.stall, "timeout", r"waiting for the answer of .* 0\.4 s", timeout=SHORT),
    Fault(
        "half_header_stall",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="stall"),
        "timeout",
        "waiting for the answer",
        timeout=SHORT,
    ),
    Fault(
        "body_stall",
        says(answer(b"half", length=8), then="stall"),
        "timeout",
        "4 of 8 bytes",
        status=200,
        body=b"half",
        timeout=SHORT,
    ),
    Fault(
        "slow_drip",
        lambda wire: (wire.send(answer(b"", length=CAP)), wire.drip(b"x")),
        "timeout",
        "reading the answer",
        status=200,
        timeout=SHORT,
    ),
    Fault(
        "slow_headers",
        lambda wire: (wire.send(b"HTTP/1.1 200 OK\r\n"), wire.drip(b"A: b\r\n")),
        "timeout",
        "waiting for the answer",
        timeout=SHORT,
    ),
    Fault(
        "endless_1xx",
        lambda wire: wire.flood(b"HTTP/1.1 100 Continue\r\n\r\n"),
        "timeout",
        "waiting for the answer",
        timeout=SHORT,
    ),
    # broken connections
    Fault("close_before_headers", Wire.close, "connect", "closed the connection without an answer"),
    Fault("reset_before_headers", Wire.reset, "connect", "closed the connection without an answer"),
    Fault(
        "close_in_headers",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="close"),
        "protocol",
        "in the middle of the headers",
    ),
    Fault(
        "reset_in_headers",
        says(b"HTTP/1.1 200 OK\r\nContent-", then="late_reset"),
        "protocol",
        "in the middle of the headers",
    ),
    Fault(
        "short_body",
        says(answer(b"half", length=8), then="close"),
        "protocol",
        "4 of 8 bytes",
        status=200,
        body=b"half",
    ),
    Fault(
        "reset_in_body",
        says(answer(b"half", length=8), then="late_reset"),
        "protocol",
        "4 of 8 bytes",
        status=200,
        body=b"half",
    ),
    Fault(
        "truncated_chunked",
        says(fault_head("Transfer-Encoding: chunked"), b"4\r\nhalf\r\n", then="close"),
        "protocol",
        "in the middle of a chunked body",
        status=200,
        body=b"half",
    ),
    # bytes too many: the answer is good, the connection is not
    Fault("extra_bytes", says(answer() + b"extra"), "", status=200, body=b'{"ok": true}'),
    Fault("second_answer", says(answer() + answer(b"another's")), "", status=200, body=b'{"ok": true}'),
    Fault("body_with_204", says(answer(b"unexpected", status="204 No Content")), "", status=204, body=b""),
    Fault("body_with_304", says(answer(b"unexpected", status="304 Not Modified")), "", status=304, body=b""),
    # lengths and framing
    Fault(
        "length_no_number",
        says(fault_head("Content-Length: abc"), b"x", then="close"),
        "protocol",
        "a length that is no number",
    ),
    Fault(
        "length_negative",
        says(fault_head("Content-Length: -1"), b"x", then="close"),
        "protocol",
        "a length that is no number",
    ),
    Fault(
        "length_conflict",
        says(fault_head("Content-Length: 1", "Content-Length: 2"), b"xy", then="close"),
        "protocol",
        "two different lengths",
    ),
    Fault(
        "length_huge",
        says(fault_head("Content-Length: " + "9" * 40), b"x", then="close"),
        "protocol",
        "a length that is no number",
    ),
    Fault(
        "chunk_size_bad",
        says(fault_head("Transfer-Encoding: chunked"), b"zz\r\nhalf\r\n", then="close"),
        "protocol",
        "a chunk's size or end is wrong",
        status=200,
    ),
    Fault(
        "chunk_end_bad",
        says(fault_head("Transfer-Encoding: chunked"), b"4\r\nhalfXX", then="close"),
        "protocol",
        "a chunk's size or end is wrong",
        status=200,
        body=b"half",
    ),
    Fault(
        "coding_unknown",
        says(fault_head("Transfer-Encoding: magic"), b"x", then="close"),
        "protocol",
        "Transfer-Encoding other than chunked",
    ),
    # not HTTP/1.1
    Fault(
        "bad_status_line",
        says(b"HTTP/1.1 okay fine\r\n\r\n", then="close"),
        "protocol",
        "its first line is 'HTTP/1.1 okay fine'",
    ),
    Fault(
        "http09",
        says(b"<html>hello</html>\r\n", then="close"),
        "protocol",
        "does not answer in HTTP/1.1|closed the connection",
    ),
    Fault(
        "http2",
        says(b"\0\0\x12\4\0\0\0\0\0" + b"\0" * 18 + b"\r\n\r\n", then="close"),
        "protocol",
        "does not answer in HTTP/1.1",
    ),
    Fault(
        "garbage",
        says(bytes(range(256)) * 4 + b"\r\n\r\n", then="close"),
        "protocol",
        "does not answer in HTTP/1.1|not valid",
    ),
    Fault(
        "header_illegal",
        says(fault_head("Bad header line without colon"), then="close"),
        "protocol",
        "a header of the answer .* is not valid",
    ),
    # heads too large
    Fault("header_1mb", says(fault_head("X: " + "a" * CAP), then="close"), "protocol", "longer than 100 KB"),
    Fault(
        "headers_10000",
        says(fault_head(*(["X: a"] * 10_000), "Content-Length: 0"), then="close"),
        "protocol",
        "10,001 headers",
        status=200,
    ),
    Fault(
        "endless_headers",
        lambda wire: (wire.send(b"HTTP/1.1 200 OK\r\n"), wire.flood(b"A: bcdefgh\r\n" * 100)),
        "protocol",
        "longer than 100 KB",
    ),
    # bodies too large
    Fault(
        "endless_body",
        lambda wire: (wire.send(fault_head("Connection: close")), wire.flood(b"x" * 65536)),
        "too_large",
        "received .* bytes; the limit is 1 MB",
        status=200,
    ),
    Fault(
        "endless_chunks",
        lambda wire: (
            wire.send(fault_head("Transfer-Encoding: chunked")),
            wire.flood(b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        ),
        "too_large",
        "the limit is 1 MB",
        status=200,
    ),
    Fault(
        "claims_1tb",
        says(answer(b"x", length=10**12), then="stall"),
        "too_large",
        "announces 1,000,000,000,000 bytes; the limit is 1 MB",
        status=200,
    ),
    # compression
    Fault(
        "gzip_bomb",
        coded(_deflated(_BOMB), "gzip"),
        "too_large",
        "unpack to more than 1,048,576 bytes",
        status=200,
    ),
    Fault(
        "deflate_bomb", coded(zlib.compress(_BOMB), "deflate"), "too_large", "unpack to more than", status=200
    ),
    Fault(
        "nested_bomb",
        coded(_deflated(_BOMB, 2), "gzip, gzip"),
        "too_large",
        "unpack to more than",
        status=200,
    ),
    Fault(
        "three_codings",
        coded(_deflated(b"x", 3), "gzip, gzip, gzip"),
        "decode",
        "compressed 3 times over",
        status=200,
        body=b"",
    ),
    Fault(
        "brotli",
        coded(b"\x8b\x03\x80hello\x03", "br"),
        "decode",
        "compressed with 'br', which was not asked for",
        status=200,
    ),
    Fault("zstd", coded(b"(\xb5/\xfd$\0", "zstd"), "decode", "compressed with 'zstd'", status=200),
    Fault(
        "gzip_truncated",
        coded(gzip.compress(_ONES)[:-12], "gzip"),
        "decode",
        "the gzip body ends too early",
        status=200,
    ),
    Fault(
        "gzip_wrong_crc",
        coded(_GZIPPED[:-8] + b"\0" * 4 + _GZIPPED[-4:], "gzip"),
        "decode",
        "checksum does not match",
        status=200,
        body=b'{"whole": "yes"}',
    ),
    Fault(
        "gzip_wrong_length",
        coded(_GZIPPED[:-4] + b"\0\0\0\1", "gzip"),
        "decode",
        "checksum does not match",
        status=200,
        body=b'{"whole": "yes"}',
    ),
    Fault("not_gzip", coded(b"plain", "gzip"), "decode", "the body is not gzip", status=200, body=b""),
    # odd statuses
    Fault("status_999", says(answer(status="999 Strange")), "", status=999, body=b'{"ok": true}'),
    Fault("status_000", says(answer(status="000 Nothing"), then="close"), "protocol", "the status 0"),
    Fault(
        "status_101",
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", then="stall"),
        "protocol",
        "changed to another protocol",
    ),
    Fault(
        "status_101_wanted",
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", then="stall"),
        "protocol",
        "changed to another protocol",
        status=101,
        headers=(("Connection", "upgrade"), ("Upgrade", "x")),
    ),
    # redirects
    Fault(
        "redirect_loop",
        _redirect("/redirect_loop"),
        "protocol",
        "go round in a circle",
        status=302,
        settings=_FOLLOW,
    ),
    Fault(
        "redirect_chain", _longer_chain, "protocol", "more than 10 redirects", status=302, settings=_FOLLOW
    ),
    Fault(
        "redirect_to_file",
        _redirect("file:///etc/passwd"),
        "protocol",
        "only http and https are followed",
        status=302,
        settings=_FOLLOW,
    ),
    Fault(
        "redirect_to_nonsense",
        _redirect("http://[::1/"),
        "protocol",
        "only http and https are followed",
        status=302,
        settings=_FOLLOW,
    ),
    Fault("redirect_not_followed", _redirect("file:///etc/passwd"), "", status=302, body=b"moved"),
    Fault(
        "redirect_nowhere",
        says(answer(b"moved", "X: y", status="302 Found")),
        "",
        status=302,
        body=b"moved",
        settings=_FOLLOW,
    ),
    # JSON
    _json("json_broken", b'{"a": 1 "b": 2}', "a comma is missing at line 1, column 9"),
    _json("json_cut", b'{"a": [1, 2', "it ends too early"),
    _json("json_empty", b"", "there is no JSON in it", content="json"),
    _json(
        "html_instead", b"<!doctype html><title>Sign in</title>", "an HTML page called 'Sign in', not JSON"
    ),
    _json("json_nan", b'{"a": NaN}', "NaN is not a number"),
    _json("json_deep", b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    _json("json_long_integer", b"1" * 100_000, "a whole number of 100,000 digits"),
    _json("json_invalid_utf8", b'{"a": "\xff"}', "the byte 0xFF at position 7"),
    _json("json_bom", b'\xef\xbb\xbf{"a": 1}', "", kind=""),
    _json("json_utf16", '{"a": "é"}'.encode("utf-16"), "", kind=""),
    _json("json_lone_surrogate", b'"\\ud800"', "", kind=""),
    # text and XML
    _json("text_invalid_utf8", b"caf\xe9", "", "Content-Type: text/plain", kind=""),
    _json("charset_unknown", b"cafe", "", "Content-Type: text/plain; charset=x-nonsense", kind=""),
    _json("charset_hex", b"63616665", "", "Content-Type: text/plain; charset=hex", kind=""),
    _json(
        "xml_bomb",
        b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
        "declares entities",
        *_XML,
    ),
    _json(
        "xml_external_entity",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "declares entities",
        *_XML,
    ),
    _json("xml_deep", b"<a>" * 100_000 + b"</a>" * 100_000, "more than 1,000 levels", *_XML),
    _json("html_for_xml", b"<html><body><br></body></html>", "an HTML page, not XML", *_XML),
)

FAULTS: dict[str, Fault] = {fault.name: fault for fault in _TABLE}


class _Always(dict[str, Behaviour]):
    """One behaviour under every path."""

    def __init__(self, behave: Behaviour) -> None:
        super().__init__()
        self._behave = behave

    def __missing__(self, _: str) -> Behaviour:
        return self._behave


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
        played = {fault.name: fault.behave for fault in _TABLE if fault.behave is not None}
        self.behaviours: dict[str, Behaviour] = {"fine": says(answer()), **played, **behaviours}
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
        self._listen("tls_closed", lambda wire: (wire._socket.recv(65536), wire.close()))
        self._listen("tls_reset", lambda wire: (wire._socket.recv(65536), wire.reset()))
        self._listen("tls_not_spoken", lambda wire: wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
        self._listen("full_of_patience", lambda _: self._stopping.wait())
        self._listen("hasty", _hasty)
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
        self.behaviours = _Always(behave)

    def url(self, place: str = "http", path: str = "fine") -> str:
        if place == "name":
            return "http://nowhere.invalid/"
        if place == "odd_name":
            return f"http://{'x' * 70}.invalid/"
        host, port = self._places[place]
        scheme = "https" if place.startswith("tls_") else "http"
        return f"{scheme}://{host}:{port}/{path}"

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
                connection = context.wrap_socket(plain, server_side=True)
                with self._lock:
                    self._open.add(connection)
            behave(Wire(connection, self._stopping))
        except OSError:
            pass  # the other side may go whenever it likes
        finally:
            connection.close()
            with self._lock:
                self._open -= {plain, connection}

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
