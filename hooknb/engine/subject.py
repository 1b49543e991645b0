"""What is looked at: a result, data, or a text that is decoded first; with what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hooknb.core.node import Node
from hooknb.core.redaction import Redactor
from hooknb.engine.decode import Decoded, DecodeError, decode
from hooknb.engine.result import Result


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold what is looked at.

    Args:
        data: decoded JSON or XML, or whatever else was given.
        lax: True for XML, where paths are evaluated leniently.
        title: where the data come from, masked.
        note: what is odd about them, masked; usually empty.
        node: the node whose response they are; None for any other data.
        redactor: knows what may not be shown.
    """

    data: Any
    lax: bool = False
    title: str = ""
    note: str = ""
    node: Node | None = None
    redactor: Redactor = field(default_factory=Redactor)


def subject(what: Any) -> Subject:
    """Return what is meant.

    Args:
        what: a `Result`; text or bytes with JSON or XML in them, others are taken as they are; or data.

    Example:
        >>> subject("<note><to>Tove</to></note>").lax
        True
    """
    if isinstance(what, Result):
        return _of_result(what)
    if isinstance(what, (bytes, bytearray)):
        return _of_bytes(bytes(what))
    if isinstance(what, str):
        return _of_text(what)
    return Subject(what)


def _of_result(result: Result) -> Subject:
    redactor = result.prepared.redactor
    decoded, data, note = result.decoded, result.data, ""
    if isinstance(decoded, DecodeError):
        data, note = (result.text if result.body else None), str(decoded)
    elif decoded.kind == "empty":
        note = "The answer is empty."
    request = result.request
    title = f"{request.method} {request.url}"
    return Subject(data, result.lax, title, redactor.message(note), result.node, redactor)


def _of_bytes(content: bytes) -> Subject:
    try:
        decoded = decode(content)
    except DecodeError as error:
        return Subject(content, note=str(error))
    return _of_decoded(decoded)


def _of_text(text: str) -> Subject:
    try:
        body = text.encode()
        decoded = decode(body)
    except (DecodeError, UnicodeEncodeError):
        return Subject(text)
    # Text that is neither JSON nor XML stays the text that was given, whatever its charset would have been.
    return _of_decoded(decoded) if decoded.kind in ("json", "xml") else Subject(text, note=_why_not(body))


def _why_not(body: bytes) -> str:
    """Say what is wrong with a text that begins like JSON or XML and is neither; of any other nothing."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:5]
    kind = "json" if start[:1] in (b"{", b"[") else "xml" if start == b"<?xml" else "text"
    try:
        decode(body, kind=kind)
    except DecodeError as error:
        return str(error)
    return ""


def _of_decoded(decoded: Decoded) -> Subject:
    return Subject(decoded.data, decoded.kind == "xml", note=decoded.note)
