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
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise
from operator import itemgetter
from random import Random
from typing import Any

from hooknb.core.objectpath.lax import TEXT, content
from hooknb.core.objectpath.pattern import ITEMS, MEMBERS, Part
from hooknb.core.objectpath.syntax import Every, Key, Location
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.survey.maps import is_map
from hooknb.core.tree import Kind, kind_of_type

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
        had: how many of them do.
        level: how many columns are above this one.
        seen: the share of the values there are that was looked at, from 0 to 1.
        lax: True for XML.
        repeated: True for an XML element that occurs several times in one other.
    """

    values: list[Any]
    part: Part | None = None
    parent: Column | None = None
    way: Way = lambda number: (number, ())
    of: int = 1
    had: int = 1
    level: int = 0
    seen: float = 1.0
    lax: bool = False
    repeated: bool = False

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
    def root(self) -> Any:
        """The whole data."""
        column = self
        while column.parent is not None:
            column = column.parent
        return column.values[0]

    @cached_property
    def objects(self) -> tuple[Sequence[int] | None, list[Any]]:
        """The objects among the values, as `picked` gives them."""
        return self.picked(dict)

    @cached_property
    def names(self) -> Counter[Any]:
        """In how many of the objects each name occurs."""
        return Counter(chain.from_iterable(self.objects[1]))

    @cached_property
    def is_map(self) -> bool:
        """Whether the objects are used as maps."""
        return not self.lax and is_map(self.names, self.objects[1])

    @property
    def own_names(self) -> Iterator[Any]:
        """The names of the members of maps, in the order of their values when all were looked at."""
        return chain.from_iterable(self.parent.objects[1]) if self.parent is not None else iter(())

    def below(
        self, part: Part, values: list[Any], way: Way, *, of: int, had: int, share: float = 1.0
    ) -> Column:
        """Return the column of a part of what this one holds; `share` of the values there were taken."""
        return Column(values, part, self, way, of, had, self.level + 1, self.seen * share, lax=self.lax)

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


def columns(
    data: Any, *, lax: bool = False, most: int | None = None, deepest: int | None = None
) -> Iterator[Column]:
    """Yield a column for each pattern of some data, in the order of the document.

    Args:
        data: what `json` or xmltodict gave.
        lax: True for XML, where one element and several of a name are one column.
        most: look at so many items of the lists at one pattern, spread evenly; None for all.
        deepest: how many levels to go down; None for all.
    """
    waiting = [Column([data], lax=lax)]
    while waiting:
        column = waiting.pop()
        yield column
        if column.level != deepest:
            waiting += reversed(inner(column, most=most))


def inner(column: Column, *, most: int | None = None) -> list[Column]:
    """Return the columns one level below a column; see `columns`."""
    numbers, objects = column.objects
    found: list[Column] = []
    if column.is_map:
        found.append(_spread(column, numbers, objects, MEMBERS, most))
    elif column.lax:
        found += _elements(column, most)
    elif objects:
        found += _members(column)
    if len(objects) < len(column.values):
        numbers, lists = column.picked(list)
        found += [_spread(column, numbers, lists, ITEMS, most)] if any(lists) else []
    return found


def _members(column: Column) -> Iterator[Column]:
    """Yield the columns of an object's names."""
    (numbers, objects), names = column.objects, column.names
    entries = sum(names.values())
    shared = [name for name, count in names.items() if count == len(objects)]
    everywhere = _taken_apart(objects, shared)
    sparse = _grouped(objects, names) if len(names) * len(objects) > 4 * entries else {}
    for name, count in names.items():
        if count == len(objects):
            holders, values = numbers, everywhere[name]
        else:
            had = sparse.get(name) or array("L", [at for at, each in enumerate(objects) if name in each])
            holders = had if numbers is None else array("L", [numbers[at] for at in had])
            values = [objects[at][name] for at in had]
        way = _named(name, holders)
        yield column.below(name, values, way, of=len(objects), had=count)


def _taken_apart(objects: list[Any], names: list[Any]) -> dict[Any, list[Any]]:
    """Return the values of names that all objects have; each object is looked at once, which is faster."""
    if len(names) < 2:
        return {name: [each[name] for each in objects] for name in names}
    flat = list(chain.from_iterable(map(itemgetter(*names), objects)))
    return {name: flat[place :: len(names)] for place, name in enumerate(names)}


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


def _elements(column: Column, most: int | None) -> Iterator[Column]:
    """Yield the columns of an XML element's children; several of one name are values like one alone."""
    (numbers, objects), names = column.objects, column.names
    for name, count in names.items():
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
            way = _element(name, holders, places)
            made = column.below(name, values, way, of=len(objects), had=count)
            made.repeated = max(places) >= 0
            yield made if most is None or len(values) <= most else _sample(made, most)


def _is_plain(element: dict[str, Any]) -> bool:
    """Tell whether an element has text and attributes only: then its text is its own value."""
    return not isinstance(content(element), dict)


def _element(name: Key, holders: Sequence[int], places: Sequence[int]) -> Way:
    def way(number: int) -> tuple[int, Location]:
        place = places[number]
        return holders[number], (name,) if place < 0 else (name, place)

    return way


def _sample(column: Column, most: int) -> Column:
    """Return a column with so many of its values."""
    positions = _spaced(len(column.values), most)
    return replace(
        column,
        values=[column.values[position] for position in positions],
        way=lambda number: column.way(positions[number]),
        seen=column.seen * most / len(column.values),
    )


def _spread(
    column: Column, numbers: Sequence[int] | None, holders: list[Any], part: Every, most: int | None
) -> Column:
    """Return the column of the items of lists, or of the members of maps."""
    bounds = array("L", accumulate(map(len, holders)))
    total = bounds[-1]
    if most is None or total <= most:
        positions: Sequence[int] = range(total)
        insides = holders if part is ITEMS else map(dict.values, holders)
        values = list(chain.from_iterable(insides))
    else:
        positions = _spaced(total, most)
        values = list(_taken(holders, bounds, positions))

    def way(number: int) -> tuple[int, Location]:
        at, place = _place(bounds, positions[number])
        key = place if part is ITEMS else next(islice(holders[at], place, None))
        return at if numbers is None else numbers[at], (key,)

    share = len(values) / total if total else 1.0
    return column.below(part, values, way, of=len(holders), had=len(holders), share=share)


def _spaced(total: int, most: int) -> Sequence[int]:
    """Return `most` positions of so many, one at random in each stretch: data have rhythms of their own."""
    draw = Random(total)  # noqa: S311, the same data give the same sample
    edges = [total * place // most for place in range(most + 1)]
    return array("L", [draw.randrange(*stretch) for stretch in pairwise(edges)])


def _taken(holders: list[Any], bounds: Sequence[int], positions: Sequence[int]) -> Iterator[Any]:
    """Yield the items or members at some positions, counted through all holders."""
    last = -1
    inside: list[Any] = []
    for position in positions:
        at, place = _place(bounds, position)
        if at != last:
            holder = holders[at]
            last, inside = at, list(holder.values()) if isinstance(holder, dict) else holder
        yield inside[place]


def _place(bounds: Sequence[int], position: int) -> tuple[int, int]:
    """Return which holder has a position, and which of its items it is."""
    at = bisect_right(bounds, position)
    return at, position - (bounds[at - 1] if at else 0)
