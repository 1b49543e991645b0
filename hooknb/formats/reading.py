"""What reading a text gives: the node, advice on the text, and where each field of the node stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hooknb.core.limits import Limits
from hooknb.core.node import Node, build
from hooknb.errors import NodeError, Problem
from hooknb.formats.cell_draft import Draft
from hooknb.formats.source import Source


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a text says.

    Args:
        node: the node.
        notes: advice on the text: what was dropped, completed or guessed, and what is left.
        source: the text, with the place of each field; `source.explain(problems)` shows any problem there.
    """

    node: Node
    notes: tuple[Problem, ...]
    source: Source

    @property
    def left(self) -> tuple[Problem, ...]:
        """What the text says and a node cannot hold: those notes that are warnings."""
        return tuple(note for note in self.notes if note.severity == "warning")


def conclude(draft: Draft, error: type[NodeError], *, limits: Limits, first_line: int = 1) -> Reading:
    """Make the node of a draft.

    Args:
        draft: what the readers found.
        error: what is raised when it is no node.
        limits: the range of time-outs that is allowed.
        first_line: the number of the text's first line, for messages.

    Raises:
        NodeError: with every mistake, each shown in its line under a caret.
    """
    for finish in draft.later:
        finish(limits)
    node, problems = build(draft.document, limits=limits)
    _mask_secrets(draft, problems)
    source = Source(draft.text, draft.spans, masked=tuple(draft.masked), first_line=first_line)
    found = [*draft.problems, *draft.open_problems(problems)]
    if found or node is None:
        raise error(found or problems, source)
    return Reading(node, tuple(draft.notes), source)


def _mask_secrets(draft: Draft, problems: Iterable[Problem]) -> None:
    """Hide what stands where a secret's source should: it may be the secret."""
    for path in (problem.path for problem in problems if problem.path[:1] == ("secrets",)):
        span = draft.spans.get(path)
        if span is not None and path[-1] == "source" and draft.document["secrets"][path[1]]["source"]:
            draft.masked.append((span.start, span.end))
