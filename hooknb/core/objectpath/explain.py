"""Why a path finds nothing: where the walk stopped, and the nearest thing that is there.

Names of the data are quoted, its values never are: an explanation stands in tables and messages, and a value
may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from hooknb.core.objectpath.syntax import Every, Filter, Index, Key, Name, Query, Segment
from hooknb.core.objectpath.walk import Spot, Step, descendants, elements, location, run
from hooknb.core.objectpath.writer import outline, write
from hooknb.errors import nearest, quoted

_LOOKED_AT = 1000  # so many matches are counted, and looked at to explain what they do not have
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
    spots = _first_spots(steps, data, lax=lax)
    if not spots:
        stop = _stop(steps, data)
        return _miss(query.segments[stop], _first_spots(steps[:stop], data, lax=lax))
    if len(spots) == 1:
        return "finds 1 value, which is null" if spots[0][0] is None else "finds 1 value"
    return f"finds {_count(spots)} values"


def _stop(steps: list[Step], data: Any) -> int:
    """Return how many steps lead somewhere; after the first that does not none does, so halving finds it."""
    some, none = 0, len(steps)
    while none - some > 1:
        middle = (some + none) // 2
        if next(run(steps[:middle], data, data), None) is None:
            none = middle
        else:
            some = middle
    return some


def _first_spots(steps: list[Step], data: Any, *, lax: bool) -> list[Spot]:
    spots = list(islice(run(steps, data, data), _LOOKED_AT))
    inside = (each for spot in spots for each in elements(spot)) if lax else ()
    return list(islice(inside, _LOOKED_AT)) or spots


def _count(spots: list[Spot]) -> str:
    return f"{len(spots)} or more" if len(spots) == _LOOKED_AT else str(len(spots))


def _miss(segment: Segment, spots: list[Spot]) -> str:
    if segment.descendant:
        return _below(segment, spots)
    if len(spots) > 1:
        return _several(segment, spots)
    value, place = spots[0][0], _place(spots[0])
    if isinstance(value, (dict, list)) and not value:
        return f"{place} is {kind(value)}"
    if isinstance(value, dict) and segment.key is not None:
        return _in_object(segment.key, value, place, spots[0])
    if isinstance(value, list) and segment.key is not None:
        return _in_list(segment.key, value, place, spots[0])
    if isinstance(value, (dict, list)):
        return _nothing(segment, f"in {place}")
    wanted = "nothing is in it" if segment.key is None else f"it has no {_shown(segment.key)}"
    return f"{place} is {kind(value)}, so {wanted}"


def _nothing(segment: Segment, where: str) -> str:
    """Say of a segment that can select several that it selects nothing."""
    if len(segment.selectors) > 1:
        return f"nothing {where} has one of these names and indexes"
    match segment.selectors[0]:
        case Name(name):
            return f"nothing {where} is called {quoted(name)}"
        case Index(index):
            return f"nothing {where} has [{index}]"
        case Every():
            return f"there is nothing {where}"
        case Filter():
            return f"nothing {where} passes the filter"
    return f"nothing {where} is in that range"


def _shown(key: Key) -> str:
    return f"[{key}]" if isinstance(key, int) else quoted(key)


def kind(value: Any) -> str:
    """Name the kind of a value in words, never the value itself."""
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        word = "object" if isinstance(value, dict) else "list"
        return f"{'an' if word == 'object' or not value else 'a'} {'' if value else 'empty '}{word}"
    return "true or false" if isinstance(value, bool) else "text" if isinstance(value, str) else "a number"


def _in_object(key: Key, value: dict[str, Any], place: str, spot: Spot) -> str:
    if isinstance(key, str):
        return f"{place} has no {quoted(key)}; {_suggested(key, value)}"
    return f"{place} is an object, not a list, so it has no [{key}]; {_inner_list(key, value, spot)}"


def _inner_list(index: int, value: dict[str, Any], spot: Spot) -> str:
    """Suggest the first list in an object, or else list its names."""
    name = next((name for name in islice(value, _NAMES) if isinstance(value[name], list)), None)
    if name is None:
        return _listed(value)
    return f"did you mean {write((*location(spot[1]), name, index))}?"


def _in_list(key: Key, value: list[Any], place: str, spot: Spot) -> str:
    if isinstance(key, int):
        return f"{place} has {len(value)} item{'s' * (len(value) != 1)}, so it has no [{key}]"
    if key.isascii() and key.lstrip("-").isdigit() and len(key) < _NAME_LENGTH:
        return f"{place} is a list, and {quoted(key)} is a name; did you mean {_at(spot, int(key))}?"
    near = nearest(key, _names([(value[0], None)])) if isinstance(value[0], dict) else None
    hint = _at(spot, 0, *([] if near is None else [near]))
    return f"{place} is a list, not an object, so it has no {quoted(key)}; did you mean {hint}?"


def _at(spot: Spot, *keys: Key) -> str:
    return write((*location(spot[1]), *keys))


def _several(segment: Segment, spots: list[Spot]) -> str:
    pattern = quoted(outline(location(spots[0][1])))
    if segment.key is None:
        return _nothing(segment, f"in the {_count(spots)} values at {pattern}")
    text = f"none of the {_count(spots)} values at {pattern} has {_shown(segment.key)}"
    names = _names(spots) if isinstance(segment.key, str) else []
    return f"{text}; {_suggested(str(segment.key), names)}" if names else text


def _below(segment: Segment, spots: list[Spot]) -> str:
    text = _nothing(segment, f"below {_place(spots[0])}")
    selector = segment.selectors[0]
    if not isinstance(selector, Name):
        return text
    near = nearest(selector.name, _names(inner for spot in spots for inner in descendants(spot)))
    return f"{text}; nearest is {quoted(near)}" if near is not None else text


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


def _place(spot: Spot) -> str:
    return "the data" if spot[1] is None else quoted(write(location(spot[1])))
