"""How one Python value is shown in a table: short, on one line, and with its JSON type still readable.

    >>> shown(None, data=True), shown({"id": 1}, data=True)
    (Shown(text='null', kind='null'), Shown(text='{"id": 1}', kind='text'))

In a column of data, text is written as it would be in a cell: bare, and in quotes where bare text would
read as another value (`"42"`, `"true"`, `""`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hooknb.view.text import cut, in_line

Kind = Literal["text", "number", "null", "yes", "no"]

CELL_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold the visible text of a value and what kind of value it was."""

    text: str
    kind: Kind


def shown(value: object, *, data: bool = False, limit: int = CELL_COLUMNS) -> Shown:
    """Return the short form of a value.

    Args:
        value: any Python object.
        data: True for values of parameters and responses, False for words of ours.
        limit: terminal columns after which the text is cut with an ellipsis.
    """
    if value is None:
        return Shown("null" if data else "–", "null")
    if isinstance(value, bool):
        return Shown(_truth(value, data=data), "yes" if value else "no")
    if isinstance(value, (int, float)):
        return Shown(_number(value), "number")
    text = value if isinstance(value, str) else _compact(value, limit)
    if data and isinstance(value, str) and _ambiguous(value):
        text = json.dumps(value, ensure_ascii=False)
    return Shown(cut(in_line(text[: limit * 4]), limit), "text")


def _truth(value: bool, *, data: bool) -> str:  # noqa: FBT001
    if data:
        return "true" if value else "false"
    return "yes" if value else "no"


def _number(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # an int beyond Python's limit of digits
        return hex(int(value))


def _ambiguous(text: str) -> bool:
    if len(text) > CELL_COLUMNS:
        return False
    if text != text.strip() or not text:
        return True
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _compact(value: Any, limit: int) -> str:
    if isinstance(value, (Mapping, list, tuple)):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (TypeError, ValueError, RecursionError):
            return repr(type(value))
    if isinstance(value, (bytes, bytearray)):
        return repr(bytes(value[:limit]))
    return str(value)
