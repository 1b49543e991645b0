"""What is explored: the tree of a result or of data, with what may be shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hooknb.core.node import Node
from hooknb.core.tree import Tree
from hooknb.engine.subject import subject


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
    found = subject(what)
    tree = Tree(found.data, lax=found.lax, mask=found.redactor.leaf)
    return Explored(tree, found.title, found.note, found.node, found.redactor.text)
