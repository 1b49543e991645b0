"""Rows that are switched off: a node keeps them, each in its place among the others, and does not use them.

>>> placed("force_list", [(1, ("note.to",))], 5)[0].document()
{'path': 'note.to', 'at': 1}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

ROW_FIELDS = ("headers", "query", "body.pairs", "parameters", "secrets", "mapping", "force_list", "routes")
"""The fields that are rows; `body.pairs` are those of a form."""

AT = "at"
"""Where a document says a row's place."""


@dataclass(frozen=True, slots=True)
class OffRow:
    """Hold a row that is switched off.

    Args:
        field: one of `ROW_FIELDS`.
        at: how many rows of the field stand above it, on or off.
        alone: what the field would be with this row alone.
    """

    field: str
    at: int
    alone: Any

    @property
    def row(self) -> Any:
        """The row as a document holds it, without its place: a dict, or a path of `force_list`."""
        return rows_of(self.alone)[0]

    def document(self) -> dict[str, Any]:
        """Return the row with its place, as a document holds it."""
        return with_place(self.row, self.at)


class OffRows(tuple[OffRow, ...]):
    """Hold a node's rows that are switched off, by field and place; equal by value and hashable."""

    __slots__ = ()

    def of(self, field: str) -> tuple[OffRow, ...]:
        """Return those of a field, the first one first."""
        return tuple(each for each in self if each.field == field)

    def document(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows as a document holds them: by field, each with its place under `at`."""
        fields = groupby(self, key=lambda each: each.field)
        return {field: [each.document() for each in rows] for field, rows in fields}

    def __repr__(self) -> str:
        return repr(self.document())


def rows_of(value: Any) -> list[Any]:
    """Return the rows of a field's value as a document holds them."""
    if hasattr(value, "document"):
        rows: list[Any] = value.document()
        return rows
    return [each.document() if hasattr(each, "document") else each for each in value]


def with_place(row: Any, at: int) -> dict[str, Any]:
    """Return a row of a document, or a path of `force_list`, with its place.

    Example:
        >>> with_place("note.to", 1)
        {'path': 'note.to', 'at': 1}
    """
    return {**(row if isinstance(row, Mapping) else {"path": row}), AT: at}


def place_and_row(row: Any) -> tuple[Any, Any]:
    """Return the place that a document gives a row, None for none, and the row as its field holds it.

    Example:
        >>> place_and_row({"path": "note.to", "at": 1})
        (1, 'note.to')
    """
    if not isinstance(row, Mapping):
        return None, row
    bare = {key: value for key, value in row.items() if key != AT}
    return row.get(AT), bare["path"] if set(bare) == {"path"} else bare


def placed(field: str, rows: Iterable[tuple[int | None, Any]], others: int) -> list[OffRow]:
    """Give rows the places they have when they stand among the others.

    Args:
        field: one of `ROW_FIELDS`.
        rows: the place that was meant, None for the last, and the field with the row alone.
        others: how many rows of the field are on.

    Example:
        >>> [each.at for each in placed("force_list", [(None, ("c",)), (0, ("a",)), (0, ("b",))], 5)]
        [0, 1, 7]
    """
    made: list[OffRow] = []
    for meant, alone in sorted(rows, key=lambda each: (each[0] is None, each[0] or 0)):
        first, last = (made[-1].at + 1 if made else 0), others + len(made)
        at = last if meant is None else min(max(meant, first), last)
        made.append(OffRow(field, at, alone))
    return made
