"""What is looked for in data: one value, or what somebody typed into a search field.

>>> wanted = Wanted.typed("42")
>>> [wanted.fits(value) for value in (42, "room 42", "43", True)]
[True, True, False, False]
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from hooknb.core.objectpath.compare import is_number
from hooknb.core.objectpath.lax import number_of
from hooknb.core.tree import kind_of, kind_of_type
from hooknb.errors import quoted

_NOTHING: Any = object()
_BEGUN = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what is looked for; make one with `same`, `typed` or `begun`.

    Args:
        scalar: a number, True, False or None that values have to equal.
        whole: a text that names and texts have to equal.
        part: a text that names and texts have to hold, in capitals or not.
        lax: True to take a text for the number it spells, as XML has only text.
        head: with what the spelling of a number has to begin.
    """

    scalar: Any = _NOTHING
    whole: str | None = None
    part: str | None = None
    lax: bool = False
    head: str | None = None

    @classmethod
    def same(cls, value: Scalar, *, lax: bool = False) -> Wanted:
        """Look for a value and nothing else: 1 is neither true nor "1", but it is 1.0.

        Raises:
            TypeError: objects and lists cannot be looked for.
        """
        value = _plain(value)
        if isinstance(value, str):
            return cls(whole=value)
        if kind_of(value) not in ("number", "boolean", "null"):
            raise TypeError(
                f"{quoted(value)} cannot be looked for: give a text, a number, true, false or null"
            )
        return cls(scalar=value, lax=lax)

    @classmethod
    def typed(cls, text: str) -> Wanted:
        """Look for what was typed.

        Args:
            text: part of a name or of a text, in capitals or not; a number, `true`, `false` or `null`, which
                values have to equal; a text in double quotes, which names and texts have to equal.
        """
        try:
            exact = json.loads(text)
        except (ValueError, RecursionError):
            exact = _NOTHING
        if isinstance(exact, str):
            return cls(whole=exact)
        return cls(scalar=_NOTHING if isinstance(exact, (dict, list)) else exact, part=text.casefold())

    @classmethod
    def begun(cls, text: str) -> Wanted | None:
        """Look for the numbers that begin with what was typed so far; None when no number does.

        Example:
            >>> [Wanted.begun("20.").fits(value) for value in (20.5, 20, 205, "20.5")]
            [True, False, False, False]
        """
        return cls(head=text.strip()) if _BEGUN.fullmatch(text.strip()) else None

    def fits(self, value: Any) -> bool:
        """Tell whether a value is looked for; an object or a list never is."""
        return self.test()(value)

    def fits_text(self, text: Any) -> bool:
        """Tell whether a name or a text is looked for."""
        return isinstance(text, str) and self.test()(text)

    def test(self) -> Callable[[Any], bool]:
        """Return `fits` as a function for millions of values."""
        part, whole, scalar, lax = self.part, self.whole, self.scalar, self.lax
        if self.head is not None:
            return partial(_begins, self.head)
        is_bool = isinstance(scalar, bool)

        def equals(value: Any) -> bool:
            if scalar is _NOTHING or isinstance(value, (dict, list)):
                return False
            if scalar != scalar:
                return isinstance(value, float) and value != value
            return bool(value == scalar and isinstance(value, bool) == is_bool)

        def fits(value: Any) -> bool:
            if not isinstance(value, str):
                return equals(value)
            if part is not None:
                return part in value.casefold()
            return value == whole or (lax and is_number(scalar) and equals(number_of(value)))

        return fits

    def places(self, values: list[Any], types: Counter[type]) -> list[int]:
        """Return which of many values are looked for.

        Args:
            values: the values.
            types: how many there are of each type.
        """
        kinds = {kind_of_type(each) for each in types}
        if self.head is not None and kinds.isdisjoint(("number", "other")):
            return []
        fits = self.test()
        if "other" in kinds or self.lax or self.head is not None:
            return [at for at, value in enumerate(values) if fits(value)]
        found: list[int] = []
        if self.scalar is not _NOTHING and kind_of(self.scalar) in kinds:
            found = _equal(values, self.scalar)
        if "text" in kinds and self.whole is not None:
            return _equal(values, self.whole)
        if (
            "text" not in kinds
            or self.part is None
            or self.part not in _joined(values, only_texts=kinds == {"text"})
        ):
            return found
        return [at for at, value in enumerate(values) if fits(value)]


def _plain(value: Any) -> Any:
    """Return the number or truth value that an array's scalar holds, as a cell of a DataFrame is one."""
    return value.item() if kind_of(value) == "other" and getattr(value, "ndim", None) == 0 else value


def _begins(head: str, value: Any) -> bool:
    if not is_number(value):
        return False
    try:
        return str(value).startswith(head)
    except ValueError:
        # Python spells no number of more than 4,300 digits.
        return False


def _equal(values: list[Any], wanted: Scalar) -> list[int]:
    """Return which values equal a scalar; most lists have none, and that is known soonest."""
    if wanted != wanted:
        return [at for at, value in enumerate(values) if isinstance(value, float) and value != value]
    if wanted not in values:
        return []
    if wanted is None or isinstance(wanted, bool):
        return [at for at, value in enumerate(values) if value is wanted]
    return [at for at, value in enumerate(values) if value == wanted and value.__class__ is not bool]


def _joined(values: list[Any], *, only_texts: bool) -> str:
    texts = values if only_texts else (value for value in values if isinstance(value, str))
    return "\n".join(texts).casefold()
