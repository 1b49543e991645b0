"""Why a path finds nothing: where the walk stopped, and the nearest thing that is there.

Names of the data are quoted, its values never are: an explanation stands in tables and messages, and a value
may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from hooknb.core.objectpath.syntax import Every, Filter, Index, Key, Name, Query, Segment
from hooknb.core.objectpath.walk import Spot, Step, children, descendants, location
from hooknb.core.objectpath.writer import outline, write
from hooknb.errors import nearest, quoted

_LOOKED_AT = 1000  # so many matches of a part of the path are looked at to explain the next part
_NAMES = 2000
_NAME_LENGTH = 200
_LISTED = 6


def explain(query: Query, steps: list[Step], data: Any, *, lax: bool = False) -> str:
    """Say what a path finds, or where it stops and why.

    Args:
        query: the path.
        steps: its segments, compiled to run one after the other.
        data: what it is looked up in.
        lax: True when the steps take a list for its elements.

    Returns:
        One sentence without a full stop, with a suggestion where there is one.
    """
    spots: list[Spot] = [(data, None)]
    for segment, step in zip(query.segments, steps, strict=True):
        found = list(islice((each for spot in spots for each in step(spot, data)), _LOOKED_AT))
        if not found:
            return _miss(segment, _elements(spots) if lax else spots)
        spots = found
    spots = _elements(spots) if lax else spots
    if len(spots) == 1:
        return "finds 1 value, which is null" if spots[0][0] is None else "finds 1 value"
    return f"finds {len(spots)}{' or more' if len(spots) == _LOOKED_AT else ''} values"


def _elements(spots: list[Spot]) -> list[Spot]:
    inner = (each for spot in spots for each in (children(spot) if isinstance(spot[0], list) else (spot,)))
    return list(islice(inner, _LOOKED_AT)) or spots


def _miss(segment: Segment, spots: list[Spot]) -> str:
    if segment.descendant:
        return _below(segment, spots)
    if len(spots) > 1:
        return _several(segment, spots)
    value, place = spots[0][0], _place(spots[0])
    if value is None:
        return f"{place} is null, so it has no {_wanted(segment)}"
    if isinstance(value, dict):
        return _in_object(segment, value, place, spots[0])
    if isinstance(value, list):
        return _in_list(segment, value, place, spots[0])
    return f"{place} is {kind(value)}, so it has no {_wanted(segment)}"


def kind(value: Any) -> str:
    """Name the kind of a value in words, never the value itself."""
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        word = "object" if isinstance(value, dict) else "list"
        return f"{'an' if word == 'object' or not value else 'a'} {'' if value else 'empty '}{word}"
    return "true or false" if isinstance(value, bool) else "text" if isinstance(value, str) else "a number"


def _in_object(segment: Segment, value: dict[str, Any], place: str, spot: Spot) -> str:
    if not value:
        return f"{place} is an empty object"
    match segment.key:
        case str(name):
            return f"{place} has no {quoted(name)}; {_suggested(name, value)}"
        case int(index):
            hint = _inner_list(index, value, spot)
            return f"{place} is an object, not a list, so it has no [{index}]; {hint}"
    return f"{place} is {kind(value)}, and none fits {_wanted(segment)}"


def _inner_list(index: int, value: dict[str, Any], spot: Spot) -> str:
    """Suggest the first list in an object, or else list its names."""
    name = next((name for name in islice(value, _NAMES) if isinstance(value[name], list)), None)
    if name is None:
        return _listed(value)
    return f"did you mean {write((*location(spot[1]), name, index))}?"


def _in_list(segment: Segment, value: list[Any], place: str, spot: Spot) -> str:
    if not value:
        return f"{place} is an empty list"
    match segment.key:
        case str(name) if name.isascii() and name.lstrip("-").isdigit():
            return f"{place} is a list, and {quoted(name)} is a name; did you mean {_at(spot, int(name))}?"
        case str(name):
            first = value[0]
            key = nearest(name, _names([(first, None)])) if isinstance(first, dict) else None
            hint = _at(spot, 0, *([] if key is None else [key]))
            return f"{place} is a list, not an object, so it has no {quoted(name)}; did you mean {hint}?"
        case int(index):
            return f"{place} has {len(value)} item{'s' * (len(value) != 1)}, so it has no [{index}]"
    return f"{place} is {kind(value)}, and none fits {_wanted(segment)}"


def _at(spot: Spot, *keys: Key) -> str:
    return write((*location(spot[1]), *keys))


def _several(segment: Segment, spots: list[Spot]) -> str:
    pattern = quoted(outline(location(spots[0][1])))
    text = f"none of the {len(spots)} values at {pattern} has {_wanted(segment)}"
    name = segment.key
    names = _names(spots) if isinstance(name, str) else []
    return f"{text}; {_suggested(str(name), names)}" if names else text


def _below(segment: Segment, spots: list[Spot]) -> str:
    text = f"nothing below {_place(spots[0])} is {_wanted(segment)}"
    name = segment.selectors[0]
    if not isinstance(name, Name):
        return text
    key = nearest(name.name, _names(inner for spot in spots for inner in descendants(spot)))
    return f"{text}; nearest is {quoted(key)}" if key is not None else text


def _names(spots: Iterable[Spot]) -> list[str]:
    """Return names of some objects, each once; not all of very many, as comparing them takes time."""

    def names() -> Iterator[str]:
        for value, _ in islice(spots, _LOOKED_AT):
            if isinstance(value, dict):
                yield from (name for name in islice(value, _NAMES) if len(name) <= _NAME_LENGTH)

    return list(islice(dict.fromkeys(islice(names(), 10 * _NAMES)), _NAMES))


def _suggested(name: str, names: Iterable[str]) -> str:
    near = nearest(name, _names([(dict.fromkeys(names), None)]))
    return f"nearest is {quoted(near)}" if near is not None else _listed(names)


def _listed(names: Iterable[str]) -> str:
    known = list(islice(names, _LISTED + 1))
    more = ", …" if len(known) > _LISTED else ""
    return f"it has {', '.join(quoted(name) for name in known[:_LISTED])}{more}"


def _wanted(segment: Segment) -> str:
    if len(segment.selectors) > 1:
        return "any of the names and indexes"
    match segment.selectors[0]:
        case Name(name):
            return quoted(name)
        case Index(index):
            return f"[{index}]"
        case Every():
            return "anything in it"
        case Filter():
            return "anything that passes the filter"
    return "anything in that range"


def _place(spot: Spot) -> str:
    return "the data" if spot[1] is None else quoted(write(location(spot[1])))
