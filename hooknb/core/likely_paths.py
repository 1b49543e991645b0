"""The object paths of a response that are worth offering while somebody writes one.

>>> list(likely_paths({"data": {"id": 7}, "items": [1, 2]}))
['data', 'items', 'data.id', 'items[0]']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hooknb.core.objectpath.syntax import Location
from hooknb.core.objectpath.writer import write

_MOST = 4_000
_DEEPEST = 6


def likely_paths(data: Any) -> Iterator[str]:
    """Yield paths breadth first, of a list only that of the first entry; bounded in depth and number.

    Args:
        data: decoded JSON or XML.
    """
    level: list[tuple[Location, Any]] = [((), data)]
    left = _MOST
    for _ in range(_DEEPEST):
        below: list[tuple[Location, Any]] = []
        for location, value in level:
            for key, child in _children(value):
                if not left:
                    return
                left -= 1
                below.append(((*location, key), child))
                yield write((*location, key))
        level = below


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value[:1])
