"""What is explored: the tree of a result or of data, with what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hooknb.core.node import Node
from hooknb.core.tree import Tree
from hooknb.engine.subject import Subject, subject
from hooknb.view.text import visible


@dataclass(frozen=True, slots=True)
class Explored:
    """Hold what an explorer looks at.

    Args:
        tree: the data.
        subject: where they come from, whose node made them, and what may be shown of them.
        against: what they are compared with; None when nothing was given.
    """

    tree: Tree
    subject: Subject
    against: Subject | None = None

    @property
    def node(self) -> Node | None:
        """The node whose response the data are; None for any other data."""
        return self.subject.node

    def mask(self, text: str) -> str:
        """Return a text of ours as it may be shown."""
        return self.subject.redactor.text(text)

    def shown(self, text: str) -> str:
        """Return a text as it may be shown, with whatever could act in it spelled out."""
        return visible(self.mask(text))


def explored(what: Any, against: Any = None) -> Explored:
    """Return what to explore.

    Args:
        what: a `Result`; text or bytes with JSON or XML in them, others are shown as they are; or data.
        against: another one, to compare it with; None for nothing.

    Example:
        >>> explored("<note><to>Tove</to></note>").tree.lax
        True
    """
    found = subject(what)
    tree = Tree(found.data, lax=found.lax, mask=found.redactor.leaf)
    return Explored(tree, found, None if against is None else subject(against))
