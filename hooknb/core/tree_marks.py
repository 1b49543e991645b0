"""Which entries of a tree a node's mapping rules find, so that they can be marked.

>>> marks = Marks(Tree({"items": [{"id": 7}]}), [("ITEM_IDS", "items[*].id")])
>>> marks.of(("items", 0, "id"))
('ITEM_IDS',)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.syntax import Every, Key, Location
from hooknb.core.tree import Tree
from hooknb.errors import ObjectPathError

_PLACES = 10_000
_Pattern = tuple[Key | None, ...]


class Marks:
    """Tell which parameters an entry is mapped to.

    Paths of names, indexes and `[*]` are compared with a place, so it does not matter how much they find. Of
    any other path the first ten thousand places are known.

    Args:
        tree: the data.
        rules: pairs of parameter and path.
    """

    def __init__(self, tree: Tree, rules: Iterable[tuple[str, str]]) -> None:
        self._tree = tree
        self._patterns: list[tuple[str, _Pattern]] = []
        self._places: dict[Location, list[str]] = {}
        for parameter, text in rules:
            self._add(parameter, text)

    def of(self, location: Location | None) -> tuple[str, ...]:
        """Return the parameters that get the value at a place, in the order of the rules."""
        if location is None:
            return ()
        found = [name for name, pattern in self._patterns if _fits(pattern, location)]
        return tuple(found + self._places.get(location, []))

    def _add(self, parameter: str, text: str) -> None:
        try:
            path = ObjectPath(text)
        except ObjectPathError:
            return
        pattern = None if self._tree.lax else _pattern(path)
        if pattern is not None:
            self._patterns.append((parameter, pattern))
            return
        for place, _ in islice(path.matches(self._tree.data, lax=self._tree.lax), _PLACES):
            names = self._places.setdefault(place, [])
            if parameter not in names:
                names.append(parameter)


def _pattern(path: ObjectPath) -> _Pattern | None:
    """Return the keys of a path with None for every `[*]`; None for a path that has more than these."""
    if path.dialect != "seed":
        return None
    keys: list[Key | None] = []
    for segment in parse(path.text, strict=False).segments:
        key = segment.key
        if isinstance(key, int) and key < 0:
            return None
        if key is None and (segment.descendant or not isinstance(segment.selectors[0], Every)):
            return None
        if len(segment.selectors) != 1:
            return None
        keys.append(key)
    return tuple(keys)


def _fits(pattern: _Pattern, location: Location) -> bool:
    return len(pattern) == len(location) and all(
        wanted is None or wanted == key for wanted, key in zip(pattern, location, strict=True)
    )
