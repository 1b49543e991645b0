"""What the parts of a conversation have in common: messages, and the shape in which things are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hooknb.core.tree import Address, Bucket, Entry, Tree
from hooknb.core.tree_search import Search
from hooknb.widgets.explored import Explored

SLICE = 0.15
# What comes of a message that says something else than it should: another type, a place that is not there.
UNANSWERABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
STOP_AFTER = 2.0

Message = dict[str, Any]
Answers = Mapping[str, Callable[[Message], Message]]
Marked = Callable[[Address], Message]
"""From an address to what else is told of the entry there: its marks, its change."""


def number(message: Message, name: str) -> int:
    """Return a number that counts from the beginning.

    Raises:
        LookupError: it is below zero, where Python would count from the end.
    """
    found = int(message[name])
    if found < 0:
        raise LookupError(f"{name} {found} is not there")
    return found


def row(entry: Entry, marked: Marked) -> Message:
    """Tell of an entry."""
    return {
        "at": list(entry.address),
        "key": entry.key,
        "kind": entry.kind,
        "count": entry.count,
        "preview": entry.preview,
        "cut": entry.cut,
        "of": entry.siblings,
        **marked(entry.address),
    }


def page(
    tree: Tree,
    marked: Marked,
    at: Address,
    start: int = 0,
    stop: int | None = None,
    few: int | None = None,
) -> Message:
    """Tell of the children of an entry, or of those in a bucket; all of them, or a few."""
    found = tree.page(at, start, stop, few)
    return {
        "at": list(at),
        "start": start,
        "stop": stop,
        "entries": [row(entry, marked) for entry in found.entries],
        "buckets": [_bucket(bucket) for bucket in found.buckets],
        "left": None if found.left is None else _bucket(found.left),
    }


def way(tree: Tree, marked: Marked, address: Address) -> list[Message]:
    """Tell of the pages that lead to an entry."""
    return [each for depth in range(len(address)) for each in _pages(tree, marked, address, depth)]


def pattern_of(explored: Explored, pattern: str) -> Message:
    """Tell of a pattern: what is shown of it, and itself when it can be picked by its text."""
    shown = explored.shown(pattern)
    return {"pattern": pattern if shown == pattern else None, "shown": shown}


def advanced(found: Search, message: Message) -> Message:
    """Let a search go on for a slice of time, unless it has had its time, and tell how far it is.

    The message's `rounds` says how often somebody has asked for more time.
    """
    limit = STOP_AFTER * (1 + int(message.get("rounds", 0)))
    if not found.done and found.seconds < limit:
        found.advance(SLICE)
    return {
        "count": found.count,
        "nulls": found.nulls,
        "missing": found.missing,
        "kinds": dict(found.kinds.most_common()),
        "hits": len(found.hits),
        "done": found.done,
        "begun": found.begun,
        "stopped": not found.done and found.seconds >= limit,
        "seconds": round(found.seconds, 1),
    }


def _pages(tree: Tree, marked: Marked, address: Address, depth: int) -> list[Message]:
    """Return the pages of one container, from its first to the one with the entry on the way."""
    pages = [page(tree, marked, address[:depth])]
    while pages[-1]["buckets"]:
        bucket = next(each for each in pages[-1]["buckets"] if each["start"] <= address[depth] < each["stop"])
        pages.append(page(tree, marked, address[:depth], bucket["start"], bucket["stop"]))
    return pages


def _bucket(bucket: Bucket) -> Message:
    return {"at": list(bucket.address), "start": bucket.start, "stop": bucket.stop, "label": bucket.label}
