"""A path of our own grammar, ready to run: which of the evaluators answers which question.

Exact data go through `chain` (names and indexes) or `sweep` (everything else); whoever wants places, and XML,
goes through `walk`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from hooknb.core.objectpath.chain import Getter, getter
from hooknb.core.objectpath.explain import explain
from hooknb.core.objectpath.lax import LaxWalker, content
from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.sweep import compile_query
from hooknb.core.objectpath.syntax import Location, Query
from hooknb.core.objectpath.walk import Step, Walker, elements, location, run

Dialect = Literal["seed", "rfc9535", "jsonpath-ng"]


class Manner(NamedTuple):
    """Say how to look: see `ObjectPath.find`."""

    lax: bool = False
    container: bool = False
    ignore_prefixes: bool = False


class Native:
    """Evaluate a query of our own grammar.

    Args:
        query: what the parser made of the text.
        dialect: which grammar the text was read with.
    """

    def __init__(self, query: Query, dialect: Dialect) -> None:
        self.query, self.dialect = query, dialect
        keys = query.keys
        self.definite = keys is not None
        self.getter: Getter = _all_values(query) if keys is None else getter(keys)
        self._walks: dict[bool | None, list[Step]] = {}

    def find(self, data: Any, manner: Manner) -> list[Any]:
        """Return every value."""
        if manner.lax:
            spots = run(self._steps(manner), data, data)
            found = (value for spot in spots for value, _ in elements(spot))
            return [content(value, container=manner.container) for value in found]
        value: Any = self.getter(data)
        if not self.definite:
            return list(value)
        return [] if value is MISSING else [value]

    def one(self, data: Any, manner: Manner) -> Any:
        """Return the value of a definite path, or all the values of another."""
        if not manner.lax:
            return self.getter(data)
        if not self.definite:
            return self.find(data, manner)
        spots = list(run(self._steps(manner), data, data))
        if len(spots) == 1:
            return content(spots[0][0], container=manner.container)
        return self.find(data, manner) if spots else MISSING

    def matches(self, data: Any, manner: Manner) -> Iterator[tuple[Location, Any]]:
        """Yield every value with its place, lazily."""
        spots = run(self._steps(manner), data, data)
        if not manner.lax:
            return ((location(link), value) for value, link in spots)
        return (
            (location(link), content(value, container=manner.container))
            for spot in spots
            for value, link in elements(spot)
        )

    def explain(self, data: Any, manner: Manner) -> str:
        """Return a sentence about what the path finds, or where the walk stopped."""
        return explain(self.query, self._steps(manner), data, lax=manner.lax)

    def _steps(self, manner: Manner) -> list[Step]:
        kind = manner.ignore_prefixes if manner.lax else None
        steps = self._walks.get(kind)
        if steps is None:
            walker = Walker() if kind is None else LaxWalker(ignore_prefixes=kind)
            steps = self._walks[kind] = walker.steps(self.query)
        return steps


def _all_values(query: Query) -> Getter:
    values = compile_query(query)
    return lambda data: values(data, data)
