"""Decoded data as columns: all values at one pattern in one list, and the way back to where each stands.

A pattern is a path with `[*]` for the items of a list and `.*` for the members of an object that is used as a
map. Whoever looks at columns looks at a handful of lists, not at millions of entries, so most work is done in
C. Nothing recurses: data may be as deep as memory allows.

>>> for column in columns({"items": [{"id": 7}, {"id": None}]}):
...     print(column.pattern, column.values)
$ [{'items': [{'id': 7}, {'id': None}]}]
items [[{'id': 7}, {'id': None}]]
items[*] [{'id': 7}, {'id': None}]
items[*].id [7, None]
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, islice
from typing import Any

from hooknb.core.objectpath.lax import TEXT, content
from hooknb.core.objectpath.syntax import Every, Key, Location
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.survey.maps import is_map
from hooknb.core.tree import Kind, kind_of_type

ITEMS, MEMBERS = Every(), Every(dotted=True)
Part = Key | Every
Way = Callable[[int], tuple[int, Location]]
"""From the number of a value to that of its holder, one column up, and the keys that lead from there."""


@dataclass(eq=False)
class Column:
    """Hold the values at one pattern, in the order of the document.

    Args:
        values: the values; of XML, elements.
        part: the last part of the pattern; None for the whole data.
        parent: the column of the holders.
        way: see `Way`.
        of: how many objects could have a value here.
        seen: the share of the values there are that was looked at, from 0 to 1.
        lax: True for XML.
        repeated: True for an XML element that occurs several times in one other.

    Attributes:
        is_map: True when the objects here are used as maps; known once `inner` was called.
    """

    values: list[Any]
    part: Part | None = None
    parent: Column | None = None
    way: Way = lambda number: (number, ())
    of: int = 1
    seen: float = 1.0
    lax: bool = False
    repeated: bool = False
    is_map: bool = field(default=False, init=False)

    @cached_property
    def types(self) -> Counter[type]:
        """How many values there are of each Python type."""
        return Counter(map(type, self.contents))

    @property
    def kinds(self) -> Counter[Kind]:
        """How many values there are of each kind."""
        found: Counter[Kind] = Counter()
        for kind, count in self.types.items():
            found[kind_of_type(kind)] += count
        return found

    @cached_property
    def contents(self) -> list[Any]:
        """The values as paths give them: of an XML element with only text and attributes, its text."""
        return [content(value) for value in self.values] if self.lax else self.values

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the pattern, from the outside in."""
        parts: list[Part] = []
        column: Column | None = self
        while column is not None and column.part is not None:
            parts += [ITEMS] * column.repeated
            parts.append(column.part)
            column = column.parent
        return tuple(reversed(parts))

    @property
    def pattern(self) -> str:
        """The pattern as text."""
        return write_pattern(self.parts)

    @property
    def names(self) -> Iterator[Any]:
        """The names of the members of maps, in the order of their values when all were looked at."""
        return chain.from_iterable(self.parent.picked(dict)[1]) if self.parent is not None else iter(())

    def location(self, number: int) -> Location:
        """Return the place of the value of some number."""
        keys: list[Key] = []
        column: Column | None = self
        while column is not None:
            number, last = column.way(number)
            keys += reversed(last)
            column = column.parent
        return tuple(reversed(keys))

    def picked(self, base: type) -> tuple[Sequence[int] | None, list[Any]]:
        """Return the numbers (None for all) and the values of one base type."""
        types = Counter(map(type, self.values)) if self.lax else self.types
        wanted = {kind for kind in types if issubclass(kind, base)}
        count = sum(types[kind] for kind in wanted)
        if count in (0, len(self.values)):
            return None, self.values if count else []
        numbers = array("L", [at for at, value in enumerate(self.values) if type(value) in wanted])
        return numbers, [self.values[number] for number in numbers]


def columns(data: Any, *, lax: bool = False, most: int | None = None) -> Iterator[Column]:
    """Yield a column for each pattern of some data, in the order of the document.

    Args:
        data: what `json` or xmltodict gave.
        lax: True for XML, where one element and several of a name are one column.
        most: look at so many items of the lists at one pattern, spread evenly; None for all.
    """
    waiting = [Column([data], lax=lax)]
    while waiting:
        column = waiting.pop()
        yield column
        waiting += reversed(inner(column, most=most))


def inner(column: Column, *, most: int | None = None) -> list[Column]:
    """Return the columns one level below a column; see `columns`."""
    numbers, objects = column.picked(dict)
    found: list[Column] = []
    if objects:
        names = Counter(chain.from_iterable(objects))
        column.is_map = not column.lax and is_map(names, objects)
        if column.is_map:
            found.append(_spread(column, numbers, objects, MEMBERS, most))
        elif column.lax:
            found += _elements(column, numbers, objects, names)
        else:
            found += _members(column, numbers, objects, names)
    if len(objects) < len(column.values):
        numbers, lists = column.picked(list)
        found += [_spread(column, numbers, lists, ITEMS, most)] if any(lists) else []
    return found


def _members(
    column: Column, numbers: Sequence[int] | None, objects: list[Any], names: Counter[Any]
) -> Iterator[Column]:
    """Yield the columns of an object's names."""
    entries = sum(names.values())
    sparse = _grouped(objects, names) if len(names) * len(objects) > 4 * entries else {}
    for name, count in names.items():
        if count == len(objects):
            holders, values = numbers, [each[name] for each in objects]
        else:
            had = sparse.get(name) or array("L", [at for at, each in enumerate(objects) if name in each])
            holders = had if numbers is None else array("L", [numbers[at] for at in had])
            values = [objects[at][name] for at in had]
        way = _named(name, holders)
        yield Column(values, name, column, way, len(objects), column.seen)


def _grouped(objects: list[Any], names: Counter[Any]) -> dict[Any, Sequence[int]]:
    """Return which objects have each name, in one pass: many names of which each object has a few."""
    found: dict[Any, array[int]] = {name: array("L") for name in names}
    for at, each in enumerate(objects):
        for name in each:
            found[name].append(at)
    return dict(found)


def _named(name: Key, holders: Sequence[int] | None) -> Way:
    if holders is None:
        return lambda number: (number, (name,))
    return lambda number: (holders[number], (name,))


def _elements(
    column: Column, numbers: Sequence[int] | None, objects: list[Any], names: Counter[Any]
) -> Iterator[Column]:
    """Yield the columns of an XML element's children; several of one name are values like one alone."""
    for name in names:
        values: list[Any] = []
        holders, places = array("L"), array("l")
        for at, each in enumerate(objects):
            if name not in each or (name == TEXT and _is_plain(each)):
                continue
            found = each[name]
            several = isinstance(found, list)
            values += found if several else (found,)
            holders.extend([at if numbers is None else numbers[at]] * (len(values) - len(holders)))
            places.extend(range(len(values) - len(places)) if several else (-1,))
        if values:
            repeated = any(place >= 0 for place in places)
            way = _element(name, holders, places)
            yield Column(values, name, column, way, len(objects), column.seen, lax=True, repeated=repeated)


def _is_plain(element: dict[str, Any]) -> bool:
    """Tell whether an element has text and attributes only: then its text is its own value."""
    return not isinstance(content(element), dict)


def _element(name: Key, holders: Sequence[int], places: Sequence[int]) -> Way:
    def way(number: int) -> tuple[int, Location]:
        place = places[number]
        return holders[number], (name,) if place < 0 else (name, place)

    return way


def _spread(
    column: Column, numbers: Sequence[int] | None, holders: list[Any], part: Every, most: int | None
) -> Column:
    """Return the column of the items of lists, or of the members of maps."""
    bounds = array("L", accumulate(map(len, holders)))
    total = bounds[-1]
    step = 1 if most is None or total <= most else -(-total // most)
    insides = holders if part is ITEMS else [holder.values() for holder in holders]
    if step == 1:
        values = list(chain.from_iterable(insides))
    else:
        # Every step-th of all items, as if the lists were one.
        starts = (-(bound - len(inside)) % step for bound, inside in zip(bounds, insides, strict=True))
        sampled = (islice(inside, start, None, step) for inside, start in zip(insides, starts, strict=True))
        values = list(chain.from_iterable(sampled))

    def way(number: int) -> tuple[int, Location]:
        at = bisect_right(bounds, number * step)
        place = number * step - (bounds[at - 1] if at else 0)
        key = place if part is ITEMS else next(islice(holders[at], place, None))
        return at if numbers is None else numbers[at], (key,)

    seen = column.seen * (len(values) / total if total else 1.0)
    return Column(values, part, column, way, len(holders), seen, lax=column.lax)
