"""Search in the explorer: hits one after the other, and where they all are, by pattern."""

from __future__ import annotations

from typing import Any

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.slices import Slices
from hooknb.core.survey.where import Hit, look_like
from hooknb.core.tree_search import Search, search
from hooknb.widgets.answering import (
    SLICE,
    STOP_AFTER,
    Answers,
    Marked,
    Message,
    advanced,
    pattern_of,
    way,
)
from hooknb.widgets.explored import Explored

_MOST_PATTERNS = 50
# To say why a path finds nothing takes about as long as to find nothing, in one go.
_EXPLAINED_AFTER = 2 * SLICE


class Seeking:
    """Remember what is searched for.

    Args:
        explored: what is looked at.
        marked: tells of the entry at an address.

    Attributes:
        search: the search for hits; None before the first.
    """

    def __init__(self, explored: Explored, marked: Marked) -> None:
        self.explored, self.tree = explored, explored.tree
        self.search: Search | None = None
        self._marked = marked
        self._path: ObjectPath | None = None
        self._where: Slices[Hit] | None = None
        self._told: dict[int, Message] = {}
        self.answers: Answers = {
            "search": self._begin,
            "search on": self._go_on,
            "hit": self._hit,
            "where": self._begin_where,
            "where on": self._where_on,
        }

    def _begin(self, message: Message) -> Message:
        text, among = message["text"], message["where"]
        self.search = search(self.tree, text, among) if text else None
        self._path = ObjectPath(text) if text and among == "path" else None
        return self._go_on(message)

    def _go_on(self, message: Message) -> Message:
        if self.search is None:
            return {"count": 0, "done": True}
        return advanced(self.search, message) | {"why": self._why_nothing(self.search)}

    def _why_nothing(self, found: Search) -> str:
        """Say where a path that finds nothing stops; nothing when the search was a slow one."""
        if self._path is None or found.count or not found.done or found.seconds > _EXPLAINED_AFTER:
            return ""
        return self.explored.shown(self._path.explain(self.tree.data, lax=self.tree.lax))

    def _hit(self, message: Message) -> Message:
        """Return where a hit is, and the pages that lead to it."""
        found = None if self.search is None else self.search.address(int(message["hit"]))
        if found is None:
            raise LookupError("there is no such hit any more")
        return {"at": list(found), "pages": way(self.tree, self._marked, found)}

    def _begin_where(self, message: Message) -> Message:
        among: Any = message["where"]
        if among == "path":
            return self._only(str(message["text"]))
        if among not in ("key", "value", "any"):
            raise ValueError("there is no such place to search in")
        self._told.clear()
        self._where = Slices(look_like(self.tree.data, str(message["text"]), among=among, lax=self.tree.lax))
        return self._where_on(message)

    def _only(self, path: str) -> Message:
        """Tell of a path that was typed: it is its own pattern."""
        told = {**pattern_of(self.explored, path.strip()), "count": None, "of": None}
        return {"patterns": [told], "more": 0, "done": True}

    def _where_on(self, _: Message) -> Message:
        """Tell at which patterns something stands so far, the most frequent first."""
        where = self._where
        if where is None:
            raise LookupError("nothing is looked for")
        if not where.done and where.seconds < STOP_AFTER:
            where.advance(SLICE)
        best = sorted(range(len(where.found)), key=lambda at: -where.found[at][0])
        for at in best[:_MOST_PATTERNS]:
            if at not in self._told:
                self._told[at] = self._pattern(where.found[at])
        return {
            "patterns": [self._told[at] for at in best[:_MOST_PATTERNS]],
            "more": max(len(best) - _MOST_PATTERNS, 0),
            "done": where.done or where.seconds >= STOP_AFTER,
        }

    def _pattern(self, hit: Hit) -> Message:
        count, tell = hit
        told = tell()
        return {**pattern_of(self.explored, told.pattern), "count": count, "of": told.of}
