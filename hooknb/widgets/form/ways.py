"""The ways in and out of a form: a text that holds a request becomes a node, a node becomes a text.

>>> arrive('{"url": "https://api.example.com/users"}').node.url
'https://api.example.com/users'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import Problem
from hooknb.formats.cell import dumps, read
from hooknb.formats.document import from_json, to_json
from hooknb.widgets.form.off import Off, read_off

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Hold what a text brought.

    Args:
        node: the node; None for none.
        notes: what could not be taken over, was dropped, or guessed.
        off: rows that are switched off, by field.
    """

    node: Node | None
    notes: tuple[Problem, ...] = ()
    off: Off = field(default_factory=dict)


def arrive(text: str, *, limits: Limits = _LIMITS) -> Arrival:
    """Read a pasted text: a cell, an `.http` request, a cURL command, or a JSON document.

    Raises:
        NodeError: it is none of them; every mistake is shown in its line.
    """
    if text.lstrip().removeprefix("\ufeff").lstrip().startswith("{"):
        return Arrival(from_json(text, limits=limits))
    reading = read(text, limits=limits)
    return Arrival(reading.node, tuple(reading.notes), read_off(text))


def depart(node: Node, way: str, *, limits: Limits = _LIMITS) -> str:
    """Write a node as a text.

    Args:
        node: the node.
        way: `cell`, `document`, or another one of `ways_out()`.
        limits: those it will be read with.
    """
    return _WRITERS[way](node, limits)


def ways_out() -> list[str]:
    """Return the ways that this installation knows, in the order they are offered."""
    return [way for way in _WRITERS if way not in _MODULES or find_spec(_MODULES[way][0]) is not None]


# Formats that are loaded when they are asked for: their module, and its function of a node.
_MODULES = {"python": ("hooknb.formats.pycode", "to_python"), "curl": ("hooknb.formats.curl", "to_curl")}


def _written(way: str) -> Callable[[Node, Limits], str]:
    module, name = _MODULES[way]

    def write(node: Node, limits: Limits) -> str:
        return str(getattr(import_module(module), name)(node, limits=limits))

    return write


_WRITERS: dict[str, Callable[[Node, Limits], str]] = {
    "cell": lambda node, limits: dumps(node, limits=limits),
    "python": _written("python"),
    "document": lambda node, limits: to_json(node, limits=limits),
    "curl": _written("curl"),
}
