"""Paths evaluated one match at a time, with the place of each match in the data.

Places are kept as links to the place above, so that a match deep in a document costs no more than another;
they become tuples when somebody looks. Matches come lazily, in the order of RFC 9535.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hooknb.core.objectpath.filters import Filters, Predicate
from hooknb.core.objectpath.sweep import FILTERS
from hooknb.core.objectpath.syntax import (
    Every,
    Filter,
    Index,
    Key,
    Location,
    Name,
    Query,
    Segment,
    Selector,
    Slice,
)

Link = tuple["Link | None", Key]
Spot = tuple[Any, Link | None]
"""A value and the link to its place; None for the whole data."""

Step = Callable[[Spot, Any], Iterable[Spot]]
"""From a spot and the whole data to the spots that a segment or selector selects from there."""


class Walker:
    """Compile the segments of paths to steps.

    Args:
        filters: compiles the tests of filter selectors.
    """

    def __init__(self, filters: Filters = FILTERS) -> None:
        self.filters = filters

    def steps(self, query: Query) -> list[Step]:
        """Return one step for each segment of a path."""
        return [self.step(segment) for segment in query.segments]

    def step(self, segment: Segment) -> Step:
        """Return the step of one segment."""
        steps = [self.selector(selector) for selector in segment.selectors]
        if segment.descendant:
            return _below(steps)
        return steps[0] if len(steps) == 1 else _each(steps)

    def selector(self, selector: Selector) -> Step:
        """Return the step of one selector, from a value to its children."""
        match selector:
            case Name(name):
                return _name(name)
            case Index(index):
                return _index(index)
            case Slice():
                return _slice(selector)
            case Every():
                return lambda spot, root: children(spot)
            case Filter(test):
                return _filter(self.filters.test(test))


def run(steps: list[Step], start: Any, root: Any) -> Iterator[Spot]:
    """Yield the spots that a path's steps lead to, one after the other.

    Args:
        steps: one for each segment.
        start: where the path starts: the data, or the value that a filter looks at.
        root: the whole data, for `$` inside filters.
    """
    pending: list[Iterator[Spot]] = [iter([(start, None)])]
    while pending:
        spot = next(pending[-1], None)
        if spot is None:
            pending.pop()
        elif len(pending) > len(steps):
            yield spot
        else:
            pending.append(iter(steps[len(pending) - 1](spot, root)))


def location(link: Link | None) -> Location:
    """Return the place that a link stands for, as names and indexes from the outside in."""
    keys: list[Key] = []
    while link is not None:
        link, key = link
        keys.append(key)
    keys.reverse()
    return tuple(keys)


def children(spot: Spot) -> Iterator[Spot]:
    """Yield the members of an object or the items of a list."""
    value, link = spot
    if isinstance(value, dict):
        for name, member in value.items():
            yield member, (link, name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield item, (link, index)


def elements(spot: Spot) -> Iterable[Spot]:
    """Return the items of a list, or what is no list as the only one."""
    return children(spot) if isinstance(spot[0], list) else (spot,)


def descendants(spot: Spot) -> Iterator[Spot]:
    """Yield a spot and everything below it, each before what it holds."""
    pending = [iter((spot,))]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
            continue
        yield found
        if isinstance(found[0], (dict, list)):
            pending.append(children(found))


def _each(steps: list[Step]) -> Step:
    return lambda spot, root: (found for step in steps for found in step(spot, root))


def _below(steps: list[Step]) -> Step:
    return lambda spot, root: (
        found for inner in descendants(spot) for step in steps for found in step(inner, root)
    )


def _name(name: str) -> Step:
    def step(spot: Spot, root: Any) -> Iterable[Spot]:
        value, link = spot
        return ((value[name], (link, name)),) if isinstance(value, dict) and name in value else ()

    return step


def _index(index: int) -> Step:
    def step(spot: Spot, root: Any) -> Iterable[Spot]:
        value, link = spot
        if not isinstance(value, list) or not -len(value) <= index < len(value):
            return ()
        return ((value[index], (link, index % len(value))),)

    return step


def _slice(part: Slice) -> Step:
    def step(spot: Spot, root: Any) -> Iterable[Spot]:
        value, link = spot
        if isinstance(value, list):
            for index in part.of(len(value)):
                yield value[index], (link, index)

    return step


def _filter(holds: Predicate) -> Step:
    return lambda spot, root: (child for child in children(spot) if holds(child[0], root))
