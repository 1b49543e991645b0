"""What texts look like: dates, numbers, addresses, of which an analyst wants to know.

>>> form_of(["2026-11-24", "2026-11-25"])
'date'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

_LOOKED_AT = 500
_LONGEST = 300
_FORMS = {
    "date": r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
    "date and time": r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?",
    "time": r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?",
    "number": r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?",
    "UUID": r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
    "mail": r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}",
    "URL": r"https?://\S+",
}
_PATTERNS = {name: re.compile(pattern, re.ASCII) for name, pattern in _FORMS.items()}
# Text that begins with the year sorts as time does.
ORDERED = frozenset({"date", "date and time", "time"})


def form_of(texts: Iterable[str]) -> str:
    """Return what all of some texts look like; empty when they look like nothing, or like several things.

    Args:
        texts: of which the first five hundred are looked at; empty ones say nothing.

    Example:
        >>> form_of(["7", "x"]), form_of(["https://example.com", ""])
        ('', 'URL')
    """
    shown = [text for text in islice(texts, _LOOKED_AT) if text]
    if not shown or any(len(text) > _LONGEST for text in shown):
        return ""
    return next((name for name, pattern in _PATTERNS.items() if all(map(pattern.fullmatch, shown))), "")
