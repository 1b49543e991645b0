"""What a signature covers: the bytes whose SHA-256 a token carries, in each reading that is in use.

Senders agree on the hash and not on what is hashed. We sign exactly the bytes that are sent; a request
without a body has only its query, so the query is signed, in its order, as compact JSON.

    >>> payload("/hook?to=ada&tag=a&tag=b", b"").content
    b'{"to":"ada","tag":["a","b"]}'
    >>> payload("/hook?to=ada", b'{"id": 7}').content
    b'{"id": 7}'
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

Fields = dict[str, Any]


class Reading(NamedTuple):
    """One way to read what was signed: its name for people, and the bytes."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes in lower-case hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def payload(url: str, body: bytes) -> Reading:
    """Return what we sign of a request, and what a verifier tries first.

    Args:
        url: the URL, or its path with the query, as it is sent.
        body: the exact bytes; empty for none.
    """
    return Reading("the raw body", body) if body else Reading("the query", _compact(_query(url)))


def other_readings(url: str, body: bytes, content_type: str = "") -> Iterator[Reading]:
    """Yield what other senders sign of the same request.

    Of a request with a body no reading covers the query alone: a token for a query could then be sent along
    with any body.

    Args:
        url: the URL, or its path with the query.
        body: the exact bytes; empty for none.
        content_type: says whether the body is a form; anything else is tried as JSON.
    """
    if not body:
        yield Reading("the empty body, which leaves the query unprotected", b"")
        return
    try:
        data = _form(body) if "x-www-form-urlencoded" in content_type.lower() else json.loads(body)
        yield Reading("the body as compact JSON", _compact(data))
        if isinstance(data, dict):
            yield Reading("query and body as compact JSON", _compact(_query(url) | data))
    except (ValueError, RecursionError):
        return  # what cannot be read as data was not signed as data


def _query(url: str) -> Fields:
    return _fields(url.partition("#")[0].partition("?")[2])


def _form(body: bytes) -> Fields:
    return _fields(body.decode("utf-8"))


def _fields(encoded: str) -> Fields:
    """Return urlencoded pairs as an object; a name that repeats has a list, where it stood first."""
    made: Fields = {}
    # surrogateescape, so that no two different queries become the same text
    for name, value in parse_qsl(encoded, keep_blank_values=True, errors="surrogateescape"):
        before = made.get(name)
        if before is None:
            made[name] = value
        else:
            made[name] = [*(before if isinstance(before, list) else [before]), value]
    return made


def _compact(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
