"""Paths that only jsonpath-ng's extended parser reads: its arithmetic, `sub`, `split`, `len`, `sorted`.

The package is loaded when such a path occurs, its parser runs behind one lock, and its exceptions end here: a
text it cannot read is no path, and a path it cannot evaluate on some data finds nothing there. It has no
lenient evaluation, so the manner of looking is not used.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator
from typing import Any

from hooknb.core.objectpath.missing import MISSING
from hooknb.core.objectpath.native import Dialect, Manner
from hooknb.core.objectpath.syntax import Key, Location

_LOCK = threading.Lock()


def load(text: str) -> Foreign | None:
    """Return a path as jsonpath-ng reads it, or None when it cannot.

    Args:
        text: what our own grammar did not read.
    """
    with _LOCK, warnings.catch_warnings():
        # What it calls deprecated it still reads; the version is bounded by the project file.
        warnings.simplefilter("ignore", DeprecationWarning)
        from jsonpath_ng.ext.parser import parse

        try:
            return Foreign(parse(text))
        except failures():
            return None


def failures() -> tuple[type[Exception], ...]:
    """Return what jsonpath-ng raises for a text it cannot read or data it cannot work with."""
    from jsonpath_ng.exceptions import JSONPathError
    from jsonpath_ng.ext.string import DefintionInvalid

    return (
        JSONPathError,
        DefintionInvalid,
        ArithmeticError,
        AttributeError,
        LookupError,
        NotImplementedError,
        RecursionError,
        TypeError,
        ValueError,
        re.error,
    )


class Foreign:
    """Evaluate a path with jsonpath-ng.

    Args:
        parsed: what its parser made of the text.
    """

    dialect: Dialect = "jsonpath-ng"

    def __init__(self, parsed: Any) -> None:
        self._parsed = parsed
        self.definite = not _can_select_several(parsed)

    def getter(self, data: Any) -> Any:
        """Return the value of a path that selects one, or `MISSING`; a list for any other path."""
        found = [datum.value for datum in self._found(data)]
        if self.definite and len(found) < 2:
            return found[0] if found else MISSING
        return found

    def find(self, data: Any, manner: Manner) -> list[Any]:
        """Return every value."""
        return [datum.value for datum in self._found(data)]

    def one(self, data: Any, manner: Manner) -> Any:
        """Return what `getter` does."""
        return self.getter(data)

    def matches(self, data: Any, manner: Manner) -> Iterator[tuple[Location, Any]]:
        """Yield every value with its place; a value that was computed has the empty place."""
        return ((_location(datum), datum.value) for datum in self._found(data))

    def explain(self, data: Any, manner: Manner) -> str:
        """Return a sentence about what the path finds."""
        try:
            count = len(self._evaluated(data))
        except failures() as error:
            return f"jsonpath-ng cannot evaluate this path here ({type(error).__name__})"
        return (
            f"finds {count} value{'s' * (count != 1)}" if count else "jsonpath-ng finds nothing at this path"
        )

    def _found(self, data: Any) -> list[Any]:
        try:
            return self._evaluated(data)
        except failures():
            return []

    def _evaluated(self, data: Any) -> list[Any]:
        found = self._parsed.find(data)
        # `sorted` gives back what it cannot sort, not in a list.
        return list(found) if isinstance(found, list) else [found]


SEVERAL = frozenset(
    ("Descendants", "Filter", "Intersect", "Keys", "Slice", "Union", "Where", "WhereNot", "Wildcard")
)
"""The parts of jsonpath-ng's trees that can select more than one value, whatever they hold."""


def _can_select_several(parsed: Any) -> bool:
    """Return whether a tree of jsonpath-ng's holds anything that can select more than one value."""
    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        fields = getattr(part, "fields", ())
        if type(part).__name__.strip("_") in SEVERAL or len(fields) > 1 or "*" in fields:
            return True
        if len(getattr(part, "indices", ())) > 1:
            return True
        waiting += (getattr(part, side) for side in ("left", "right") if hasattr(part, side))
    return False


def _location(datum: Any) -> Location:
    keys: list[Key] = []
    while datum.context is not None:
        key = _key(datum.path)
        if key is None:
            return ()
        keys.append(key)
        datum = datum.context
    return tuple(reversed(keys))


def _key(step: Any) -> Key | None:
    """Return the name or index of one step; versions differ in how they hold an index."""
    keys = [*getattr(step, "fields", ()), *getattr(step, "indices", ()), getattr(step, "index", None)]
    known = [key for key in keys if isinstance(key, (str, int))]
    return known[0] if len(known) == 1 else None
