"""When two JSON values are equal and which comes first: RFC 9535, section 2.3.5.2.2.

Python's own `==` differs twice: it takes `True` for 1, and it recurses, so a deep document would end it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from hooknb.core.objectpath.syntax import Comparator

Comparison = Callable[[Any, Any], bool]
Scalar = str | int | float | bool | None

_OR_EQUAL = ("<=", ">=")


def same(left: Any, right: Any) -> bool:
    """Return whether two JSON values are equal, at any depth; `MISSING` equals itself only."""
    waiting = [(left, right)]
    while waiting:
        left, right = waiting.pop()
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            waiting.extend((value, right[name]) for name, value in left.items())
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            waiting.extend(zip(left, right, strict=True))
        elif left.__class__ is bool or right.__class__ is bool or left != right:
            return False
    return True


def less(left: Any, right: Any) -> bool:
    """Return whether one number is below another, or one text before another by code points."""
    if isinstance(left, str):
        return isinstance(right, str) and left < right
    return is_number(left) and is_number(right) and bool(left < right)


def is_number(value: Any) -> bool:
    """Return whether a value is a JSON number, which `True` is not."""
    return isinstance(value, (int, float)) and value.__class__ is not bool


COMPARISONS: dict[Comparator, Comparison] = {
    "==": same,
    "!=": lambda left, right: not same(left, right),
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: less(left, right) or same(left, right),
    ">=": lambda left, right: less(right, left) or same(left, right),
}

_ORDERS: dict[Comparator, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_IDENTITY: dict[Comparator, Callable[[Any, Any], Any]] = {
    "==": operator.is_,
    "!=": operator.is_not,
    "<=": operator.is_,
    ">=": operator.is_,
}


class PythonOrder(NamedTuple):
    """Hold a function of Python that compares as JSON does or raises `TypeError`, with one exception.

    Args:
        function: compares a value with a constant.
        mistakes_booleans: True when it takes a boolean for a number: `@.stock < 5` must not choose `False`.
    """

    function: Callable[[Any, Any], Any]
    mistakes_booleans: bool = False


def python_order(comparator: Comparator, constant: Scalar) -> PythonOrder:
    """Return how Python compares values with a constant; it does so for whole lists at once."""
    if constant is None or constant.__class__ is bool:
        return PythonOrder(_IDENTITY.get(comparator, _never))
    order = _ORDERS[comparator]
    if isinstance(constant, str):
        return PythonOrder(order)
    fits = against(comparator, constant)
    return PythonOrder(order, any(order(flag, constant) != fits(flag) for flag in (False, True)))


def _never(left: Any, right: Any) -> bool:
    return False


def against(comparator: Comparator, constant: Scalar) -> Callable[[Any], bool]:
    """Return the comparison of a value with a constant, which is faster than the general one.

    Args:
        comparator: stands between the value and the constant.
        constant: what a filter compares with.
    """
    if comparator == "==":
        return _equal_to(constant)
    if comparator == "!=":
        equal = _equal_to(constant)
        return lambda value: not equal(value)
    if constant is None or constant.__class__ is bool:
        return (lambda value: value is constant) if comparator in _OR_EQUAL else (lambda value: False)
    order = _ORDERS[comparator]
    if isinstance(constant, str):
        return lambda value: isinstance(value, str) and order(value, constant)
    return lambda value: is_number(value) and order(value, constant)


def _equal_to(constant: Scalar) -> Callable[[Any], bool]:
    if isinstance(constant, str):
        return partial(operator.eq, constant)
    if constant is None or constant.__class__ is bool:
        return partial(operator.is_, constant)
    return lambda value: bool(value == constant) and value.__class__ is not bool
