"""Paths that can match several values, compiled to functions from a list of values to the next list.

A whole list goes through each segment at once, so the work is done inside comprehensions. Order and
repetition are those of RFC 9535. Nothing recurses: a document may be as deep as memory allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from gc import is_tracked
from operator import itemgetter
from typing import Any

from hooknb.core.objectpath.chain import getter
from hooknb.core.objectpath.filters import SCALARS, Choice, Filters, Values, looks_inside
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.syntax import Every, Filter, Index, Name, Query, Segment, Selector, Slice, Test

Sweep = Callable[[list[Any], Any], list[Any]]
"""From the values so far and the whole data to the values after a segment."""


def compile_query(query: Query) -> Values:
    """Return a function that gives every value a query selects.

    Args:
        query: a path, or one inside a filter.

    Returns:
        A function of the value a filter looks at (for a path: the data) and the whole data.
    """
    lead = _lead(query)
    get = getter(tuple(key for segment in query.segments[:lead] if (key := segment.key) is not None))
    sweeps = [_segment(segment) for segment in query.segments[lead:]]
    relative = query.relative

    def values(node: Any, root: Any) -> list[Any]:
        first = get(node if relative else root)
        found = [] if first is MISSING else [first]
        for sweep in sweeps:
            found = sweep(found, root)
        return found

    return values


FILTERS = Filters(compile_query)


def _lead(query: Query) -> int:
    """Return how many segments at the beginning are one name or one index."""
    several = (place for place, segment in enumerate(query.segments) if segment.key is None)
    return next(several, len(query.segments))


def _segment(segment: Segment) -> Sweep:
    if segment.descendant:
        return _below(segment.selectors)
    return _child(segment.selectors)


def _below(selectors: tuple[Selector, ...]) -> Sweep:
    match selectors:
        case (Name(name),):
            return _descendant_name(name)
        case (Every(),):
            return _descendants
        case (Filter(test),):
            return _descendant_filter(test)
    child = _child(selectors)
    return lambda values, root: child(containers(values), root)


# Below, an object that Python's garbage collector does not track is not looked into: it holds texts, numbers
# and the like only (see `gc.is_tracked` in Python's documentation). In what `json` makes, that is each object
# that holds no other object and no list, so most of all values need not be looked at. The three loops are one
# loop, written out for what each does with a container: calling a function there costs a third more.


def containers(values: Iterable[Any]) -> list[Any]:
    """Return every object and list in some values and below them, each before what it holds."""
    found: list[Any] = []
    waiting: list[Iterator[Any]] = []
    here = iter(values)
    while True:
        for value in here:
            kind = type(value)
            if kind is str or kind in SCALARS or not isinstance(value, (dict, list)):
                continue
            found.append(value)
            if is_tracked(value):
                waiting.append(here)
                here = iter(value.values() if isinstance(value, dict) else value)
                break
        else:
            if not waiting:
                return found
            here = waiting.pop()


def _descendants(values: list[Any], root: Any) -> list[Any]:
    """Return everything below some values: what each of their `containers` holds, one after the other."""
    found: list[Any] = []
    waiting: list[Iterator[Any]] = []
    here = iter(values)
    while True:
        for value in here:
            kind = type(value)
            if kind is str or kind in SCALARS:
                continue
            if isinstance(value, dict):
                found += value.values()
                if is_tracked(value):
                    waiting.append(here)
                    here = iter(value.values())
                    break
            elif isinstance(value, list):
                found += value
                waiting.append(here)
                here = iter(value)
                break
        else:
            if not waiting:
                return found
            here = waiting.pop()


def _descendant_name(name: str) -> Sweep:
    def sweep(values: list[Any], root: Any) -> list[Any]:
        found: list[Any] = []
        waiting: list[Iterator[Any]] = []
        here = iter(values)
        while True:
            for value in here:
                kind = type(value)
                if kind is str or kind in SCALARS:
                    continue
                if isinstance(value, dict):
                    if name in value:
                        found.append(value[name])
                    if is_tracked(value):
                        waiting.append(here)
                        here = iter(value.values())
                        break
                elif isinstance(value, list):
                    waiting.append(here)
                    here = iter(value)
                    break
            else:
                if not waiting:
                    return found
                here = waiting.pop()

    return sweep


def _descendant_filter(test: Test) -> Sweep:
    choose = FILTERS.choice(test)
    if not looks_inside(test):
        return lambda values, root: choose(_descendants(values, root), root)

    return lambda values, root: choose(_holding_below(values), root)


def _holding_below(values: list[Any]) -> list[Any]:
    """Return what `_descendants` does without the texts, numbers, `True`, `False` and `None`."""
    found: list[Any] = []
    waiting: list[Any] = values[::-1]
    while waiting:
        value = waiting.pop()
        if not is_tracked(value) or not isinstance(value, (dict, list)):
            continue
        held = value.values() if isinstance(value, dict) else value
        holding = [each for each in held if each.__class__ not in SCALARS]
        found += holding
        holding.reverse()
        waiting += holding
    return found


def _child(selectors: tuple[Selector, ...]) -> Sweep:
    if len(selectors) == 1:
        return _single(selectors[0])
    if all(isinstance(selector, Name) for selector in selectors):
        return _names([selector.name for selector in selectors if isinstance(selector, Name)])
    singles = [_single(selector) for selector in selectors]
    return lambda values, root: [
        each for value in values for single in singles for each in single([value], root)
    ]


def _single(selector: Selector) -> Sweep:
    match selector:
        case Name(name):
            return _name(name)
        case Index(index):
            return _index(index)
        case Slice(step=0):
            return lambda values, root: []
        case Slice(start, stop, step):
            return _slice(slice(start, stop, step))
        case Every():
            return _every
        case Filter(test):
            return _filter(FILTERS.choice(test))


def _name(name: str) -> Sweep:
    def sweep(values: list[Any], root: Any) -> list[Any]:
        try:
            return [value[name] for value in values]
        except (KeyError, TypeError, IndexError):
            return [value[name] for value in values if isinstance(value, dict) and name in value]

    return sweep


def _names(names: list[str]) -> Sweep:
    """Return the sweep of two or more names."""
    getters = [itemgetter(name) for name in names]

    def sweep(values: list[Any], root: Any) -> list[Any]:
        found: list[Any] = [None] * (len(values) * len(names))
        try:
            for place, get in enumerate(getters):
                found[place :: len(names)] = list(map(get, values))
            return found
        except (KeyError, TypeError, IndexError):
            objects = [value for value in values if isinstance(value, dict)]
            return [value[name] for value in objects for name in names if name in value]

    return sweep


def _index(index: int) -> Sweep:
    needed = index + 1 if index >= 0 else -index
    return lambda values, root: [
        value[index] for value in values if isinstance(value, list) and len(value) >= needed
    ]


def _slice(part: slice) -> Sweep:
    return lambda values, root: [each for value in values if isinstance(value, list) for each in value[part]]


def _every(values: list[Any], root: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if isinstance(value, list):
            found += value
        elif isinstance(value, dict):
            found += value.values()
    return found


def _filter(choose: Choice) -> Sweep:
    def sweep(values: list[Any], root: Any) -> list[Any]:
        only = values[0] if len(values) == 1 else None
        return choose(only if isinstance(only, list) else _every(values, root), root)

    return sweep
