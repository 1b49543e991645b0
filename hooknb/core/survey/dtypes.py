"""The pandas dtype that fits the cells of a column without losing anything.

>>> dtype_of([1, 2]), dtype_of([1, MISSING]), dtype_of([1, 2.5, None]), dtype_of(["a", None])
('int64', 'Int64', 'float64', 'string')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hooknb.core.objectpath.lax import number_of
from hooknb.core.objectpath.missing import MISSING

_LARGEST = 2**63
_LARGEST_IN_FLOAT = 2**53
# As JSON writes numbers: 007 is a code, not a number.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?", re.ASCII)


def dtype_of(cells: Sequence[Any]) -> str:
    """Return the dtype of a column; `object` where there are several kinds, objects or lists."""
    types = set(map(type, cells))
    lacks = bool(types & {type(None), type(MISSING)})
    types -= {type(None), type(MISSING)}
    if types == {bool}:
        return "boolean" if lacks else "bool"
    if types == {str}:
        return "string"
    if types == {int} and all(-_LARGEST <= cell < _LARGEST for cell in cells if type(cell) is int):
        return "Int64" if lacks else "int64"
    if types in ({float}, {int, float}):
        exact = all(abs(cell) <= _LARGEST_IN_FLOAT for cell in cells if type(cell) is int)
        return "float64" if exact else "object"
    return "object"


def numbers_of(cells: list[Any]) -> list[Any]:
    """Return cells of XML as numbers where all their texts are numbers; otherwise the cells.

    Example:
        >>> numbers_of(["7", None, "2.5"]), numbers_of(["7", "007"])
        ([7, None, 2.5], ['7', '007'])
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    others = set(map(type, cells)) - {str, type(None), type(MISSING)}
    if not texts or others or not all(map(_NUMBER.fullmatch, texts)):
        return cells
    return [number_of(cell) if isinstance(cell, str) else cell for cell in cells]
