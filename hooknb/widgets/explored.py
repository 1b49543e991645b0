"""What is explored: a result, data, or a text that is decoded first; with what may be shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hooknb.core.node import Node
from hooknb.core.tree import Tree
from hooknb.engine.decode import Decoded, DecodeError, decode
from hooknb.engine.result import Result


@dataclass(frozen=True, slots=True)
class Explored:
    """Hold what an explorer looks at.

    Args:
        tree: the data.
        title: where they come from, masked.
        note: what is odd about them, masked; usually empty.
        node: the node whose response they are; None for any other data.
        mask: from a text of ours to what may be shown of it.
    """

    tree: Tree
    title: str = ""
    note: str = ""
    node: Node | None = None
    mask: Callable[[str], str] = str


def explored(what: Any) -> Explored:
    """Return what to explore.

    Args:
        what: a `Result`; text or bytes with JSON or XML in them, others are shown as they are; or data.

    Example:
        >>> explored("<note><to>Tove</to></note>").tree.lax
        True
    """
    if isinstance(what, Result):
        return _of_result(what)
    if isinstance(what, (bytes, bytearray)):
        return _of_bytes(bytes(what))
    if isinstance(what, str):
        return _of_text(what)
    return Explored(Tree(what))


def _of_result(result: Result) -> Explored:
    redactor = result.prepared.redactor
    decoded, data, note = result.decoded, result.data, ""
    if isinstance(decoded, DecodeError):
        data, note = (result.text if result.body else None), str(decoded)
    elif decoded.kind == "empty":
        note = "The answer is empty."
    request = result.request
    return Explored(
        Tree(data, lax=result.lax, mask=redactor.leaf),
        f"{request.method} {request.url}",
        redactor.message(note),
        result.node,
        redactor.text,
    )


def _of_bytes(content: bytes) -> Explored:
    try:
        decoded = decode(content)
    except DecodeError as error:
        return Explored(Tree(content), note=str(error))
    return _of_decoded(decoded)


def _of_text(text: str) -> Explored:
    try:
        decoded = decode(text.encode())
    except (DecodeError, UnicodeEncodeError):
        return Explored(Tree(text))
    # Text that is neither JSON nor XML stays the text that was given, whatever its charset would have been.
    return _of_decoded(decoded) if decoded.kind in ("json", "xml") else Explored(Tree(text))


def _of_decoded(decoded: Decoded) -> Explored:
    return Explored(Tree(decoded.data, lax=decoded.kind == "xml"), note=decoded.note)
