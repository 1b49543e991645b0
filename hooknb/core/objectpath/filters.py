"""Filters, compiled to functions that say which values pass.

A test becomes a function of the value that a filter looks at and the whole data. Whoever compiles the paths
says how the queries inside a test are evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress, repeat
from operator import itemgetter
from typing import Any

from hooknb.core.objectpath.chain import getter
from hooknb.core.objectpath.compare import COMPARISONS, Scalar, against, python_order
from hooknb.core.objectpath.iregexp import Pattern, compile_pattern
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.syntax import (
    All,
    Call,
    Comparator,
    Compare,
    Constant,
    Either,
    Exists,
    Holds,
    Not,
    Operand,
    Query,
    Segment,
    Test,
)

Predicate = Callable[[Any, Any], bool]
"""From the value that a filter looks at and the whole data to whether the test holds."""
Value = Callable[[Any, Any], Any]
"""From the same two to one value, or to `MISSING`."""
Values = Callable[[Any, Any], list[Any]]
Choice = Callable[[list[Any], Any], list[Any]]
"""From values and the whole data to the values that pass."""
Finds = Callable[[Pattern, str], bool]
"""`Pattern.matches` or `Pattern.occurs`."""

SCALARS = frozenset((str, int, float, bool, type(None)))

_OBJECTS = frozenset((dict,))
_MIRRORED: dict[Comparator, Comparator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Filters:
    """Compile tests.

    Args:
        values: compiles a query to a function that gives all its values.
    """

    def __init__(self, values: Callable[[Query], Values]) -> None:
        self.values = values

    def choice(self, test: Test) -> Choice:
        """Return a function from values to those for which a test holds."""
        match test:
            case All(tests):
                return _in_turn([self.choice(each) for each in tests])
            case Exists(Query((Segment(key=str(name)),), relative=True)):
                return _with_name(name)
            case Compare(comparator, Query(relative=True) as query, Constant(value)):
                names = [key for key in query.keys or () if isinstance(key, str)]
                if names and len(names) == len(query.segments):
                    return _with_value(names, comparator, value)
        holds = self.test(test)
        return lambda values, root: [value for value in values if holds(value, root)]

    def test(self, test: Test) -> Predicate:
        """Return a function that says whether a test holds."""
        match test:
            case Compare():
                return self.comparison(test)
            case Exists(query):
                return self.existence(query)
            case Holds(call):
                return self.pattern(call)
            case Not(inner):
                return _not(self.test(inner))
            case All(tests):
                return _all([self.test(each) for each in tests])
            case Either(tests):
                return _either([self.test(each) for each in tests])

    def existence(self, query: Query) -> Predicate:
        """Return a function that says whether a query selects anything."""
        if query.keys is not None:
            value = self.value(query)
            return lambda node, root: value(node, root) is not MISSING
        values = self.values(query)
        return lambda node, root: bool(values(node, root))

    def comparison(self, compare: Compare) -> Predicate:
        """Return a function that compares two operands."""
        comparator, left, right = compare.operator, compare.left, compare.right
        if isinstance(left, Constant):
            comparator, left, right = _MIRRORED[comparator], right, left
        first = self.value(left)
        if isinstance(right, Constant):
            fits = against(comparator, right.value)
            return lambda node, root: fits(first(node, root))
        second, compares = self.value(right), COMPARISONS[comparator]
        return lambda node, root: compares(first(node, root), second(node, root))

    def value(self, operand: Operand) -> Value:
        """Return a function that gives an operand's value, or `MISSING`."""
        match operand:
            case Constant(value):
                return lambda node, root: value
            case Query():
                return _only(self.values(operand)) if operand.keys is None else self.single(operand)
            case Call():
                return self.call(operand)

    def single(self, query: Query) -> Value:
        """Return a function that gives the value of a query of names and indexes, or `MISSING`."""
        keys = query.keys or ()
        get = getter(keys)
        if not query.relative:
            return lambda node, root: get(root)
        if len(keys) == 1 and isinstance(name := keys[0], str):
            return lambda node, root: node.get(name, MISSING) if isinstance(node, dict) else MISSING
        return lambda node, root: get(node)

    def call(self, call: Call) -> Value:
        """Return a function that gives what `length`, `count` or `value` gives."""
        (argument,) = call.arguments
        if call.name == "length":
            measured = self.value(argument)
            return lambda node, root: _length(measured(node, root))
        assert isinstance(argument, Query)
        values = self.values(argument)
        if call.name == "count":
            return lambda node, root: len(values(node, root))
        return _only(values)

    def pattern(self, call: Call) -> Predicate:
        """Return a function that says whether `match` or `search` holds."""
        finds = Pattern.matches if call.name == "match" else Pattern.occurs
        text = self.value(call.arguments[1])
        if not isinstance(call.arguments[1], Constant):
            return self.finding(call, finds, lambda node, root: compile_pattern(text(node, root)))
        fixed = compile_pattern(text(None, None))
        return self.finding(call, finds, lambda node, root: fixed)

    def finding(self, call: Call, finds: Finds, pattern: Callable[[Any, Any], Pattern | None]) -> Predicate:
        """Return a function that says whether a pattern is found in the first argument of a call."""
        subject = self.value(call.arguments[0])
        return lambda node, root: found_in(finds, pattern(node, root), subject(node, root))


def looks_inside(test: Test) -> bool:
    """Return whether only objects and lists can pass a test, because it asks for what is in them."""
    match test:
        case All(tests):
            return any(map(looks_inside, tests))
        case Either(tests):
            return all(map(looks_inside, tests))
        case Exists(query):
            return _is_inside(query)
        case Holds(call):
            return _is_inside(call.arguments[0])
        case Compare("!="):
            return False
        case Compare(_, left, Constant()):
            return _is_inside(left)
        case Compare(_, Constant(), right):
            return _is_inside(right)
    return False


def _is_inside(operand: Operand) -> bool:
    return isinstance(operand, Query) and operand.relative and bool(operand.segments)


def found_in(finds: Finds, pattern: Pattern | None, text: Any) -> bool:
    """Return whether a pattern is found; never in what is no text, and never when it is no I-Regexp."""
    return pattern is not None and isinstance(text, str) and finds(pattern, text)


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, (str, list, dict)) else MISSING


def _only(values: Values) -> Value:
    def value(node: Any, root: Any) -> Any:
        found = values(node, root)
        return found[0] if len(found) == 1 else MISSING

    return value


def _not(holds: Predicate) -> Predicate:
    return lambda node, root: not holds(node, root)


def _all(tests: list[Predicate]) -> Predicate:
    def holds(node: Any, root: Any) -> bool:
        for test in tests:  # noqa: SIM110, a generator costs twice as much
            if not test(node, root):
                return False
        return True

    return holds


def _either(tests: list[Predicate]) -> Predicate:
    def holds(node: Any, root: Any) -> bool:
        for test in tests:  # noqa: SIM110, as above
            if test(node, root):
                return True
        return False

    return holds


def _in_turn(choices: list[Choice]) -> Choice:
    def choose(values: list[Any], root: Any) -> list[Any]:
        for choice in choices:
            values = choice(values, root)
        return values

    return choose


def _with_name(name: str) -> Choice:
    def choose(values: list[Any], root: Any) -> list[Any]:
        if _OBJECTS.issuperset(map(type, values)):
            return [value for value in values if name in value]
        objects = [value for value in values if value.__class__ not in SCALARS and isinstance(value, dict)]
        return [value for value in objects if name in value]

    return choose


def _with_value(names: list[str], comparator: Comparator, constant: Scalar) -> Choice:
    """Return the choice that compares what stands under some names; most filters are of this form.

    First it is hoped that all values are objects with these names, and that Python can compare what stands
    there; then, that this is so for those with the first name. Python's errors tell when it is not.
    """
    quick, named = _quick_choice(names, comparator, constant), _with_name(names[0])
    get, fits = getter(tuple(names)), against(comparator, constant)

    def choose(values: list[Any], root: Any) -> list[Any]:
        try:
            return quick(values)
        except _UNLIKE:
            pass
        try:
            # A value without the name passes for "!=", and for nothing else.
            return quick(values if comparator == "!=" else named(values, root))
        except _UNLIKE:
            return [value for value in values if fits(get(value))]

    return choose


_UNLIKE = (KeyError, TypeError, IndexError)


def _quick_choice(
    names: list[str], comparator: Comparator, constant: Scalar
) -> Callable[[list[Any]], list[Any]]:
    """Return a function that chooses among values; raises where Python does not compare what stands there."""
    order = python_order(comparator, constant)
    if order.mistakes_booleans:
        *above, last = names
        numbers = _NUMBERS[comparator]
        return lambda values: numbers(zip(values, _column(values, above), strict=True), last, constant)
    compares = order.function
    return lambda values: list(compress(values, map(compares, _column(values, names), repeat(constant))))


def _column(values: list[Any], names: list[str]) -> Iterable[Any]:
    """Return what stands under some names in each value, lazily; raises where they are not there."""
    column: Iterable[Any] = values
    for name in names:
        column = map(itemgetter(name), column)
    return column


Pairs = Iterable[tuple[Any, Any]]
"""Each value with the object in it that has the name which a filter compares."""

# Python takes a boolean for a number, JSON does not. Only the class of what would pass is looked at, for "!="
# that of what would not. Each loop has its comparison written out: calling a function costs a third more.
_NUMBERS: dict[Comparator, Callable[[Pairs, str, Any], list[Any]]] = {
    "==": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) == number and x.__class__ is not bool
    ],
    "!=": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) != number or x.__class__ is bool
    ],
    "<": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) < number and x.__class__ is not bool
    ],
    "<=": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) <= number and x.__class__ is not bool
    ],
    ">": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) > number and x.__class__ is not bool
    ],
    ">=": lambda pairs, name, number: [
        value for value, holder in pairs if (x := holder[name]) >= number and x.__class__ is not bool
    ],
}
