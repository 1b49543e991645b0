"""Which entries of a tree a node's mapping rules find, so that they can be marked.

>>> marks = Marks(Tree({"items": [{"id": 7}]}), [("ITEM_IDS", "items[*].id")])
>>> marks.of(("items", 0, "id"))
('ITEM_IDS',)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import Parts, fits, parts_of
from hooknb.core.objectpath.syntax import Location
from hooknb.core.tree import Tree
from hooknb.errors import ObjectPathError

_PLACES = 10_000


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
        self._patterns: list[tuple[str, Parts]] = []
        self._places: dict[Location, list[str]] = {}
        for parameter, text in rules:
            self._add(parameter, text)

    def of(self, location: Location | None) -> tuple[str, ...]:
        """Return the parameters that get the value at a place, in the order of the rules."""
        if location is None:
            return ()
        found = [name for name, pattern in self._patterns if fits(pattern, location)]
        return tuple(found + self._places.get(location, []))

    def _add(self, parameter: str, text: str) -> None:
        try:
            path = ObjectPath(text)
        except ObjectPathError:
            return
        parts = None if self._tree.lax else parts_of(text)
        # A negative index is that of another place in each list.
        if parts is not None and not any(isinstance(part, int) and part < 0 for part in parts):
            self._patterns.append((parameter, parts))
            return
        for place, _ in islice(path.matches(self._tree.data, lax=self._tree.lax), _PLACES):
            names = self._places.setdefault(place, [])
            if parameter not in names:
                names.append(parameter)
