"""Lenient evaluation, for XML as xmltodict gives it, where the number of elements changes the data's shape.

As the lax mode of SQL/JSON paths: a name applied to a list is applied to each element; an index, a slice,
`[*]` or a filter applied to a single element takes it as a list of one. An element that is only text and
attributes gives its text. So `note.to` finds Tove with and without an attribute, and `note.to[0]` is the
first of one, two or a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hooknb.core.objectpath.compare import COMPARISONS, is_number
from hooknb.core.objectpath.filters import Filters, Finds, Predicate, Value, Values, found_in
from hooknb.core.objectpath.iregexp import Pattern
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.syntax import (
    Call,
    Compare,
    Every,
    Filter,
    Index,
    Name,
    Operand,
    Query,
    Segment,
    Selector,
    Slice,
)
from hooknb.core.objectpath.walk import Spot, Step, Walker, children, elements, run

TEXT = "#text"

_NUMBER = re.compile(
    r"[ \t\r\n]*[+-]?[0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,4})?[ \t\r\n]*", re.ASCII
)


class LaxWalker(Walker):
    """Compile the segments of paths to lenient steps.

    Args:
        ignore_prefixes: True to let `to` match `ns:to`, and `@id` match `@ns:id`.
    """

    def __init__(self, *, ignore_prefixes: bool = False) -> None:
        super().__init__(LaxFilters(self))
        self.ignore_prefixes = ignore_prefixes

    def step(self, segment: Segment) -> Step:
        """Return the step of one segment."""
        if not segment.descendant:
            return super().step(segment)
        return _below([(_is_of_members(each), self.selector(each)) for each in segment.selectors])

    def selector(self, selector: Selector) -> Step:
        """Return the step of one selector, from a value to its children or to its elements."""
        match selector:
            case Name(name):
                return _prefixed(name) if self.ignore_prefixes and ":" not in name else _name(name)
            case Index(index):
                return _part(lambda length: (index % length,) if -length <= index < length else ())
            case Slice():
                return _part(selector.of)
            case Every(dotted=True):
                return lambda spot, root: (child for each in _objects(spot) for child in children(each))
            case Every():
                return lambda spot, root: elements(spot)
            case Filter(test):
                return _filter(self.filters.test(test))


class LaxFilters(Filters):
    """Compile tests that look at XML: an operand may be several elements, one of which has to fit.

    Args:
        walker: compiles the queries.
    """

    def __init__(self, walker: Walker) -> None:
        super().__init__(self._values)
        self.walker = walker

    def _values(self, query: Query) -> Values:
        steps, relative = self.walker.steps(query), query.relative

        def values(node: Any, root: Any) -> list[Any]:
            spots = run(steps, node if relative else root, root)
            return [content(value) for spot in spots for value, _ in elements(spot)]

        return values

    def single(self, query: Query) -> Value:
        """Return a function that gives a query's value; a list when there are several."""
        values = self.values(query)

        def value(node: Any, root: Any) -> Any:
            found = values(node, root)
            return found[0] if len(found) == 1 else found or MISSING

        return value

    def comparison(self, compare: Compare) -> Predicate:
        """Return a function that compares; text is read as a number where a number is compared."""
        first, second = self._operands(compare.left), self._operands(compare.right)
        if compare.operator == "!=":
            equal = COMPARISONS["=="]
            return lambda node, root: not _any_pair(equal, first(node, root), second(node, root))
        compares = COMPARISONS[compare.operator]
        return lambda node, root: _any_pair(compares, first(node, root), second(node, root))

    def _operands(self, operand: Operand) -> Values:
        if isinstance(operand, Query):
            values = self.values(operand)
            return lambda node, root: values(node, root) or [MISSING]
        value = self.value(operand)
        return lambda node, root: [value(node, root)]

    def finding(self, call: Call, finds: Finds, pattern: Callable[[Any, Any], Pattern | None]) -> Predicate:
        """Return a function that says whether a pattern is found in one of the elements."""
        subjects = self._operands(call.arguments[0])

        def holds(node: Any, root: Any) -> bool:
            compiled = pattern(node, root)
            return any(found_in(finds, compiled, subject) for subject in subjects(node, root))

        return holds


def content(value: Any, *, container: bool = False) -> Any:
    """Return the text of an element that is only text and attributes, also inside a list; else the value."""
    if container:
        return value
    if isinstance(value, list):
        return [_text(each) for each in value]
    return _text(value)


def number_of(text: str) -> Any:
    """Return the number that a text of XML spells, or the text itself when it spells none."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if set(text) & set(".eE") else int(text)


def _text(value: Any) -> Any:
    if isinstance(value, dict) and TEXT in value and all(name == TEXT or name[:1] == "@" for name in value):
        return value[TEXT]
    return value


def _is_of_members(selector: Selector) -> bool:
    """Return whether a selector looks at an object's members; the others look at the elements of one name."""
    return isinstance(selector, Name) or (isinstance(selector, Every) and selector.dotted)


def _objects(spot: Spot) -> Iterable[Spot]:
    return (each for each in elements(spot) if isinstance(each[0], dict))


def _descendants(spot: Spot) -> Iterator[Spot]:
    """Yield every object in a value and below it, each before what it holds."""
    pending = [iter((spot,))]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
        elif isinstance(found[0], (dict, list)):
            if isinstance(found[0], dict):
                yield found
            pending.append(children(found))


def _below(steps: list[tuple[bool, Step]]) -> Step:
    def step(spot: Spot, root: Any) -> Iterable[Spot]:
        for found in _descendants(spot):
            for of_members, inner in steps:
                starts = (found,) if of_members else children(found)
                for start in starts:
                    yield from inner(start, root)

    return step


def _name(name: str) -> Step:
    return lambda spot, root: ((value[name], (link, name)) for value, link in _objects(spot) if name in value)


def _prefixed(name: str) -> Step:
    return lambda spot, root: (
        (member, (link, key))
        for value, link in _objects(spot)
        for key, member in value.items()
        if _without_prefix(key) == name
    )


def _without_prefix(name: str) -> str:
    """Return `to` for `ns:to` and `@id` for `@ns:id`; a declaration such as `@xmlns:ns` stays what it is."""
    prefix, _, local = name.rpartition(":")
    if not prefix or prefix == "@xmlns":
        return name
    return f"@{local}" if prefix[0] == "@" else local


def _part(indexes: Callable[[int], Iterable[int]]) -> Step:
    def step(spot: Spot, root: Any) -> Iterable[Spot]:
        value, link = spot
        if isinstance(value, list):
            return [(value[index], (link, index)) for index in indexes(len(value))]
        return [spot for _ in indexes(1)]

    return step


def _filter(holds: Predicate) -> Step:
    return lambda spot, root: (each for each in elements(spot) if holds(each[0], root))


def _any_pair(compares: Callable[[Any, Any], bool], left: list[Any], right: list[Any]) -> bool:
    return any(compares(*_alike(one, other)) for one in left for other in right)


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Read a text as a number when it is compared with one: XML has only text."""
    if isinstance(left, str) and is_number(right):
        return number_of(left), right
    if isinstance(right, str) and is_number(left):
        return left, number_of(right)
    return left, right
