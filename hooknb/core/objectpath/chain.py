"""Paths of names and indexes only, compiled to a function that costs little more than plain subscripting.

The function tries the whole chain of subscripts at once. Only when Python refuses does a careful walk decide.
The one thing that Python allows and JSON does not is an index into a text: what comes out is a text, so a
name after it is refused, and after an index at the end the list is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.syntax import Key, Location

Getter = Callable[[Any], Any]

_REFUSED = (KeyError, IndexError, TypeError)


def getter(keys: Location) -> Getter:
    """Return a function from data to the value under some keys, or to `MISSING`.

    Args:
        keys: names of objects and indexes of lists, from the outside in.

    Example:
        >>> getter(("items", 0, "id"))({"items": [{"id": 7}]})
        7
    """
    if not keys or isinstance(keys[-1], str):
        return _chain(keys)
    return _ENDING_IN_INDEX.get(len(keys), _ending_in_index)(keys)


def step(value: Any, key: Key) -> Any:
    """Return the value under one key, or `MISSING`: names are for objects, indexes for lists."""
    if isinstance(key, str):
        return value[key] if isinstance(value, dict) and key in value else MISSING
    if isinstance(value, list) and -len(value) <= key < len(value):
        return value[key]
    return MISSING


def walk(data: Any, keys: Location) -> Any:
    """Return what `getter(keys)(data)` returns, one careful step after the other."""
    for key in keys:
        data = step(data, key)
        if data is MISSING:
            return MISSING
    return data


def _only_index(keys: Location) -> Getter:
    index = int(keys[0])

    def get(data: Any) -> Any:
        if data.__class__ is list:
            try:
                return data[index]
            except IndexError:
                return MISSING
        return step(data, index)

    return get


def _key_and_index(keys: Location) -> Getter:
    key, index = keys[0], int(keys[1])

    def get(data: Any) -> Any:
        try:
            items = data[key]
            if items.__class__ is list:
                return items[index]
        except _REFUSED:
            pass
        return walk(data, keys)

    return get


def _ending_in_index(keys: Location) -> Getter:
    """Return the getter of keys whose last is an index, which may not take a letter of a text."""
    holder, last = _chain(keys[:-1]), _only_index(keys[-1:])
    return lambda data: last(holder(data))


_ENDING_IN_INDEX = {1: _only_index, 2: _key_and_index}


def _chain(keys: Location) -> Getter:
    return _BY_LENGTH[len(keys)](keys) if len(keys) < len(_BY_LENGTH) else _any_length(keys)


def _length_0(keys: Location) -> Getter:
    def get(data: Any) -> Any:
        return data

    return get


def _length_1(keys: Location) -> Getter:
    (a,) = keys

    def get(data: Any) -> Any:
        try:
            return data[a]
        except _REFUSED:
            return walk(data, keys)

    return get


def _length_2(keys: Location) -> Getter:
    a, b = keys

    def get(data: Any) -> Any:
        try:
            return data[a][b]
        except _REFUSED:
            return walk(data, keys)

    return get


def _length_3(keys: Location) -> Getter:
    a, b, c = keys

    def get(data: Any) -> Any:
        try:
            return data[a][b][c]
        except _REFUSED:
            return walk(data, keys)

    return get


def _length_4(keys: Location) -> Getter:
    a, b, c, d = keys

    def get(data: Any) -> Any:
        try:
            return data[a][b][c][d]
        except _REFUSED:
            return walk(data, keys)

    return get


def _length_5(keys: Location) -> Getter:
    a, b, c, d, e = keys

    def get(data: Any) -> Any:
        try:
            return data[a][b][c][d][e]
        except _REFUSED:
            return walk(data, keys)

    return get


def _length_6(keys: Location) -> Getter:
    a, b, c, d, e, f = keys

    def get(data: Any) -> Any:
        try:
            return data[a][b][c][d][e][f]
        except _REFUSED:
            return walk(data, keys)

    return get


def _any_length(keys: Location) -> Getter:
    first, rest = _length_6(keys[:6]), keys[6:]

    def get(data: Any) -> Any:
        try:
            value = first(data)
            for key in rest:
                value = value[key]
        except _REFUSED:
            return walk(data, keys)
        return value

    return get


_BY_LENGTH: tuple[Callable[[Location], Getter], ...] = (
    _length_0,
    _length_1,
    _length_2,
    _length_3,
    _length_4,
    _length_5,
    _length_6,
)
