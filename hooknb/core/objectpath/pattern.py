"""Paths of names, indexes, `[*]` and `.*` as parts that can be compared with a place in data.

>>> parts_of("items[*].id")
('items', Every(dotted=False), 'id')
"""

from __future__ import annotations

from hooknb.core.objectpath.parse import parse
from hooknb.core.objectpath.syntax import Every, Key, Location, Segment
from hooknb.errors import ObjectPathError

Part = Key | Every
Parts = tuple[Part, ...]
ITEMS, MEMBERS = Every(), Every(dotted=True)


def parts_of(text: str) -> Parts | None:
    """Return the parts of a path; None for a path that has more than names, indexes, `[*]` and `.*`.

    Args:
        text: a path of our own grammar; what only jsonpath-ng reads has no parts.
    """
    try:
        segments = parse(text, strict=False).segments
    except ObjectPathError:
        return None
    parts = [_part(segment) for segment in segments]
    return None if None in parts else tuple(part for part in parts if part is not None)


def fits(parts: Parts, location: Location) -> bool:
    """Tell whether a place is one that a path's parts find.

    Example:
        >>> fits(("items", ITEMS, "id"), ("items", 7, "id"))
        True
    """
    return len(parts) == len(location) and all(
        isinstance(part, Every) or part == key for part, key in zip(parts, location, strict=True)
    )


def _part(segment: Segment) -> Part | None:
    if segment.descendant or len(segment.selectors) != 1:
        return None
    selector = segment.selectors[0]
    return selector if isinstance(selector, Every) else segment.key
