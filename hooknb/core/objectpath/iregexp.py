"""`match` and `search`: a pattern compiled once, and run by whoever does it fast without a risk.

Most patterns run in an `Automaton`. Python's `re` is faster, and is used where it cannot be led into
going back again and again: no repeated groups, and at most one part of open length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from hooknb.core.objectpath.automaton import Automaton
from hooknb.core.objectpath.regexp_tree import (
    Branches,
    Characters,
    Edge,
    PatternError,
    Repeat,
    Row,
    Tree,
    read,
)

_MAX_WAYS = 64  # ways of matching one place that `re` may have to try
_MAX_LENGTH = 10_000  # characters of a pattern; patterns may come from a server too


class Pattern:
    """Find an I-Regexp in texts.

    Args:
        text: the pattern.

    Raises:
        PatternError: it is not an I-Regexp, or too large.
    """

    def __init__(self, text: str) -> None:
        if len(text) > _MAX_LENGTH:
            raise PatternError(f"a pattern of more than {_MAX_LENGTH} characters", _MAX_LENGTH)
        tree = read(text)
        spelled = _spelled(tree)
        self._whole = _runner(tree, spelled, anywhere=False)
        self._part = _runner(tree, spelled, anywhere=True)

    def matches(self, text: str) -> bool:
        """Return whether the pattern matches the whole text."""
        return self._whole(text)

    def occurs(self, text: str) -> bool:
        """Return whether the pattern matches a part of the text."""
        return self._part(text)


def compile_pattern(text: Any) -> Pattern | None:
    """Return a pattern ready to run, or None for no I-Regexp: RFC 9535 lets that match nothing (2.4.6)."""
    return _compiled(text) if isinstance(text, str) else None


@lru_cache(maxsize=512)
def _compiled(text: str) -> Pattern | None:
    try:
        return Pattern(text)
    except PatternError:
        return None


class _Spelled(NamedTuple):
    """A pattern in the spelling of `re`, and what it may cost there."""

    text: str
    open_ended: int
    ways: int


def _runner(tree: Tree, spelled: _Spelled | None, *, anywhere: bool) -> Callable[[str], bool]:
    if spelled is None or spelled.ways > _MAX_WAYS or spelled.open_ended > (not anywhere):
        return Automaton(tree, anywhere=anywhere).accepts
    compiled = re.compile(spelled.text)
    find = compiled.search if anywhere else compiled.fullmatch
    return lambda text: find(text) is not None


def _spelled(tree: Tree) -> _Spelled | None:
    """Write a tree for `re`, or return None where `re` has no word for it or should not run it."""
    match tree:
        case Characters():
            return None if tree.properties else _Spelled(_class(tree), 0, 1)
        case Edge(beginning):
            return _Spelled(r"\A" if beginning else r"\Z", 0, 1)
        case Row(parts):
            return _joined("", [_spelled(part) for part in parts])
        case Branches(options):
            return _joined("|", [_spelled(option) for option in options])
        case Repeat(Characters() as part, low, high) if not part.properties:
            text = f"{_class(part)}{{{low},{'' if high is None else high}}}"
            return _Spelled(text, int(high is None), 1 if high is None else high - low + 1)
    return None


def _joined(between: str, parts: list[_Spelled | None]) -> _Spelled | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    ways = [part.ways for part in known]
    text = between.join(part.text for part in known)
    open_ended = sum(part.open_ended for part in known)
    return _Spelled(f"(?:{text})", open_ended, sum(ways) if between else prod(ways))


def _class(characters: Characters) -> str:
    ranges = "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in characters.ranges)
    return f"[{'^' if characters.negated else ''}{ranges}]"
