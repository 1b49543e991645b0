"""The ways in and out of a form: a text that holds a request becomes a node, a node becomes a text.

>>> arrive('{"url": "https://api.example.com/users"}').node.url
'https://api.example.com/users'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hooknb.core.limits import Limits
from hooknb.core.node import Node
from hooknb.errors import Problem
from hooknb.formats.cell import read
from hooknb.formats.document import from_json
from hooknb.formats.forms import FORMS, shown

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Hold what a text brought.

    Args:
        node: the node; None for none.
        notes: what could not be taken over, was dropped, or guessed.
        off: the rows that are switched off, as a document holds them, where they may be wrong; None for
            those of the node.
    """

    node: Node | None
    notes: tuple[Problem, ...] = ()
    off: Mapping[str, Any] | None = None


def arrive(text: str, *, limits: Limits = _LIMITS) -> Arrival:
    """Read a pasted text: a cell, an `.http` request, a cURL command, or a JSON document.

    Raises:
        NodeError: it is none of them; every mistake is shown in its line.
    """
    if text.lstrip().removeprefix("\ufeff").lstrip().startswith("{"):
        return Arrival(from_json(text, limits=limits))
    reading = read(text, limits=limits)
    return Arrival(reading.node, tuple(reading.notes))


def depart(node: Node, way: str, *, limits: Limits = _LIMITS) -> str:
    """Write a node as a text; what the text cannot say stands below it, as comments.

    Args:
        node: the node.
        way: the name of one of `FORMS`.
        limits: those it will be read with.
    """
    return shown(node, way, limits=limits)


def ways_out() -> list[tuple[str, str]]:
    """Return name and label of each way, in the order they are offered."""
    return [(form.name, _LABELS.get(form.name, form.name)) for form in FORMS]


_LABELS = {"cell": "Cell", "curl": "cURL", "python": "Python", "json": "Document"}
