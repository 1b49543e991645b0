"""What differs between two decoded documents: entries added, removed, changed, of another type, moved.

>>> found = differences({"items": [{"id": 1, "n": 5}, {"id": 2}]}, {"items": [{"id": 2}, {"id": 1, "n": 6}]})
>>> [(each.location, each.change, each.before, each.after) for each in found]
[(('items', 0), 'moved', 1, 0), (('items', 1, 'n'), 'changed', 5, 6)]
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from hooknb.core.objectpath.lax import TEXT
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.pattern import ITEMS, MEMBERS, Parts
from hooknb.core.objectpath.syntax import Key, Location
from hooknb.core.objectpath.walk import Link, location
from hooknb.core.survey.aligning import aligned
from hooknb.core.survey.maps import key_kind
from hooknb.core.tree import is_container, kind_of

What = Literal["added", "removed", "changed", "type", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one difference.

    Args:
        link: the place, in the second document; in the first for what was removed.
        change: `added`, `removed`, `changed`, `type` (a value of another kind; null is of any) or `moved`.
        before: the value in the first document, `MISSING` for what was added; for `moved` the item's place.
        after: the value in the second document, `MISSING` for what was removed; for `moved` its new place.
        holder: of what was removed, the place in the second document of what held it.
    """

    link: Link | None
    change: What
    before: Any
    after: Any
    holder: Link | None = None

    @property
    def location(self) -> Location:
        """The names and indexes of the place."""
        return location(self.link)

    @property
    def pattern(self) -> Parts:
        """The place with `[*]` for every index, and `.*` for every name that looks like an id or a date."""
        return tuple(
            ITEMS if isinstance(key, int) else MEMBERS if key_kind(key) else key for key in self.location
        )


_Pair = tuple["_Place", Any, Any, int]
"""A place, the two values there, and how many lists below it may still be compared at once."""


class _Place(NamedTuple):
    """A place in both documents; the same one in most cases."""

    before: Link | None = None
    after: Link | None = None

    def inside(self, key: Key, to: Key) -> _Place:
        """Return the place of what has one key in the first document and another in the second."""
        link: Link = (self.after, to)
        return _Place(link if self.before is self.after and key == to else (self.before, key), link)


_CONTAINERS = (dict, list)
# Comparing items at once pays as long as no item is looked at again and again, list within list.
_AT_ONCE = 3


def differences(before: Any, after: Any, *, lax: bool = False, by: str = "") -> Iterator[Change]:
    """Yield what differs, in the order of the second document.

    Args:
        before: the first document.
        after: the second.
        lax: True for XML, where one element and several are compared alike.
        by: see `aligned`.
    """
    waiting: list[_Pair | Change] = [(_Place(), before, after, _AT_ONCE)]
    while waiting:
        pair = waiting.pop()
        if isinstance(pair, Change):
            yield pair
            continue
        place, first, second, at_once = pair
        if lax:
            first, second = _alike(first, second)
        if isinstance(first, dict) and isinstance(second, dict):
            found = _members(place, first, second, at_once)
        elif isinstance(first, list) and isinstance(second, list):
            found = _items(place, first, second, at_once, by)
        else:
            found = [] if _equal(first, second) else [_changed(place.after, first, second)]
        if found:
            waiting += reversed(found)


def _members(
    place: _Place, first: dict[str, Any], second: dict[str, Any], at_once: int
) -> list[_Pair | Change]:
    found: list[_Pair | Change] = []
    shared = 0
    for name, after in second.items():
        before = first.get(name, MISSING)
        if before is MISSING:
            found.append(Change((place.after, name), "added", MISSING, after))
            continue
        shared += 1
        kind = after.__class__
        # Most entries are the same plain value twice, and are done with here.
        if before is after or (before.__class__ is kind and kind not in _CONTAINERS and before == after):
            continue
        if is_container(before) or is_container(after):
            found.append((place.inside(name, name), before, after, at_once))
        elif not _equal(before, after):
            found.append(_changed((place.after, name), before, after))
    if shared < len(first):
        gone = (name for name in first if name not in second)
        found += [Change((place.before, name), "removed", first[name], MISSING, place.after) for name in gone]
    return found


def _items(place: _Place, first: list[Any], second: list[Any], at_once: int, by: str) -> list[_Pair | Change]:
    """Return the pairs of items and the changes of a list; what was removed follows what stood before it."""
    if _plainly_equal(first, second):
        return []
    alignment = aligned(first, second, by=by)
    placed: list[tuple[float, _Pair | Change]] = []
    for at, to in alignment.pairs:
        if to in alignment.moved:
            placed.append((to, Change((place.after, to), "moved", at, to)))
        if not _surely_equal(first[at], second[to], at_once=bool(at_once)):
            placed.append((to, (place.inside(at, to), first[at], second[to], at_once - bool(at_once))))
    placed += [(to, Change((place.after, to), "added", MISSING, second[to])) for to in alignment.added]
    after = dict(alignment.pairs)
    last = -1
    gone = set(alignment.removed)
    for at in range(len(first) if gone else 0):
        last = after.get(at, last)
        if at in gone:
            placed.append(
                (last + 0.5, Change((place.before, at), "removed", first[at], MISSING, place.after))
            )
    placed.sort(key=lambda pair: pair[0])
    return [each for _, each in placed]


def _plainly_equal(first: list[Any], second: list[Any]) -> bool:
    """Tell of two lists without containers whether they are equal; most are."""
    types = list(map(type, first))
    return dict not in types and list not in types and types == list(map(type, second)) and first == second


def _surely_equal(first: Any, second: Any, *, at_once: bool) -> bool:
    """Tell whether two items are equal, if that can be known fast; containers only `at_once`.

    Python takes True for 1 when it compares, and the bytes of `marshal` tell them apart.
    """
    if not is_container(first):
        return _equal(first, second)
    try:
        return at_once and first == second and marshal.dumps(first, 2) == marshal.dumps(second, 2)
    except (RecursionError, ValueError):
        return False


def _changed(link: Link | None, before: Any, after: Any) -> Change:
    kinds = {kind_of(before), kind_of(after)}
    return Change(link, "type" if len(kinds - {"null"}) > 1 else "changed", before, after)


def _equal(first: Any, second: Any) -> bool:
    """Tell whether two scalars are the same value: 1 is 1.0, but it is not true; NaN is NaN."""
    equal = first == second or (first != first and second != second)
    return first is second or (equal and kind_of(first) == kind_of(second))


def _alike(first: Any, second: Any) -> tuple[Any, Any]:
    """Give XML elements the same shape: several and one, text with attributes and without."""
    if isinstance(first, list) != isinstance(second, list):
        return _several(first), _several(second)
    if isinstance(first, dict) != isinstance(second, dict):
        return _object(first), _object(second)
    return first, second


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    return {} if value is None else {TEXT: value}
