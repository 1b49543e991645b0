"""One request and one reply, as values; no sockets here, and no addresses.

>>> json_reply({"id": 1}).body
b'{"id": 1}'
>>> problem(404, "no such order").status
404
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

HeaderPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Hold one request as it arrived.

    Args:
        method: the method, spelled as it was sent.
        target: the request target of the first line: path and query, still percent-encoded.
        version: `"1.1"` or `"1.0"`.
        headers: pairs in the order of arrival, repeats kept, values decoded as latin-1.
        body: all of the body, after transfer decoding.
    """

    method: str
    target: str
    version: str = "1.1"
    headers: HeaderPairs = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path of the target, still percent-encoded; also for a target with scheme and host."""
        target = self.target.partition("?")[0]
        if "://" in target:
            target = "/" + target.partition("://")[2].partition("/")[2]
        return target

    @property
    def args(self) -> tuple[tuple[str, str], ...]:
        """The query as pairs, decoded, repeats and empty values kept."""
        return form_pairs(self.target.partition("?")[2])

    @property
    def media_type(self) -> str:
        """The Content-Type in lower case without its parameters; empty when there is none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """Whether the Content-Type is `application/json` or one of its `+json` relatives."""
        return self.media_type == "application/json" or self.media_type.endswith("+json")

    def header(self, name: str) -> str | None:
        """Return the values of a header joined by a comma, its name compared without case, or None."""
        wanted = name.lower()
        values = [value for key, value in self.headers if key.lower() == wanted]
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold one reply.

    Args:
        status: the final status code.
        headers: pairs; framing, `Date` and `Server` are added on the wire.
        body: bytes, or pieces that are made while they are sent.
        length: what `Content-Length` claims; None takes the length of bytes, and sends pieces chunked.
        interim: a 1xx status line to be sent before the final one.
        close: end the connection after this reply.
    """

    status: int = 200
    headers: HeaderPairs = ()
    body: bytes | Iterable[bytes] = b""
    length: int | None = None
    interim: int | None = None
    close: bool = False


class RefusedError(Exception):
    """A request is not served; becomes a problem document.

    Args:
        status: the status code, 400 or above.
        detail: one sentence for people.
        headers: further headers of the reply.
        members: further members of the problem document.
    """

    def __init__(self, status: int, detail: str, headers: HeaderPairs = (), **members: Any) -> None:
        self.status, self.detail, self.headers, self.members = status, detail, headers, members
        super().__init__(status, detail)


def json_reply(data: Any, status: int = 200, headers: HeaderPairs = ()) -> Reply:
    """Return a reply whose body is `data` as JSON in UTF-8."""
    return _typed("application/json; charset=utf-8", json_bytes(data), status, headers)


def text_reply(text: str, status: int = 200, headers: HeaderPairs = ()) -> Reply:
    """Return a reply of plain text in UTF-8."""
    return _typed("text/plain; charset=utf-8", text.encode(), status, headers)


def xml_reply(text: str) -> Reply:
    """Return a reply of an XML document in UTF-8, which already has its declaration or needs none."""
    return _typed("application/xml; charset=utf-8", text.encode(), 200, ())


def html_reply(text: str, charset: str = "utf-8") -> Reply:
    """Return a reply of an HTML page in a character set."""
    return _typed(f"text/html; charset={charset}", text.encode(charset), 200, ())


def problem(status: int, detail: str, headers: HeaderPairs = (), **members: Any) -> Reply:
    """Return a problem document (RFC 9457) with the phrase of its status as the title."""
    document = {"type": "about:blank", "title": phrase(status), "status": status, "detail": detail, **members}
    return _typed("application/problem+json; charset=utf-8", json_bytes(document), status, headers)


def phrase(status: int) -> str:
    """Return the registered phrase of a status code, or `Unassigned`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unassigned"


def json_bytes(data: Any) -> bytes:
    """Write JSON as UTF-8; a lone surrogate, which UTF-8 has no bytes for, stays escaped."""
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return json.dumps(data, allow_nan=False).encode()


def parsed_json(body: bytes) -> Any:
    """Parse a JSON body.

    Raises:
        ValueError: it is not JSON; also for `NaN`, a number beyond a float, and 1,000 nested arrays.
    """
    try:
        return json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None


def form_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Parse a query or a urlencoded form into pairs, repeats and empty values kept."""
    return tuple(parse_qsl(text, keep_blank_values=True))


def _typed(content_type: str, body: bytes, status: int, headers: HeaderPairs) -> Reply:
    return Reply(status, (("Content-Type", content_type), *headers), body)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number")
    return number
