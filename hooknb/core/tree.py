"""Decoded data as a tree that is looked at page by page, however large it is.

Nothing is copied or indexed: an entry is addressed by its positions from the root, so that any name can be
pointed at, and what is shown of it is cut and masked when it is asked for. Who draws the tree is `widgets/`.

>>> tree = Tree({"items": [{"id": 7}, {"id": 8}]})
>>> [entry.preview for entry in tree.page((0,)).entries]
['{id: 7}', '{id: 8}']
>>> tree.location((0, 1, 0))
('items', 1, 'id')
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from hooknb.core.objectpath.syntax import Key, Location
from hooknb.view.text import apart, cut, in_line, look
from hooknb.view.value import shown, whole

Address = tuple[int, ...]
Mask = Callable[[Any], Any]
Kind = Literal["object", "list", "text", "number", "boolean", "null", "bytes", "other"]

PAGE = 100
PREVIEW_WIDTH = 80
KEY_WIDTH = 80
_INNER_WIDTH = 24
_INNER_LEVELS = 2
_LARGE = 10_000
_KEPT_KEYS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what is shown of one entry.

    Args:
        address: its positions from the root.
        key: its name as it may be shown, or its index; None for the root.
        kind: the kind of its value.
        count: how many children it has.
        preview: its value on one line, at most `PREVIEW_WIDTH` columns and masked.
        cut: True when there is more of a text, of bytes or of a number than the preview shows.
        siblings: how many children its parent has.
    """

    address: Address
    key: str | int | None
    kind: Kind
    count: int
    preview: str
    cut: bool
    siblings: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """Hold a run of children that are shown when they are asked for.

    Args:
        address: whose children they are.
        start: the position of the first.
        stop: the position after the last.
        label: the first and the last one's name or index.
    """

    address: Address
    start: int
    stop: int
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """Hold what is shown below an entry or a bucket: entries or, when they are too many, buckets.

    Args:
        entries: the children.
        buckets: the runs of children.
        left: the run of those that are left out, where only a few were asked for.
    """

    entries: tuple[Entry, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    left: Bucket | None = None


class Tree:
    """Look at decoded data.

    Args:
        data: dicts, lists, texts, numbers, True, False and None; anything else is shown as text.
        lax: True for XML, where paths are evaluated leniently.
        mask: from a scalar or a name to what may be shown of it.

    Example:
        >>> Tree(list(range(250))).page(()).buckets[2].label
        '200 … 249'
    """

    def __init__(self, data: Any, *, lax: bool = False, mask: Mask = lambda value: value) -> None:
        self.data, self.lax, self.mask = data, lax, mask
        self._names: OrderedDict[int, tuple[dict[Any, Any], list[Any]]] = OrderedDict()

    def value(self, address: Address) -> Any:
        """Return the value at an address.

        Raises:
            LookupError: there is none.
        """
        value = self.data
        for position in address:
            value = self._child(value, position)[1]
        return value

    def location(self, address: Address) -> Location | None:
        """Return the names and indexes of an address; None when a name is no text, as in no JSON."""
        value, keys = self.data, []
        for position in address:
            key, value = self._child(value, position)
            keys.append(position if key is None else key)
        return tuple(keys) if all(isinstance(key, (str, int)) for key in keys) and self._fits(keys) else None

    def address(self, location: Location) -> Address | None:
        """Return where the value at some names and indexes is; None when nothing is there."""
        value, positions = self.data, []
        for key in location:
            position = self._position(value, key)
            if position is None:
                return None
            positions.append(position)
            value = self._child(value, position)[1]
        return tuple(positions)

    def entry(self, address: Address) -> Entry:
        """Return what is shown of the entry at an address.

        Raises:
            LookupError: there is none.
        """
        if not address:
            return self._entry((), None, self.data, 1)
        parent = self.value(address[:-1])
        key, value = self._child(parent, address[-1])
        return self._entry(address, key, value, len(parent), _twins(parent, [key]))

    def page(self, address: Address, start: int = 0, stop: int | None = None, few: int | None = None) -> Page:
        """Return the children of an entry, or those of a bucket.

        Args:
            address: of the entry.
            start: the bucket's start.
            stop: the bucket's stop; None for all children.
            few: how many of the entries or buckets to return; None for all.

        Returns:
            At most `PAGE` entries, or at most `PAGE` buckets.

        Raises:
            LookupError: there is no such entry.
        """
        parent = self.value(address)
        end = len(parent) if stop is None and is_container(parent) else stop or 0
        if end - start > PAGE:
            buckets = tuple(islice(self._buckets(address, parent, start, end), few))
            return Page(buckets=buckets, left=self._left(address, parent, buckets[-1].stop, end))
        shown = end if few is None else min(end, start + few)
        entries = tuple(self._entries(address, parent, start, shown))
        return Page(entries, left=self._left(address, parent, shown, end))

    def text(self, address: Address) -> str:
        """Return the whole of a scalar as text, masked; the JSON of a container is never made.

        Raises:
            LookupError: there is no such entry.
        """
        value = self.mask(self.value(address))
        if isinstance(value, str):
            return value
        return whole(value) if kind_of(value) in ("number", "bytes") else brief(value, self.mask)

    def _fits(self, keys: list[Any]) -> bool:
        """Tell whether the names are texts and the indexes stand in lists."""
        value = self.data
        for key in keys:
            if isinstance(value, dict) != isinstance(key, str):
                return False
            value = value[key]
        return True

    def _entries(self, address: Address, parent: Any, start: int, stop: int) -> Iterator[Entry]:
        positions = range(start, min(stop, len(parent) if is_container(parent) else 0))
        children = [(position, *self._child(parent, position)) for position in positions]
        twins = _twins(parent, [key for _, key, _ in children])
        for position, key, value in children:
            yield self._entry((*address, position), key, value, len(parent), twins)

    def _entry(
        self, address: Address, key: Any, value: Any, siblings: int, twins: Collection[Any] = ()
    ) -> Entry:
        kind = kind_of(value)
        name: str | int | None = None
        if address:
            name = address[-1] if key is None else self._key(key, told_apart=key in twins)
        count = len(value) if is_container(value) else 0
        preview = brief(value, self.mask)
        # A whole text or bytes end with a quotation mark, and a number with a digit.
        is_cut = kind in ("text", "bytes", "number") and preview[-1] == "…"
        return Entry(address, name, kind, count, preview, is_cut, siblings)

    def _key(self, key: Any, *, told_apart: bool = False) -> str:
        text = self.mask(key)
        return _name(apart(text) if told_apart else text, KEY_WIDTH)

    def _buckets(self, address: Address, parent: Any, start: int, stop: int) -> Iterator[Bucket]:
        size = bucket_size(stop - start)
        for first in range(start, stop, size):
            end = min(first + size, stop)
            yield Bucket(address, first, end, self._label(parent, first, end - 1))

    def _left(self, address: Address, parent: Any, start: int, stop: int) -> Bucket | None:
        """Return the run of the children that are left out; None when there are none."""
        return Bucket(address, start, stop, self._label(parent, start, stop - 1)) if start < stop else None

    def _label(self, parent: Any, first: int, last: int) -> str:
        keys = [self._child(parent, position)[0] for position in (first, last)]
        if keys[0] is None:
            return f"{first:,} … {last:,}"
        return " … ".join(cut(self._key(key), _INNER_WIDTH) for key in keys)

    def _child(self, value: Any, position: int) -> tuple[Any, Any]:
        """Return the key, None in a list, and the value of a child."""
        if position < 0 or not is_container(value) or position >= len(value):
            raise LookupError("there is no such entry any more")
        if isinstance(value, list):
            return None, value[position]
        key = self._keys(value)[position] if len(value) > _LARGE else next(islice(value, position, None))
        return key, value[key]

    def _position(self, value: Any, key: Key) -> int | None:
        if isinstance(value, list) and isinstance(key, int):
            position = key if key >= 0 else key + len(value)
            return position if 0 <= position < len(value) else None
        if not isinstance(value, dict) or key not in value:
            return None
        return next((position for position, name in enumerate(value) if name == key), None)

    def _keys(self, large: dict[Any, Any]) -> list[Any]:
        """Return the names of a large object as a list; of the last few objects it is kept."""
        kept = self._names.get(id(large))
        if kept is None or kept[0] is not large or len(kept[1]) != len(large):
            kept = self._names[id(large)] = (large, list(large))
        self._names.move_to_end(id(large))
        while len(self._names) > _KEPT_KEYS:
            self._names.popitem(last=False)
        return kept[1]


def kind_of(value: Any) -> Kind:
    """Return the kind of a value.

    Example:
        >>> [kind_of(value) for value in ({}, [], "a", 1, True, None)]
        ['object', 'list', 'text', 'number', 'boolean', 'null']
    """
    return kind_of_type(value.__class__)


@lru_cache(maxsize=256)
def kind_of_type(of: Any) -> Kind:
    """Return the kind of all values of a type."""
    return next((kind for types, kind in _KINDS if issubclass(of, types)), "other")


def is_container(value: Any) -> bool:
    """Tell whether a value can have children."""
    return isinstance(value, (dict, list))


def bucket_size(count: int) -> int:
    """Return how many children stand in a bucket when there are so many; 1 when they need no buckets."""
    if count <= PAGE:
        return 1
    size = PAGE
    while count / size > PAGE:
        size *= PAGE
    return size


def brief(value: Any, mask: Mask) -> str:
    r"""Return a value on one line, masked before it is cut, with whatever could act spelled out.

    Example:
        >>> print(brief({"id": 1, "tags": ["a\n", None]}, lambda leaf: leaf))
        {id: 1, tags: ["a\n", null]}
    """
    return _inline(value, mask, PREVIEW_WIDTH, _INNER_LEVELS)


_KINDS: tuple[tuple[Any, Kind], ...] = (
    (type(None), "null"),
    (bool, "boolean"),
    (dict, "object"),
    (list, "list"),
    (str, "text"),
    ((int, float, Decimal), "number"),
    ((bytes, bytearray), "bytes"),
)


def _twins(parent: Any, keys: list[Any]) -> set[Any]:
    """Return which of some names of an object look like another one of its names."""
    odd = {key for key in keys if isinstance(key, str) and not key.isascii() and apart(key) != key}
    # To compare hundreds of thousands of names would be felt; there, odd ones are told apart in any case.
    if not odd or len(parent) > _LARGE:
        return odd
    looks = Counter(look(name) for name in parent if isinstance(name, str))
    return {key for key in odd if looks[look(key)] > 1}


def _inline(value: Any, mask: Mask, room: int, levels: int) -> str:
    if not is_container(value):
        return _scalar(mask(value), room)
    left, right = ("{", "}") if isinstance(value, dict) else ("[", "]")
    if value and not levels:
        return f"{left}…{right}"
    text = left
    for place, (name, child) in enumerate(_pairs(value)):
        text += ", " if place else ""
        if len(text) >= room:
            break
        text += "" if name is None else f"{_name(mask(name), _INNER_WIDTH)}: "
        text += _inline(child, mask, _INNER_WIDTH, levels - 1)
    short = cut(text + right, room)
    # Cut within the dots of what is inside: one ellipsis says so, without the bracket before it.
    return f"{short[:-2].rstrip('[{')}…" if short.endswith("……") else short


def _name(name: Any, room: int) -> str:
    """Write a name on one line; in quotes when nobody could see it, or where it ends."""
    text = in_line(str(name))
    return cut(text if text == text.strip() != "" else f'"{text}"', room)


def _pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(value.items()) if isinstance(value, dict) else ((None, child) for child in value)


def _scalar(value: Any, room: int) -> str:
    if not isinstance(value, str):
        return cut(shown(value, data=True).text, room)
    written = json.dumps(value[: room + 1], ensure_ascii=False)
    if len(value) <= room + 1:
        return cut(in_line(written), room)
    return cut(in_line(written[:-1]), room, more=True)
