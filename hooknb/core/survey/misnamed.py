"""Columns of a table that no row has, because a name on the way to them stands nowhere.

>>> from hooknb.core.survey.rows import rows_at
>>> rows = rows_at({"orders": [{"id": 7}, {"id": 8}]}, "orders")
>>> misnamed(rows, columns=["ids"])
["no row has 'ids': none of the 2 values at 'orders[*]' has 'ids'; nearest is 'id'"]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hooknb.core.objectpath.path import ObjectPath
from hooknb.core.objectpath.pattern import ITEMS, Parts, parts_of
from hooknb.core.objectpath.writer import write_pattern
from hooknb.core.survey.flatten import Names, joined, named
from hooknb.core.survey.rows import Rows
from hooknb.errors import quoted


def misnamed(
    rows: Rows, *, columns: Names | None = None, parents: Names = (), explode: Names = ()
) -> list[str]:
    """Return a sentence for each path that was asked for and that no row has, with the nearest name.

    What is null or empty wherever it could be looked into is no mistake, and neither is a filter that nothing
    passes.

    Args:
        rows: see `flatten`.
        columns: see `flatten`.
        parents: see `flatten`.
        explode: see `flatten`.
    """
    if not rows.values:
        return []
    inside = [*named(explode).values(), *named(columns or ()).values()]
    said = [
        _said(text, joined(rows.path, text), rows)
        for text in inside
        if _is_lacking(rows.values, text, lax=rows.lax)
    ]
    outside = [text for text in named(parents).values() if _is_lacking([rows.data], text, lax=rows.lax)]
    return list(dict.fromkeys(said + [_said(text, text, rows) for text in outside]))


def _said(text: str, whole: str, rows: Rows) -> str:
    return f"no row has {quoted(text)}: {ObjectPath(whole).explain(rows.data, lax=rows.lax)}"


def _is_lacking(values: list[Any], text: str, *, lax: bool) -> bool:
    """Tell whether a path ends at a name that no value has, although there is something to have it."""
    found = values
    for part in _steps(parts_of(text) or ()):
        inner = [each for value in found for each in part.find(value, lax=lax, container=True)]
        if not inner:
            return any(value not in (None, [], {}) for value in found)
        found = inner
    return False


def _steps(parts: Parts) -> Iterator[ObjectPath]:
    # The items of a list that is empty everywhere are missing by no mistake.
    names = parts[:-1] if parts[-1:] == (ITEMS,) else parts
    return (ObjectPath(write_pattern((part,))) for part in names)
