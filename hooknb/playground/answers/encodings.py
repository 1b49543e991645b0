"""Bytes: compressed, in other character sets, and many of them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

from hooknb.playground import data
from hooknb.playground.messages import Reply, html_reply, json_bytes, text_reply
from hooknb.playground.routes import Call, Routes

routes = Routes("Bytes")

_JSON = ("Content-Type", "application/json; charset=utf-8")
_RECORDS_PER_PIECE = 500


@routes.get("/gzip")
def gzipped(call: Call) -> Reply:
    """JSON compressed with gzip, whether you accept it or not."""
    body = gzip.compress(json_bytes({"compressed": "gzip", "todos": _todos()}), mtime=0)
    return Reply(200, (_JSON, ("Content-Encoding", "gzip")), body)


@routes.get("/deflate")
def deflated(call: Call) -> Reply:
    """JSON compressed with deflate, whether you accept it or not."""
    body = zlib.compress(json_bytes({"compressed": "deflate", "todos": _todos()}))
    return Reply(200, (_JSON, ("Content-Encoding", "deflate")), body)


@routes.get("/utf8")
def utf8(call: Call) -> Reply:
    """Plain text in a dozen scripts, encoded in UTF-8."""
    return text_reply("\n".join(data.UTF8_LINES) + "\n")


@routes.get("/latin1")
def latin1(call: Call) -> Reply:
    """An HTML page encoded in ISO-8859-1."""
    return html_reply(data.LATIN1_PAGE, charset="iso-8859-1")


@routes.get("/large", example="/large?mb=5")
def large(call: Call) -> Reply:
    """A list of records of about ?mb= megabytes, 64 at most, made while it is sent."""
    return Reply(200, (_JSON,), _records(int(call.number("mb", 0, 64, default=1) * 1_000_000)))


def _todos() -> list[dict[str, object]]:
    return [data.todo(number) for number in range(1, 11)]


def _records(size: int) -> Iterator[bytes]:
    """Yield a JSON list in pieces until it has about that many bytes; there is always one record."""
    sent, first = 0, 1
    while first == 1 or sent + data.RECORD_BYTES < size:
        many = min(_RECORDS_PER_PIECE, max(1, (size - sent) // data.RECORD_BYTES))
        rows = ",\n".join(data.record(number) for number in range(first, first + many))
        piece = f"{',' if sent else '['}\n{rows}".encode()
        sent, first = sent + len(piece), first + many
        yield piece
    yield b"\n]\n"
