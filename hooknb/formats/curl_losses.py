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
    "headers": "what is set for each request, or follows from the body's format, is left out",
    "retry_on": "curl has reasons of its own",
    "retry_delay": "curl waits whole seconds, when it sends a request again",
    "off": "rows that are switched off are no part of it",
    "secrets": "a command has shell variables, and does not say where their values come from",
}
# How the places of `Node.uses` begin, for each field that parameters may stand in.
_PLACES = {
    "url": ("URL",),
    "query": ("query ",),
    "headers": ("header ",),
    "body": ("body", "form "),
    "auth": ("authentication",),
}
_ASKED = "a credential in it is a parameter when it is read again"


def curl_losses(node: Node, limits: Limits) -> tuple[Problem, ...]:
    """Return what a command cannot say of a node, one warning for each field."""
    draft = read_cell(write_curl(node, limits=limits))
    again = conclude(draft, FormatError, limits=limits).node
    lost = [name for name in FIELDS if getattr(node, name) != getattr(again, name)]
    return (*(_warning((name,), _why(name, node, again)) for name in lost), *_sent_differently(node))


def _why(field: str, node: Node, again: Node) -> str:
    known = {each.name for each in node.parameters if each.value is not UNSET}
    filled = [
        name
        for name, places in node.uses.items()
        if name in known and any(place.startswith(_PLACES.get(field, ())) for place in places)
    ]
    if filled:
        return f"the values of {', '.join(filled)} are filled in"
    if field == "auth":
        return _why_auth(node, again)
    if field == _carrier(node):
        return "the credentials are a part of it"
    if again.secrets and field in _PLACES:
        return _ASKED
    reasons = {"url": _why_url, "query": _why_query, "parameters": _why_parameters, "body": _why_body}
    if field in reasons:
        return reasons[field](node, again)
    return _WHY.get(field, f"a cURL command has no {field}")


def _carrier(node: Node) -> str:
    """Return the field that holds the credentials of `auth` when they are read again; empty for none."""
    if node.auth is None or node.auth.type in ("basic", "digest"):
        return ""
    if node.auth.query:
        return "query" if node.body is None else "url"
    return "headers"


def _why_auth(node: Node, again: Node) -> str:
    if node.auth is None:
        return "the user in the URL is authentication when it is read again"
    if node.auth.type == "oauth2":
        return "a command does not ask for a token: a shell variable stands for it"
    if _carrier(node):
        return f"it is written as a {'query parameter' if node.auth.query else 'header'}"
    return "user and password are written as a shell has them"


def _why_url(node: Node, again: Node) -> str:
    if node.auth != again.auth:
        return "the user in it is written as -u"
    moved = node.query != again.query
    return "the query is written into it" if moved else "it is written as it is sent, percent-encoded"


def _why_query(node: Node, again: Node) -> str:
    if len(again.query) < len(node.query):
        return "it is written into the URL"
    return "a value that is asked for is written as a shell variable"


def _why_parameters(node: Node, again: Node) -> str:
    if not node.parameters:
        return "a shell variable is a declared parameter when it is read again"
    return "a command has shell variables: no types, no spellings, no values beside them"


def _why_body(node: Node, again: Node) -> str:
    if node.body is not None and "\0" in (node.body.text or ""):
        return "a command cannot hold a NUL"
    if node.body is not None and node.body.format == "form":
        return "the text and the fields of a form look the same"
    return "it is written as it is sent"


def _sent_differently(node: Node) -> Iterator[Problem]:
    """Yield what curl would send in other bytes, though it reads the same."""
    for index, (_, value) in enumerate(node.headers):
        if not (value or "").isascii():
            yield _warning(("headers", index, "value"), "a shell gives UTF-8 to curl, a node sends latin-1")
    file = node.body.file if node.body is not None else None
    if file is not None and file.startswith("~"):
        yield _warning(("body", "file"), "curl does not know what ~ is")
    if node.retries and not node.retry_on:
        yield _warning(("retry_on",), "curl sends every method again, and after a 500, too")


def _warning(path: FieldPath, message: str) -> Problem:
    return Problem(path, message, severity="warning")
