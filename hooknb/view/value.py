"""How one Python value is shown in a table: short, on one line, and with its JSON type still readable.

    >>> shown(None, data=True)
    Shown(text='null', kind='null')
    >>> shown({"id": 1, "tags": ["a", None]}, data=True)
    Shown(text='{"id": 1, "tags": ["a", null]}', kind='text')

Where values have a type, text is written as it would be in a cell: bare, and in quotes where bare text would
read as another value (`"42"`, `"true"`, `""`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from hooknb.view.text import cut, in_line

Kind = Literal["text", "number", "time", "null", "yes", "no"]

DATA_WIDTH = 80
PROSE_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold the visible text of a value and what kind of value it was."""

    text: str
    kind: Kind = "text"


def shown(value: object, *, data: bool = False, typed: bool = False) -> Shown:
    """Return the short form of a value; of a large one only as much is looked at as is shown.

    Args:
        value: any Python object.
        data: True for values of requests and responses, False for words of ours.
        typed: True where text and other values stand in one column, so that `"42"` is not taken for 42.

    Returns:
        At most `DATA_WIDTH` terminal columns of data, or `PROSE_WIDTH` of anything else.
    """
    limit = DATA_WIDTH if data else PROSE_WIDTH
    text = value[: limit + 1] if isinstance(value, str) else _beginning(value, limit + 1)
    if isinstance(value, str):
        # A zero-width character takes no column, so the length in characters is bounded too.
        quoted = json.dumps(text, ensure_ascii=False) if typed and _reads_as_another(value) else text
        return Shown(cut(in_line(quoted), limit, more=len(value) > len(text)))
    if value is None:
        return Shown("null" if data else "–", "null")
    if isinstance(value, bool):
        return Shown(text if data else "yes" if value else "no", "yes" if value else "no")
    if isinstance(value, datetime) and not data:
        # A person's own clock, to the second; the DataFrame keeps the exact moment.
        return Shown(f"{value.astimezone() if value.tzinfo else value:%Y-%m-%d %H:%M:%S}", "time")
    return Shown(cut(in_line(text), limit), "number" if isinstance(value, (int, float, Decimal)) else "text")


def whole(value: int | float | Decimal | bytes | bytearray) -> str:
    """Return all of a number or of bytes, which `shown` cuts.

    Example:
        >>> len(whole(10**100))
        101
    """
    size = len(value) if isinstance(value, (bytes, bytearray)) else 0
    return "".join(_pieces(value, size))


def seconds(value: float) -> str:
    """Write a duration with the digits that matter.

    Example:
        >>> seconds(0.0421), seconds(0.42), seconds(12.345)
        ('42 ms', '0.42 s', '12.3 s')
    """
    if value < 0.0995:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 9.995 else f"{value:.1f} s"


def _reads_as_another(text: str) -> bool:
    """Return whether bare text would be read as a number, a list, another text or nothing at all."""
    if not text or text != text.strip():
        return True
    try:
        json.loads(text[: DATA_WIDTH + 1])
    except (ValueError, RecursionError):
        return False
    return True


def _beginning(value: object, size: int) -> str:
    text = ""
    for piece in _pieces(value, size):
        text += piece
        if len(text) >= size:
            break
    return text[:size]


def _pieces(value: object, size: int) -> Iterator[str]:
    """Yield a value's JSON in pieces, so that the rest of a large one is never written."""
    if isinstance(value, str):
        yield json.dumps(value[:size], ensure_ascii=False)
    elif value is None or isinstance(value, (bool, float)):
        yield json.dumps(value)
    elif isinstance(value, int):
        yield _digits(value)
    elif isinstance(value, Mapping):
        yield "{"
        for position, (key, inner) in enumerate(value.items()):
            yield f"{', ' if position else ''}{json.dumps(str(key)[:size], ensure_ascii=False)}: "
            yield from _pieces(inner, size)
        yield "}"
    elif isinstance(value, (list, tuple)):
        yield "["
        for position, inner in enumerate(value):
            yield ", " if position else ""
            yield from _pieces(inner, size)
        yield "]"
    elif isinstance(value, (bytes, bytearray)):
        yield repr(bytes(value[:size]))
    else:
        yield str(value)


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write an int of thousands of digits in decimal
        return hex(value)
