"""Search in a tree: by name, by value or by path, a slice of time at a time, so that it can be stopped.

>>> found = search(Tree({"items": [{"id": 7}, {"id": None}, {}]}), "items[*].id", "path")
>>> found.advance(1.0)
>>> found.count, found.nulls, found.missing
(2, 1, 1)
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, Literal, NamedTuple, get_args

from hooknb.core.objectpath.native import Manner, Native
from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.path import MISSING, ObjectPath
from hooknb.core.objectpath.syntax import Location, Name, Query, Segment
from hooknb.core.survey.wanted import Wanted
from hooknb.core.tree import Address, Kind, Tree, kind_of
from hooknb.errors import did_you_mean, quoted

Where = Literal["any", "key", "value", "path"]
PLACES: tuple[str, ...] = get_args(Where)

HITS_KEPT = 1000
_BEAT = 512


class Hit(NamedTuple):
    """Hold one thing that was found: its address or its location, and its value."""

    place: Address | Location
    value: Any


_MISSING, _BEGUN = Hit((), object()), Hit((), object())
Found = Iterator[Hit | None]
"""Hits, and None now and then so that time can be looked at."""


class Search:
    """Hold how far a search is.

    Args:
        tree: what is searched.
        found: yields the hits.
        located: True when hits have locations, False when they have addresses.

    Attributes:
        count: matches so far.
        nulls: how many of them are null.
        missing: for a path that ends in a name, how many places lack that name; None for other searches.
        kinds: how many matches there are of each kind.
        hits: the first `HITS_KEPT` matches.
        seconds: the time it took so far.
        done: True when everything was looked at.
        begun: True when nothing fits, and numbers that begin with what was typed are looked for instead.
    """

    def __init__(self, tree: Tree, found: Found, *, located: bool, missing: int | None = None) -> None:
        self.tree, self.located, self.missing = tree, located, missing
        self.count = self.nulls = 0
        self.kinds: Counter[Kind] = Counter()
        self.hits: list[Hit] = []
        self.seconds = 0.0
        self.done = self.begun = False
        self._found = found

    def advance(self, seconds: float, clock: Callable[[], float] = time.perf_counter) -> None:
        """Go on for some seconds, or to the end.

        Raises:
            RuntimeError: the data were changed meanwhile.
        """
        began = clock()
        for beat, hit in enumerate(self._found, 1):
            if hit is not None:
                self._note(hit)
            if (hit is None or not beat % _BEAT) and clock() - began >= seconds:
                break
        else:
            self.done = True
        self.seconds += clock() - began

    def address(self, place: int) -> Address | None:
        """Return where the hit of some number is; None when there is no such hit."""
        if not 0 <= place < len(self.hits):
            return None
        where: Any = self.hits[place].place
        return self.tree.address(where) if self.located else where

    def _note(self, hit: Hit) -> None:
        if hit is _MISSING:
            self.missing = (self.missing or 0) + 1
            return
        if hit is _BEGUN:
            self.begun = True
            return
        self.count += 1
        self.nulls += hit.value is None
        self.kinds[kind_of(hit.value)] += 1
        if len(self.hits) < HITS_KEPT:
            self.hits.append(hit)


def search(tree: Tree, text: str, where: str = "any") -> Search:
    """Begin a search; nothing is looked at until it is told to advance.

    Args:
        tree: what is searched.
        text: part of a name or of a text, without regard to case; a number, `true`, `false` or `null`, which
            values have to equal; a text in double quotes, which names and texts have to equal; or a path.
            When nothing fits a number, those that begin with it are found.
        where: `key`, `value`, `any` of both, or `path`.

    Raises:
        ObjectPathError: the text is no path.
        ValueError: there is no such place to search in.

    Example:
        >>> found = search(Tree({"a": 42, "b": [421, "room 42"]}), "42")
        >>> found.advance(1.0)
        >>> [hit.place for hit in found.hits]
        [(0,), (1, 1)]
    """
    if where not in PLACES:
        raise ValueError(f"{quoted(where)} is no place to search in ({did_you_mean(where, PLACES)})")
    if where == "path":
        return _by_path(tree, text)
    return Search(tree, _typed(tree, text, where), located=False)


Fits = Callable[[Any, Any], bool]


def _test(text: str, where: str) -> Fits:
    """Return whether a name and a value fit what is searched for."""
    fits = Wanted.typed(text).test()
    if where == "key":
        return lambda key, _: isinstance(key, str) and fits(key)
    if where == "value":
        return lambda _, value: fits(value)
    return lambda key, value: fits(value) or (isinstance(key, str) and fits(key))


def _typed(tree: Tree, text: str, where: str) -> Found:
    """Yield what fits; when nothing does, the numbers that begin with what was typed."""
    none = True
    for hit in _entries(tree.data, _test(text, where)):
        none = none and hit is None
        yield hit
    begun = Wanted.begun(text)
    if none and begun is not None and where != "key" and not tree.lax:
        fits = begun.test()
        yield _BEGUN
        yield from _entries(tree.data, lambda _, value: fits(value))


def _entries(data: Any, fits: Fits) -> Found:
    """Yield every entry that fits, in the order of the document."""
    levels, positions, seen = [_pairs(data)], [-1], 0
    while levels:
        pair = next(levels[-1], None)
        if pair is None:
            levels.pop()
            positions.pop()
            continue
        key, value = pair
        positions[-1] += 1
        seen += 1
        if fits(key, value):
            yield Hit(tuple(positions), value)
        elif not seen % _BEAT:
            yield None
        if value.__class__ is dict or value.__class__ is list:
            levels.append(_pairs(value))
            positions.append(-1)


def _pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        return iter(value.items())
    return zip(repeat(None), value, strict=False) if isinstance(value, list) else iter(())


def _by_path(tree: Tree, text: str) -> Search:
    path = ObjectPath(text)
    segments = parse(text, strict=False).segments if path.dialect == "seed" else ()
    name = _everywhere(segments)
    if name is not None and not tree.lax:
        return Search(tree, _entries(tree.data, lambda key, _: key == name), located=False)
    if not segments or not isinstance(segments[-1].key, str):
        matches = path.matches(tree.data, lax=tree.lax)
        return Search(tree, (Hit(*match) for match in matches), located=True)
    parents, last = (Native(Query(part), "seed") for part in (segments[:-1], segments[-1:]))
    return Search(tree, _below(tree, parents, last), located=True, missing=0)


def _everywhere(segments: tuple[Segment, ...]) -> str | None:
    """Return the name that `$..name` looks for; None for any other path."""
    if len(segments) != 1 or not segments[0].descendant or len(segments[0].selectors) != 1:
        return None
    selector = segments[0].selectors[0]
    return selector.name if isinstance(selector, Name) else None


def _below(tree: Tree, parents: Native, last: Native) -> Found:
    """Yield what a name finds in each parent, and the parents that lack it."""
    for place, parent in parents.matches(tree.data, Manner(tree.lax, container=True)):
        found = _members(parent, last) if not tree.lax else list(last.matches(parent, Manner(lax=True)))
        for within, value in found:
            yield Hit((*place, *within), value)
        if not found:
            yield _MISSING


def _members(parent: Any, last: Native) -> list[tuple[Location, Any]]:
    """Return what a name finds in exact data, which needs no walk."""
    value = last.getter(parent)
    return [] if value is MISSING else [(last.query.keys or (), value)]
