"""Ordered name-value pairs, repeats kept: headers, query parameters, form fields.

>>> Pairs({"tag": "a"}) + Pairs([("tag", "b")])
Pairs([('tag', 'a'), ('tag', 'b')])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from hooknb.view.table import Table


class Pair(NamedTuple):
    """One row; a `value` of None is asked for when the node runs (query parameters only)."""

    name: str
    value: str | None


class Pairs(tuple[Pair, ...]):
    """Hold pairs in order; equal by value and hashable.

    Args:
        rows: a mapping, or an iterable of two-part rows.
    """

    __slots__ = ()

    def __new__(cls, rows: Mapping[str, str | None] | Iterable[tuple[str, str | None]] = ()) -> Self:
        """Accept a mapping or an iterable of rows."""
        listed = rows.items() if isinstance(rows, Mapping) else rows
        return super().__new__(cls, (Pair(name, value) for name, value in listed))

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return the first value under a name, compared without case, or `default`."""
        wanted = name.casefold()
        return next((value for key, value in self if key.casefold() == wanted), default)

    def has(self, name: str) -> bool:
        """Tell whether a name occurs, compared without case."""
        wanted = name.casefold()
        return any(key.casefold() == wanted for key, _ in self)

    def table(self, title: str = "") -> Table:
        """Return the rows as a table with the columns `name` and `value`."""
        return Table(("name", "value"), tuple(self), title)

    def frame(self) -> Any:
        """Return a fresh DataFrame with the columns `name` and `value`."""
        return self.table().frame()

    def document(self) -> list[dict[str, str | None]]:
        """Return the rows as a document holds them."""
        return [{"name": name, "value": value} for name, value in self]

    def __add__(self, other: Iterable[tuple[str, str | None]]) -> Pairs:  # type: ignore[override]
        return Pairs((*self, *other))

    def __repr__(self) -> str:
        return f"Pairs([{', '.join(repr(tuple(pair)) for pair in self)}])" if self else "Pairs()"
