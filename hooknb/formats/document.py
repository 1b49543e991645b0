"""A node as a JSON document: the same fields as `Node`, for files and other programs.

>>> print(to_json(Node("https://api.example.com/users")))
{
  "method": "GET",
  "url": "https://api.example.com/users"
}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hooknb.core.auth import SCHEMES
from hooknb.core.json_words import mend, mistake
from hooknb.core.limits import Limits
from hooknb.core.node import Node, build
from hooknb.errors import FieldPath, FormatError, Problem
from hooknb.formats.json_places import json_spans
from hooknb.formats.source import Source, Span

_LIMITS = Limits()


# Python's reader has its own words; these are for people who write JSON by hand.
def to_json(node: Node, *, limits: Limits = _LIMITS) -> str:
    """Write a node as a JSON document; `from_json` gives an equal node back.

    Args:
        node: the node.
        limits: those it will be read with; a time-out that is their default is left out.

    Returns:
        JSON with two blanks of indentation, without a line break at its end.
    """
    return json.dumps(node.to_dict(limits=limits), ensure_ascii=False, indent=2)


def from_json(text: str, *, limits: Limits = _LIMITS, name: str = "") -> Node:
    """Read a JSON document as a node.

    Args:
        text: the document.
        limits: the range of time-outs that is allowed.
        name: what the text is called in messages, such as a file name.

    Raises:
        FormatError: with every mistake, each shown in its line under a caret.

    Example:
        >>> from_json('{"url": "https://api.example.com/users"}').method
        'GET'
    """
    # A byte order mark belongs to the file, not to the document.
    text = text.removeprefix("\ufeff")
    document = _loads(text, name)
    node, problems = build(document, limits=limits)
    if node is None:
        spans = json_spans(text)
        raise FormatError(problems, Source(text, spans, name, masked=_masked(document, spans)))
    return node


_NAMED = {
    "signing": ("secret",),
    "auth": tuple({each.name for scheme in SCHEMES for each in scheme.fields if each.kind == "secret"}),
}


def _loads(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _explained(text, name, error) from None
    except RecursionError:
        raise _no_json(
            text, name, "it is nested too deeply", "a document is flat; look for brackets that do not close"
        ) from None
    except ValueError:
        message = "it holds NaN, Infinity or a number with too many digits"
        raise _no_json(text, name, message, "write null, or text in double quotes") from None


def _explained(text: str, name: str, error: json.JSONDecodeError) -> FormatError:
    found = mistake(error)
    return _no_json(text, name, found.what, mend(found.kind), found.position)


def _no_json(text: str, name: str, message: str, hint: str, position: int = 0) -> FormatError:
    problem = Problem((), f"this is not JSON: {message}", hint)
    return FormatError([problem], Source(text, {(): Span(position, position + 1)}, name))


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _masked(document: Any, spans: Mapping[FieldPath, Span]) -> tuple[tuple[int, int], ...]:
    """Hide what stands where only the source of a secret may stand: it may be the secret."""
    off = document.get("off") if isinstance(document, dict) else None
    found = [*_in_rows(document), *(("off", *path) for path in _in_rows(off))]
    # A name stands here, or by mistake the secret itself.
    for field, keys in _NAMED.items():
        given = document.get(field) if isinstance(document, dict) else None
        found += [(field, key) for key in keys] if isinstance(given, dict) else [(field,)]
    return tuple((spans[path].start, spans[path].end) for path in found if path in spans)


def _in_rows(document: Any) -> list[FieldPath]:
    return [*_secret_paths(document, "secrets", "source"), *_secret_paths(document, "parameters", "value")]


def _secret_paths(document: Any, field: str, key: str) -> list[FieldPath]:
    rows = document.get(field) if isinstance(document, dict) else None
    listed = enumerate(rows) if isinstance(rows, list) else ()
    return [
        (field, index, key)
        for index, row in listed
        if isinstance(row, dict) and (key == "source" or row.get("secret"))
    ]
