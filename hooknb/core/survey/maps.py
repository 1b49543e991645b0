"""Which objects are used as maps: their names are data, such as ids and dates, and differ from day to day.

>>> is_map(Counter(["2026-11-24", "2026-11-25"]), [{"2026-11-24": 1, "2026-11-25": 2}])
True
>>> is_map(Counter(["id", "name"]), [{"id": 1, "name": "Ann"}])
False
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice
from typing import Any, Literal

KeyKind = Literal["date", "id", "number"]

_DATE = re.compile(
    r"(?:19|20|21)\d\d[-/.](?:0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:?\d\d.*)?)?"
)
_NUMBER = re.compile(r"-?\d+")
_ID = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"  # UUID
    r"|(?=[0-9a-f]*\d)[0-9a-f]{12,}"
    r"|[a-z]{1,12}[-_:]\d{3,}"
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}"
    r"|[^\s@]+@[^\s@]+\.[a-z]{2,}",
    re.IGNORECASE | re.ASCII,
)
# Country, currency and language codes: short, and of one length.
_CODE = re.compile(r"[A-Z]{2,4}|[a-z]{2}(?:-[A-Z]{2})?")

# No record that people designed has so many names.
_MOST_NAMES = 1000
_MANY_NAMES = 200
_CODES = 8
_ALIKE = 12
_LOOKED_AT = 200
_LONGEST = 200


def key_kind(name: str) -> KeyKind | None:
    """Return what a name looks like when it is no word that somebody chose; None for a word.

    Example:
        >>> [key_kind(name) for name in ("2026-11-24", "usr_10042", "1042", "userId")]
        ['date', 'id', 'number', None]
    """
    if len(name) > _LONGEST:
        return None
    if _DATE.fullmatch(name):
        return "date"
    if _NUMBER.fullmatch(name):
        return "number"
    return "id" if _ID.fullmatch(name) else None


def is_map(names: Counter[Any], objects: Sequence[dict[Any, Any]]) -> bool:
    """Tell whether some objects at one place are maps.

    Args:
        names: in how many of them each name occurs.
        objects: the objects.
    """
    if not names:
        return False
    if len(names) > _MOST_NAMES or not all(isinstance(name, str) for name in names):
        return True
    kinds = [key_kind(name) for name in names]
    if len(kinds) == 1:
        # One number alone may be a name: {"0": …}.
        return kinds[0] is not None and (kinds[0] != "number" or len(next(iter(names))) > 2)
    return sum(kind is not None for kind in kinds) >= 0.9 * len(kinds) or _words_are_data(names, objects)


def _words_are_data(names: Counter[Any], objects: Sequence[dict[Any, Any]]) -> bool:
    """Tell whether names that are words are data all the same: by how many they are, and of what."""
    if len(names) < _CODES:
        return False
    sizes = {len(name) for name in names}
    codes = max(sizes) <= 5 and all(_CODE.fullmatch(name) for name in names)
    if codes and (len(sizes) == 1 or not all(name.isupper() for name in names)):
        return True
    values = list(islice(chain.from_iterable(each.values() for each in objects), _LOOKED_AT))
    if len(names) >= _ALIKE and _records_alike(values):
        return True
    one_kind = len({type(value) for value in values}) == 1
    if len(names) >= _MANY_NAMES and one_kind:
        return True
    # Each of many objects has other names, as labels have.
    return len(objects) >= 10 and len(names) >= 30 and sum(names.values()) <= len(names) * len(objects) / 4


def _records_alike(values: list[Any]) -> bool:
    """Tell whether values are objects that have most names in common."""
    if not all(isinstance(value, dict) and value for value in values):
        return False
    common, all_names = set(values[0]), set(values[0])
    for value in values[1:]:
        common &= value.keys()
        all_names |= value.keys()
    return 2 * len(common) >= len(all_names)
