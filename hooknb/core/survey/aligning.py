"""Which items of two lists are the same item: by an id that they have, by their value, or by their order.

>>> aligned([{"id": 1}, {"id": 2}], [{"id": 2}, {"id": 3}, {"id": 1}])
Alignment(pairs=((1, 0), (0, 2)), removed=(), added=(1,), moved=frozenset({0}))
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.path import ObjectPath

# Names that say which thing an object is, the best first; then any that ends in "id", then those in `_NAMES`.
_IDS = ("id", "_id", "@id", "ID", "Id", "uuid", "guid", "@uuid", "key", "@key", "code", "sku", "isbn")
_NAMES = ("slug", "name", "@name", "title", "date", "email", "url")
# Comparing every item with every other takes the square of their number.
_MOST_COMPARED = 2_000
_PRINTED = 50

Pair = tuple[int, int]
Identity = Callable[[Any], Hashable]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Say which items of two lists belong together.

    Args:
        pairs: places of one item in the first and in the second list, by the second.
        removed: places in the first list of items that the second lacks.
        added: places in the second list of items that the first lacks.
        moved: places in the second list of items that stand in another order than before.
    """

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    moved: frozenset[int] = frozenset()


def aligned(before: list[Any], after: list[Any], *, by: str = "") -> Alignment:
    """Align two lists.

    Args:
        before: the first list.
        after: the second list.
        by: the path, from an item on, of what tells items apart; empty to find it: a name such as `id` that
            every item has, each with another value.
    """
    identity = (_by_path(by, before, after) if by else None) or _found(before, after)
    if identity is not None:
        return _by_identity(list(map(identity, before)), list(map(identity, after)))
    return _by_order(before, after)


def telling_name(items: list[Any]) -> str | None:
    """Return the name, such as `id`, whose value tells some objects apart; None when there is none."""
    first = items[0] if items else None
    names = _candidates(first) if isinstance(first, dict) else []
    return next((name for name in names if _tells_apart(_by_name(name), items)), None)


def _by_path(by: str, before: list[Any], after: list[Any]) -> Identity | None:
    get = ObjectPath(by).getter

    def identity(item: Any) -> Hashable:
        value = get(item)
        return (value.__class__, value) if isinstance(value, (str, int, float)) else MISSING

    return identity if _tells_apart(identity, before) and _tells_apart(identity, after) else None


def _found(before: list[Any], after: list[Any]) -> Identity | None:
    """Return what tells all items of both lists apart; None when nothing does."""
    first = (before or after or [None])[0]
    if isinstance(first, dict):
        found = map(_by_name, _candidates(first))
        return next(
            (each for each in found if _tells_apart(each, before) and _tells_apart(each, after)), None
        )
    # Texts are mostly labels, whose order says little; numbers are mostly measures, whose place says all.
    if len(before) == len(after) == 1:
        return None
    return _itself if _tells_apart(_itself, before) and _tells_apart(_itself, after) else None


def _candidates(item: dict[Any, Any]) -> list[str]:
    ids = [name for name in item if isinstance(name, str) and name.lower().endswith("id")]
    return [name for name in dict.fromkeys((*_IDS, *ids, *_NAMES)) if name in item]


def _by_name(name: str) -> Identity:
    def identity(item: Any) -> Hashable:
        value = item.get(name, MISSING) if isinstance(item, dict) else MISSING
        return (value.__class__, value) if isinstance(value, (str, int)) else MISSING

    return identity


def _itself(item: Any) -> Hashable:
    return item if isinstance(item, str) else MISSING


def _tells_apart(identity: Identity, items: list[Any]) -> bool:
    found = set(map(identity, items))
    return len(found) == len(items) and MISSING not in found


def _by_identity(before: list[Hashable], after: list[Hashable]) -> Alignment:
    places = {identity: place for place, identity in enumerate(before)}
    pairs = [(places[identity], place) for place, identity in enumerate(after) if identity in places]
    kept = {place for place, _ in pairs}
    in_order = _longest_rising([place for place, _ in pairs])
    return Alignment(
        tuple(pairs),
        tuple(place for place in range(len(before)) if place not in kept),
        tuple(place for place, identity in enumerate(after) if identity not in places),
        frozenset(place for number, (_, place) in enumerate(pairs) if number not in in_order),
    )


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest rising run among some numbers: the others are what moved."""
    ends: list[int] = []
    last_at: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        last_at[at : at + 1] = [place]
        previous.append(last_at[at - 1] if at else -1)
    found = set()
    place = last_at[-1] if last_at else -1
    while place >= 0:
        found.add(place)
        place = previous[place]
    return found


def _by_order(before: list[Any], after: list[Any]) -> Alignment:
    """Align items that nothing tells apart: what begins alike by its order, the rest by its place."""
    if len(before) == len(after) == 1:
        return Alignment(((0, 0),))
    first, second = list(map(_print, before)), list(map(_print, after))
    pairs: list[Pair] = []
    removed: list[int] = []
    added: list[int] = []
    for (start, end), (other, other_end) in _stretches(first, second):
        both = min(end - start, other_end - other)
        pairs += [(start + at, other + at) for at in range(both)]
        removed += range(start + both, end)
        added += range(other + both, other_end)
    return Alignment(tuple(pairs), tuple(removed), tuple(added))


Stretch = tuple[int, int]


def _stretches(first: list[Hashable], second: list[Hashable]) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield stretches of both lists that belong together."""
    shortest = min(len(first), len(second))
    start = next((at for at in range(shortest) if first[at] != second[at]), shortest)
    rest = shortest - start
    tail = next((at for at in range(rest) if first[-1 - at] != second[-1 - at]), rest)
    end, other_end = len(first) - tail, len(second) - tail
    yield (0, start), (0, start)
    if max(end, other_end) - start > _MOST_COMPARED:
        yield (start, end), (start, other_end)
    else:
        blocks = SequenceMatcher(None, first[start:end], second[start:other_end], autojunk=False)
        for _, a, a_end, b, b_end in blocks.get_opcodes():
            yield (start + a, start + a_end), (start + b, start + b_end)
    yield (end, len(first)), (other_end, len(second))


def _print(value: Any) -> Hashable:
    """Return what two values have in common that begin alike; only their beginnings are looked at."""
    found: list[Hashable] = []
    waiting = [value]
    while waiting and len(found) < _PRINTED:
        each = waiting.pop()
        if isinstance(each, dict):
            names = sorted(each, key=str) if len(each) < _PRINTED else list(islice(each, _PRINTED))
            found.append((len(each), *names))
            waiting += [each[name] for name in reversed(names)]
        elif isinstance(each, list):
            found.append(len(each))
            waiting += each[_PRINTED::-1]
        else:
            # NaN differs from itself, and is the same measure all the same.
            same = "NaN" if isinstance(each, float) and each != each else each
            found.append((each.__class__, same if isinstance(same, Hashable) else id(each)))
    return tuple(found)
