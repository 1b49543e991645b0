"""Mask a whole run before it is kept: stricter than a card, because a file stays.

A card masks a credential that somebody typed where it stands; in the history it is masked everywhere, also
where a server sent it back.

    >>> request = Request("GET", "https://example.com/", (("Authorization", "Bearer abcdefgh12"),))
    >>> strict(Redactor(), request).text('{"token": "abcdefgh12"}')
    '{"token": "«credential»"}'
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote_plus

from hooknb.core.exchange import Headers, Request
from hooknb.core.node import Node
from hooknb.core.redaction import Redactor
from hooknb.core.sensitive import Hide, hide_in_header, hide_in_url

# Shorter ones are ordinary words too often (`lang=german`) to be masked wherever they occur.
_TELLING_LENGTH = 8
# A mask that is latin-1, as the value of a header has to be.
_MASK = "«»"
_SLOT = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?")
# A form of a secret that begins before the cut is not recognised; no form of one is as long as this.
_MARGIN = 64 * 1024


class AlreadyMasked(Redactor):
    """Stand for the redactor of a run whose secrets were masked when it was kept: change nothing."""

    __slots__ = ()

    def adding(self, name: str, value: str) -> Redactor:
        """Return this redactor."""
        return self

    def knowing_end(self, content: Any) -> Redactor:
        """Return this redactor."""
        return self

    def longer(self) -> Redactor:
        """Return this redactor."""
        return self

    def text(self, text: str) -> str:
        """Return the text."""
        return text

    def message(self, text: str) -> str:
        """Return the text."""
        return text

    def url(self, url: str) -> str:
        """Return the URL."""
        return url

    def headers(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return the headers."""
        return tuple(pairs)

    def bytes(self, content: Any) -> Any:
        """Return the bytes."""
        return content

    def data(self, data: Any) -> Any:
        """Return the data."""
        return data

    def leaf(self, value: Any) -> Any:
        """Return the value."""
        return value

    def contains(self, text: str) -> bool:
        """Say that it holds no secret."""
        return False


def strict(redactor: Redactor, request: Request) -> Redactor:
    """Return a redactor that also knows the credentials which a request holds, whoever put them there."""
    if isinstance(redactor, AlreadyMasked):
        return redactor
    for text in credentials(request):
        # What the redactor finds already keeps its own name.
        if not redactor.contains(text):
            redactor = redactor.adding("credential", text)
    return redactor


def credentials(request: Request) -> list[str]:
    """Return the credentials that a request holds, by the names of their places; short ones are left out."""
    found = (*_credentials(request.url, request.headers), *_in_form(request))
    return [text for text in found if len(text) >= _TELLING_LENGTH]


def masked_body(body: bytes, redactor: Redactor, longest: int) -> bytes:
    """Return a body with its secrets masked, at most about so many bytes of it.

    Nothing is cut before it is masked, so that no piece of a secret is left at the end.
    """
    if len(body) <= longest:
        return redactor.bytes(body)
    masked: bytes = redactor.bytes(body[: longest + _MARGIN])
    return masked[: max(min(longest, len(masked) - _MARGIN), 0)]


def masked_json(body: bytes, masked: bytes, data: Any, redactor: Redactor) -> bytes:
    """Return a masked JSON body that is still JSON, though a number in it was a secret.

    Args:
        body: as it arrived.
        masked: with its secrets masked.
        data: what it means.
        redactor: what masked it.
    """
    if masked == body:
        return body
    try:
        json.loads(masked)
    except (ValueError, RecursionError):
        return json.dumps(redactor.data(data), ensure_ascii=False).encode("utf-8", "replace")
    return masked


def masked_document(node: Node, redactor: Redactor) -> dict[str, Any]:
    """Return a node as a document without the credentials that are written in it; `$NAME`s stay."""
    document: dict[str, Any] = redactor.data(node.to_dict())
    document["url"] = hide_in_url(document["url"], _hidden)
    off, body = document.get("off", {}), document.get("body") or {}
    for row in (*document.get("headers", ()), *off.get("headers", ())):
        row["value"] = hide_in_header(row["name"], row["value"] or "", _hidden)
    fields = (*(body.get("pairs") or ()), *off.get("body.pairs", ()))
    for row in (*document.get("query", ()), *off.get("query", ()), *fields):
        pair = f"?{quote(row['name'])}={quote(row['value'] or '')}"
        if any(_in_query(pair)):
            row["value"] = _hidden(row["value"])
    return document


def _hidden(text: str) -> str:
    """Return a mask for a credential, or the text itself when it only says which parameter is one."""
    rest = _SLOT.sub("", text)
    return _MASK if any(char.isalnum() for char in rest) else text


@lru_cache(maxsize=128)
def _credentials(url: str, headers: Headers) -> tuple[str, ...]:
    found: list[str] = []
    for name, value in headers:
        hide_in_header(name, value, _noting(found))
    passwords = [password for text in found for password in _password(text)]
    return (*found, *passwords, *_in_query(url))


def _in_form(request: Request) -> Iterator[str]:
    if "form-urlencoded" in (request.header("content-type") or ""):
        yield from _in_query(f"?{request.body.decode('latin-1')}")


def _in_query(text: str) -> Iterator[str]:
    """Yield the credentials in a URL, or in a text that is made like its query."""
    found: list[str] = []
    hide_in_url(text, _noting(found))
    for credential in found:
        yield unquote_plus(credential)


def _noting(found: list[str]) -> Hide:
    """Return what notes each credential instead of hiding it."""

    def note(credential: str) -> str:
        found.append(credential)
        return credential

    return note


def _password(basic: str) -> Iterator[str]:
    """Yield the password of a Basic authorization."""
    try:
        user, colon, password = b64decode(basic, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return
    if colon and user.isprintable():
        yield password
