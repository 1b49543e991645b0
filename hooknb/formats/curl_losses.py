"""What a cURL command loses of a node: found by writing it, reading it again and comparing the two.

>>> [loss.place for loss in curl_losses(Node("https://example.com/", label="x", timeout=15), Limits())]
['label']
"""

from __future__ import annotations

from collections.abc import Iterator

from hooknb.core.door import FIELDS
from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.parameters import UNSET
from hooknb.errors import FieldPath, FormatError, Problem
from hooknb.formats.cell_reader import read_cell
from hooknb.formats.curl_writer import write_curl
from hooknb.formats.reading import conclude

_WHY = {
    "url": "it is written as it is sent, and a password in it is asked for when it is read again",
    "headers": "what is set for each request, or follows from the body's format, is left out",
    "query": "it is written into the URL, or an empty value as a shell variable",
    "body": "it is written as it is sent, fields as fields, without a NUL",
    "parameters": "a command has shell variables: no types, no spellings, no values beside them",
    "secrets": "a command has shell variables, and does not say where their values come from",
}


def curl_losses(node: Node, limits: Limits) -> tuple[Problem, ...]:
    """Return what a command cannot say of a node, one warning for each field."""
    draft = read_cell(write_curl(node, limits=limits))
    again = conclude(draft, FormatError, limits=limits).node
    lost = [name for name in FIELDS if getattr(node, name) != getattr(again, name)]
    return (*(_lost(name, node) for name in lost), *_sent_differently(node))


def _lost(field: str, node: Node) -> Problem:
    known = {each.name for each in node.parameters if each.value is not UNSET}
    filled = [name for name in node.names if name in known]
    if filled and field in ("url", "query", "headers", "body"):
        return _warning((field,), f"the values of {', '.join(filled)} are filled in")
    return _warning((field,), _WHY.get(field, f"a cURL command has no {field}"))


def _sent_differently(node: Node) -> Iterator[Problem]:
    """Yield what curl would send in other bytes, though it reads the same."""
    for index, (_, value) in enumerate(node.headers):
        if not (value or "").isascii():
            yield _warning(("headers", index, "value"), "a shell gives UTF-8 to curl, a node sends latin-1")
    file = node.body.file if node.body is not None else None
    if file is not None and file.startswith("~"):
        yield _warning(("body", "file"), "curl does not know what ~ is")


def _warning(path: FieldPath, message: str) -> Problem:
    return Problem(path, message, severity="warning")
