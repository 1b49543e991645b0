r"""A node as Python code that defines and runs it, laid out as the formatter of Python code would.

>>> print(to_python(Node("https://api.example.com/users/$ID", mapping={"NAME": "data.name"})))
import hooknb
<BLANKLINE>
node = hooknb.Node("https://api.example.com/users/$ID", mapping={"NAME": "data.name"})
result = hooknb.run(node)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hooknb.core.body import Body
from hooknb.core.door import FIELDS
from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.core.pairs import Pairs
from hooknb.core.parameters import UNSET, Parameter

_WIDTH = 88
_LIMITS = Limits()
# A text that reads as it is between three quotes.
_READABLE = re.compile(r'[^\\\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029"]|"(?!"")|\n|\t')


class _Call:
    """A call to be written: what is called, and its arguments, those with a name as pairs."""

    def __init__(self, name: str, /, *arguments: Any, **named: Any) -> None:
        self.name = name
        self.arguments = arguments
        self.named = named


def to_python(node: Node) -> str:
    """Write a node as Python code that defines it, and runs it in the shared session.

    Only fields that are not at their default are written. Evaluating what stands behind `node =` gives an
    equal node.

    Args:
        node: the node.

    Returns:
        A few lines of code, without a line break at the end.

    Example:
        >>> print(to_python(Node("https://api.example.com/users", headers={"Accept": "*/*"})))
        import hooknb
        <BLANKLINE>
        node = hooknb.Node("https://api.example.com/users", headers={"Accept": "*/*"})
        result = hooknb.run(node)
    """
    code = _written(_node(node), len("node = "), 0)
    return f"import hooknb\n\nnode = {code}\nresult = {_run(node)}"


def _run(node: Node) -> str:
    asked = [each.name for each in node.parameters if each.value is UNSET and not each.secret]
    asked = [name for name in asked if name in node.names and name not in ("node", "values", "timeout")]
    return f"hooknb.run(node){_asked_comment(asked)}"


def _asked_comment(names: Sequence[str]) -> str:
    if not names:
        return ""
    given = ", ".join(f"{name}=..." for name in names)
    return f"  # or hooknb.run(node, {given})"


def _node(node: Node) -> _Call:
    named: dict[str, Any] = {}
    for name, (_, default) in FIELDS.items():
        value = getattr(node, name)
        unsaid = _LIMITS.timeout_default if name == "timeout" else default()
        if name != "url" and value != unsaid:
            named[name] = _friendly(name, value)
    if not _LIMITS.allows(node.timeout):
        range_of_it = min(_LIMITS.timeout_low, node.timeout), max(_LIMITS.timeout_high, node.timeout)
        named["limits"] = _Call("hooknb.Limits", *range_of_it)
    return _Call("hooknb.Node", node.url, **named)


def _friendly(field: str, value: Any) -> Any:
    """Return the plainest value from which the node makes the same field."""
    if isinstance(value, Pairs):
        return _pairs(value)
    if isinstance(value, Body):
        return _body(value)
    if field == "parameters":
        return _parameters(value)
    if field == "timeout":
        return int(value) if value.is_integer() else value
    if hasattr(value, "document"):
        return _rows(value.document())
    if isinstance(value, tuple):
        return _rows([each.document() if hasattr(each, "document") else each for each in value])
    return value


def _pairs(pairs: Pairs) -> Any:
    names = [name for name, _ in pairs]
    return dict(pairs) if len(set(names)) == len(names) else [tuple(pair) for pair in pairs]


def _body(body: Body) -> Any:
    if body.pairs is not None:
        return {"format": body.format, "pairs": _pairs(body.pairs)}
    if body.file is not None:
        return _Call("hooknb.Body", body.format, file=body.file)
    return _Call("hooknb.Body", body.format, body.text)


def _parameters(parameters: Sequence[Parameter]) -> Any:
    if all(each == Parameter(each.name, each.value) and each.value is not UNSET for each in parameters):
        return {each.name: each.value for each in parameters}
    return [_parameter(each) for each in parameters]


def _parameter(parameter: Parameter) -> _Call:
    document = parameter.document()
    value = [document["value"]] if "value" in document else []
    named = {key: document[key] for key in ("entity", "secret", "spelling") if key in document}
    return _Call("hooknb.Parameter", parameter.name, *value, **named)


def _rows(document: Any) -> Any:
    """Return rows of two keys as a mapping, where no row has more and none is repeated."""
    rows = document if isinstance(document, list) else []
    if not rows or not all(isinstance(row, dict) and len(row) == 2 for row in rows):
        return document
    pairs = [tuple(row.values()) for row in rows]
    return dict(pairs) if len({first for first, _ in pairs}) == len(pairs) else document


def _written(value: Any, used: int, indent: int) -> str:
    """Write a value: on one line where it fits, else one item on a line.

    Args:
        value: what to write.
        used: columns that stand before it on its line.
        indent: by how much the lines below are indented.
    """
    opening, items, closing = _parts(value)
    if not closing:
        return opening
    flat = (
        opening
        + ", ".join(before + _written(item, 0, 0) for before, item in items)
        + _one_tuple(value)
        + closing
    )
    if "\n" not in flat and used + len(flat) <= _WIDTH:
        return flat
    if not items:
        return opening + closing
    inside = " " * (indent + 4)
    lines = [
        f"{inside}{before}{_written(item, len(inside) + len(before) + 1, indent + 4)},"
        for before, item in items
    ]
    return "\n".join([opening, *lines, " " * indent + closing])


def _parts(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    """Return what opens a value, its items with what stands before each, and what closes it."""
    if isinstance(value, _Call):
        items = [("", each) for each in value.arguments]
        return f"{value.name}(", items + [(f"{name}=", each) for name, each in value.named.items()], ")"
    if isinstance(value, Mapping):
        return "{", [(f"{_literal(key)}: ", each) for key, each in value.items()], "}"
    if isinstance(value, (list, tuple)):
        brackets = "[]" if isinstance(value, list) else "()"
        return brackets[0], [("", each) for each in value], brackets[1]
    return _literal(value), [], ""


def _one_tuple(value: Any) -> str:
    return "," if isinstance(value, tuple) and len(value) == 1 else ""


def _literal(value: Any) -> str:
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    r"""Write a text: in three quotes when it has several readable lines, else with escapes.

    Of the two quotes the double one is taken, unless the text then needs more escapes.
    """
    if "\n" in text and _is_readable(text):
        return f'"""\\\n{text}"""'
    plain = repr(f'"{text}')[2:-1] if "'" in text else repr(text)[1:-1]
    plain = plain.replace("\\'", "'")
    if plain.count('"') > plain.count("'"):
        return "'" + plain.replace("'", "\\'") + "'"
    return '"' + plain.replace('"', '\\"') + '"'


def _is_readable(text: str) -> bool:
    return not text.endswith('"') and "".join(_READABLE.findall(text)) == text
