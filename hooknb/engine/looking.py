"""Look over a response as an analyst does: where a value stands, what shape it all has, tables, differences.

Each function takes a `Result`, data, or a text or bytes with JSON or XML in them, and gives a DataFrame whose
secrets are masked.
"""

from __future__ import annotations

import json
from typing import Any

from hooknb.core.survey import where as finding
from hooknb.core.survey.shape import shape_table, shapes
from hooknb.core.survey.wanted import Wanted
from hooknb.engine.subject import subject


def where(what: Any, value: Any, *, like: bool = False, key: bool = False) -> Any:
    """Find every place of a value, grouped by pattern.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        value: a text, number, True, False or None. In XML a number also finds the texts that spell it.
        like: True to find every text that holds `value`, in capitals or not, and every value that it spells.
        key: True to look among the names of objects, not among values.

    Returns:
        A DataFrame, the most frequent pattern first: pattern (a path that finds all of them and their like),
        count, of (how many places the pattern has), first (the path to the first place), example (the value
        there), kind.

    Raises:
        TypeError: an object or a list cannot be looked for.

    Example:
        >>> where({"rooms": [{"id": 42}, {"id": 7}]}, 42)[["pattern", "count", "of", "first"]].values.tolist()
        [['rooms[*].id', 1, 2, 'rooms[0].id']]
    """
    seen = subject(what)
    wanted = Wanted.same(value, lax=seen.lax)
    if like:
        wanted = Wanted.typed(value if isinstance(value, str) else json.dumps(value, default=str))
    found = finding.where(seen.data, wanted, among="key" if key else "value", lax=seen.lax)
    return finding.where_table(found, seen.redactor.leaf).frame()


def shape(what: Any, *, sample: int | None = None) -> Any:
    """Tell what shape data have: a row for each pattern.

    Args:
        what: a `Result`, data, or a text or bytes with JSON or XML in them.
        sample: look at so many items only of the lists at each pattern, spread evenly; None for all.

    Returns:
        A DataFrame in the order of the document: pattern, count (values that were looked at), kinds (the most
        frequent first; `map` is an object whose names are data), present % (of the objects that could have
        it), null %, distinct (different values), range (of numbers, dates and times), length (of texts, lists
        and maps), looks like (what all texts are, such as `date`), examples, seen % (how much of all values
        was looked at). At most 5,000 patterns and 100 levels.

    Example:
        >>> frame = shape([{"id": 42}, {"id": 7, "free": None}])
        >>> frame[["pattern", "kinds", "range"]].values.tolist()[2:]
        [['$[*].id', 'number', '7 … 42'], ['$[*].free', 'null', '']]
    """
    seen = subject(what)
    found = list(shapes(seen.data, lax=seen.lax, most=sample))
    return shape_table(found, seen.redactor.leaf).frame()
