"""HTTP/1.1 as bytes: read a request from a stream, frame a reply.

Read by the rules of RFC 9112: what is ambiguous (two lengths, a folded header, a space before the colon) is
refused, because a guess would put the next request on the same connection out of step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from typing import BinaryIO, Literal

from hooknb.playground.messages import HeaderPairs, RefusedError, Reply, Request, phrase

SERVER_NAME = "hooknb-playground"

MAX_LINE = 65_536
MAX_HEADER_LINES = 500
MAX_BODY = 64 * 1024 * 1024

Framing = Literal["none", "length", "chunked", "close"]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FIRST_LINE = re.compile(rf"({_TOKEN.pattern}) ([!-~]+) HTTP/(\d)\.(\d)")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DIGITS = re.compile(r"[0-9]{1,15}")
_CHUNK_SIZE = re.compile(r"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")


def read_request(stream: BinaryIO, go_ahead: Callable[[], None]) -> Request | None:
    """Read one request with its body.

    Args:
        stream: a buffered binary stream.
        go_ahead: called when the client waits for `100 Continue` before it sends the body.

    Returns:
        The request, or None when the client ended the connection between two requests.

    Raises:
        RefusedError: what arrived is not a request, or too large; the connection must end.
        ConnectionError: the connection ended in the middle of a request.
    """
    line = _first_line(stream)
    if line is None:
        return None
    method, target, version = _split_first_line(line)
    headers = _headers(stream)
    head = Request(method, target, version, headers)
    _check_host(head)
    read_body = _body_reader(head)
    if read_body is None:
        return head
    if version == "1.1" and (head.header("expect") or "").lower() == "100-continue":
        go_ahead()
    return Request(method, target, version, headers, read_body(stream))


def keeps_alive(request: Request, reply: Reply) -> bool:
    """Return whether the connection stays open after a reply."""
    if reply.close or framing(reply, request.version) == "close":
        return False
    wishes = {wish.strip().lower() for wish in (request.header("connection") or "").split(",")}
    return "close" not in wishes and (request.version == "1.1" or "keep-alive" in wishes)


def framing(reply: Reply, version: str) -> Framing:
    """Return how the end of a reply's body is told to a client of that HTTP version."""
    if reply.status < 200 or reply.status in (204, 304):
        return "none"
    if reply.length is not None or isinstance(reply.body, bytes):
        return "length"
    return "chunked" if version == "1.1" else "close"


def head_bytes(reply: Reply, version: str, *, keep: bool) -> bytes:
    """Return the status line and the headers of a reply, with the interim reply before them.

    Raises:
        ValueError: a header value has a control character; nobody may write headers through ours.
    """
    how = framing(reply, version)
    lines = [("Server", SERVER_NAME), ("Date", formatdate(usegmt=True)), *reply.headers]
    if how == "length":
        own = len(reply.body) if isinstance(reply.body, bytes) else 0
        lines.append(("Content-Length", str(own if reply.length is None else reply.length)))
    elif how == "chunked":
        lines.append(("Transfer-Encoding", "chunked"))
    if not keep:
        lines.append(("Connection", "close"))
    elif version == "1.0":
        lines.append(("Connection", "keep-alive"))
    interim = interim_bytes(reply.interim) if reply.interim and version == "1.1" else b""
    return interim + _status_line(reply.status) + b"".join(_header_line(*pair) for pair in lines) + b"\r\n"


def interim_bytes(status: int) -> bytes:
    """Return a whole 1xx reply, which a final one must follow."""
    return _status_line(status) + b"\r\n"


def body_pieces(reply: Reply, version: str) -> Iterator[bytes]:
    """Yield the body of a reply as it goes over the wire."""
    how = framing(reply, version)
    if how == "none":
        return
    pieces: Iterable[bytes] = (reply.body,) if isinstance(reply.body, bytes) else reply.body
    if how != "chunked":
        yield from pieces
        return
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _first_line(stream: BinaryIO) -> str | None:
    # RFC 9112, 2.2: a server should ignore at least one empty line before the request line.
    for _ in range(3):
        raw = stream.readline(MAX_LINE + 1)
        if not raw:
            return None
        if len(raw) > MAX_LINE:
            raise RefusedError(414, f"the first line is longer than {MAX_LINE} bytes")
        if line := _text(raw):
            return line
    raise RefusedError(400, "a request begins with its method")


def _split_first_line(line: str) -> tuple[str, str, str]:
    match = _FIRST_LINE.fullmatch(line)
    if match is None:
        raise RefusedError(400, "the first line is not 'METHOD /path HTTP/1.1'")
    method, target, major, minor = match.groups()
    if major != "1":
        raise RefusedError(505, f"HTTP/{major}.{minor} is not spoken here, HTTP/1.1 is")
    return method, target, "1.0" if minor == "0" else "1.1"


def _headers(stream: BinaryIO) -> HeaderPairs:
    pairs: list[tuple[str, str]] = []
    size = 0
    while line := _text(raw := stream.readline(MAX_LINE + 1)):
        size += len(raw)
        if size > MAX_LINE or len(pairs) >= MAX_HEADER_LINES:
            raise RefusedError(431, f"more than {MAX_LINE} bytes or {MAX_HEADER_LINES} lines of headers")
        name, colon, value = line.partition(":")
        value = value.strip(" \t")
        if not colon or not _TOKEN.fullmatch(name) or _CONTROLS.search(value):
            raise RefusedError(400, f"header line {len(pairs) + 1} is not 'Name: value'")
        pairs.append((name, value))
    return tuple(pairs)


def _text(raw: bytes) -> str:
    """Return a line without its end; an unfinished line means that the client has left."""
    if not raw.endswith(b"\n") and len(raw) <= MAX_LINE:
        raise ConnectionError("the request ended early")
    return raw.removesuffix(b"\n").removesuffix(b"\r").decode("latin-1")


def _check_host(head: Request) -> None:
    hosts = [value for name, value in head.headers if name.lower() == "host"]
    if len(hosts) > 1 or (not hosts and head.version == "1.1"):
        raise RefusedError(400, f"a request has one Host header, this one has {len(hosts)}")


def _body_reader(head: Request) -> Callable[[BinaryIO], bytes] | None:
    """Return what reads the body, or None when there is no body."""
    coding = head.header("transfer-encoding")
    lengths = head.header("content-length")
    if coding is not None:
        if lengths is not None:
            raise RefusedError(400, "Content-Length and Transfer-Encoding exclude each other")
        if coding.lower() != "chunked":
            raise RefusedError(501, "the only transfer encoding known here is chunked")
        return _read_chunks
    if lengths is None or lengths == "0":
        return None
    if not _DIGITS.fullmatch(lengths):
        raise RefusedError(400, "Content-Length is not one whole number")
    length = _within_limit(int(lengths))
    return lambda stream: _read_exactly(stream, length)


def _read_chunks(stream: BinaryIO) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while True:
        match = _CHUNK_SIZE.fullmatch(_text(stream.readline(MAX_LINE + 1)))
        if match is None:
            raise RefusedError(400, "a chunk does not begin with its size")
        size = int(match[1], 16)
        if size == 0:
            _headers(stream)  # trailers: read, because the next request is behind them
            return b"".join(chunks)
        total = _within_limit(total + size)
        chunks.append(_read_exactly(stream, size))
        if stream.readline(2) not in (b"\r\n", b"\n"):
            raise RefusedError(400, "a chunk is longer than its size")


def _within_limit(size: int) -> int:
    if size > MAX_BODY:
        raise RefusedError(413, f"the body is larger than {MAX_BODY} bytes")
    return size


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise ConnectionError("the body ended early")
    return data


def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {phrase(status)}\r\n".encode("ascii")


def _header_line(name: str, value: str) -> bytes:
    if not _TOKEN.fullmatch(name) or _CONTROLS.search(value):
        raise ValueError(f"the header {name!r} has a character that a header cannot have")
    return f"{name}: {value}\r\n".encode("latin-1")
