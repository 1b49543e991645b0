"""The rows of a table: what stands at a path, item by item, and what stands beside it further up.

>>> rows = rows_at({"orders": [{"id": 7, "lines": [{"sku": "A1"}, {"sku": "B2"}]}]}, "orders[*].lines")
>>> rows.values, rows.path
([{'sku': 'A1'}, {'sku': 'B2'}], 'orders[*].lines[*]')
>>> rows.beside("orders[*].id")
[7, 7]
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hooknb.core.objectpath.chain import walk
from hooknb.core.objectpath.lax import content
from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import Parts, parts_of
from hooknb.core.objectpath.syntax import Every, Key, Location
from hooknb.core.survey.maps import is_map
from hooknb.errors import PathNotFoundError, quoted


@dataclass(frozen=True, slots=True)
class Rows:
    """Hold the rows of a table.

    Args:
        data: all of the data.
        path: the path that finds them all.
        values: what stands in each row.
        places: where.
        names: the names of a map's members; None when the rows are no such.
        lax: True for XML.
    """

    data: Any
    path: str
    values: list[Any]
    places: list[Location]
    names: list[str] | None = None
    lax: bool = False

    def beside(self, pattern: str) -> list[Any]:
        """Return for each row what stands at a pattern, taken from what holds the row.

        Args:
            pattern: a path from the root with `[*]` and `.*` where the row's own place says which:
                `orders[*].id` for rows at `orders[*].lines[*]`.

        Raises:
            ValueError: the pattern is not that of one value for each row.
        """
        parts = parts_of(pattern)
        if parts is None:
            raise _unfit(pattern, self.path)
        known: dict[Location, Any] = {}
        found = []
        for place in self.places:
            keys = self._keys(parts, place)
            if keys is None:
                raise _unfit(pattern, self.path)
            if keys not in known:
                value = walk(self.data, keys)
                known[keys] = content(value) if self.lax else value
            found.append(known[keys])
        return found

    def _keys(self, parts: Parts, place: Location) -> Location | None:
        """Return a pattern's keys for the row at a place; None when the place does not say all of them."""
        keys: list[Key] = []
        held = True
        for part in parts:
            here = place[len(keys)] if held and len(keys) < len(place) else None
            if self.lax and isinstance(here, int) and not isinstance(part, (Every, int)):
                # Of several XML elements, the one that holds the row.
                keys.append(here)
                here = place[len(keys)] if len(keys) < len(place) else None
            if isinstance(part, Every):
                if here is not None and (part.dotted or isinstance(here, int)):
                    keys.append(here)
                elif not self.lax:
                    return None
                continue
            held = held and here == part
            keys.append(part)
        return tuple(keys)


def rows_at(data: Any, path: str, *, lax: bool = False) -> Rows:
    """Return the rows at a path: the items of lists, the members of a map, or else what was found.

    Args:
        data: decoded JSON or XML.
        path: of one list, or a pattern.
        lax: True for XML.

    Raises:
        ObjectPathError: the text is no path.
        PathNotFoundError: nothing is there.
    """
    made = ObjectPath(path)
    found = list(made.matches(data, lax=lax, container=True))
    if not found and made.definite:
        raise PathNotFoundError(made.explain(data, lax=lax), path)
    if made.definite and not lax and isinstance(found[0][1], dict) and _is_map(found[0][1]):
        place, members = found[0]
        places = [(*place, name) for name in members]
        return Rows(data, f"{path}.*", list(members.values()), places, list(members))
    lists = any(isinstance(value, list) for _, value in found)
    if not lists:
        return Rows(data, path, [value for _, value in found], [place for place, _ in found], lax=lax)
    rows = [(place, value) for each in found for place, value in _items(*each)]
    return Rows(data, f"{path}[*]", [value for _, value in rows], [place for place, _ in rows], lax=lax)


def _items(place: Location, value: Any) -> list[tuple[Location, Any]]:
    """Return the items of a list with their places; what is no list is the only one."""
    if not isinstance(value, list):
        return [(place, value)]
    return [((*place, index), item) for index, item in enumerate(value)]


def _is_map(value: dict[Any, Any]) -> bool:
    return is_map(Counter(value), [value])


def _unfit(pattern: str, path: str) -> ValueError:
    what = f"{quoted(pattern)} names no single value for each row at {quoted(path)}"
    return ValueError(f"{what}: write a path from the root, with [*] for the items that hold a row")
